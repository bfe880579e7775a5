//! The network below all requests: proxies, certificates, and the settings that restrict where traffic may go.

mod proxy;
mod settings;
mod tls;
