//! HTTP: the client, the settings that say where traffic may go, retries, and transport errors.
//!
//! Nothing here knows Microsoft Graph or Microsoft Entra.

mod authorities;
pub(crate) mod client;
pub mod environment;
mod no_proxy;
pub mod observer;
mod proxy;
pub(crate) mod retry;
pub(crate) mod settings;
pub(crate) mod small_file;
pub(crate) mod transport_error;
