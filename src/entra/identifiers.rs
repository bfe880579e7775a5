//! The ids of tenants and apps, checked before they become part of an address.

use crate::error::Error;
use crate::net::environment::Environment;
use crate::text::line;

/// The tenant that a variable names: a GUID, or a domain of the tenant.
pub(super) fn tenant(variable: &str, value: &str) -> Result<String, Error> {
    if is_guid(value) || is_domain(value) {
        return Ok(value.to_lowercase());
    }
    Err(Error::sign_in(
        &format!("{variable} is `{}`, which is neither the id of a tenant nor a domain", line(value)),
        format!("set {variable} to the directory (tenant) id, such as 12345678-1234-1234-1234-123456789012"),
    ))
}

/// The app that a variable names: a GUID.
pub(super) fn client(variable: &str, value: &str) -> Result<String, Error> {
    if is_guid(value) {
        return Ok(value.to_lowercase());
    }
    Err(Error::sign_in(
        &format!("{variable} is `{}`, which is not the id of an app", line(value)),
        format!("set {variable} to the application (client) id, such as 12345678-1234-1234-1234-123456789012"),
    ))
}

/// `AZURE_TENANT_ID`, for a method that does not need it.
pub(super) fn optional_tenant(environment: &Environment) -> Result<Option<String>, Error> {
    environment.arrived("AZURE_TENANT_ID")?.map(|value| tenant("AZURE_TENANT_ID", &value)).transpose()
}

/// `AZURE_CLIENT_ID`, likewise.
pub(super) fn optional_client(environment: &Environment) -> Result<Option<String>, Error> {
    environment.arrived("AZURE_CLIENT_ID")?.map(|value| client("AZURE_CLIENT_ID", &value)).transpose()
}

/// Whether a text has the form of a GUID.
pub(super) fn is_guid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

/// Whether a text has the form of a domain: at least two labels of letters, digits and inner hyphens.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| c == '-' || c.is_ascii_alphanumeric())
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenants_are_guids_or_domains_and_nothing_else() {
        for good in ["12345678-1234-1234-1234-1234567890aB", "contoso.onmicrosoft.com", "a-b.example"] {
            assert!(tenant("T", good).is_ok(), "{good}");
        }
        for bad in [
            "common",
            "organizations",
            "retry",
            "a..b",
            "-a.b",
            "a/b.c",
            "a.b?x",
            "12345678-1234-1234-1234-1234567890ag",
        ] {
            assert!(tenant("T", bad).is_err(), "{bad}");
        }
        assert!(client("C", "contoso.example").is_err());
    }
}
