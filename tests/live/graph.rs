//! Requests to Graph: what is requested, and what its responses may and may not do.

mod failure;
mod fetch;
mod hidden_token;
mod next_link;
mod permission;
mod skip_token;
