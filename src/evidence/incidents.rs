//! The incidents of a tenant and their alerts (`/security/incidents?$expand=alerts`, `/security/alerts_v2`). No verdict depends on
//! them.

mod technique;

pub use technique::Technique;
