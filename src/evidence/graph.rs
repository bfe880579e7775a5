//! Microsoft Graph: the only code that knows HTTP.

pub(crate) mod auth;
pub(crate) mod cloud;
pub(crate) mod http;
pub(crate) mod permission;
pub(crate) mod token;
