//! The identity of a tenant: one type, and the only comparison of two tenants.

use std::fmt;

use serde::Deserialize;
use uuid::Uuid;

use crate::pseudonym;
use crate::text::line;

/// The help for a text that is not the id of a tenant.
pub(crate) const ID_REMEDY: &str =
    "write the GUID that Entra shows as `Tenant ID`, such as `12345678-1234-1234-1234-123456789012`";

/// The id of a tenant: a GUID in any of its spellings, the pseudonym that redaction puts in its place, or another name.
///
/// `==` is the only comparison of tenants. Letter case, surrounding blanks and braces do not count, and a pseudonym equals every
/// spelling of the id that it stands for. A pseudonym has 40 bits, so that the comparison is an equivalence but for a collision
/// of hashes; hence no `Eq`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct TenantId {
    /// The id in messages: a GUID in lower case with hyphens, anything else as written.
    text: String,
    form: Form,
}

/// The form by which ids are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Guid(Uuid),
    /// The digits of a pseudonym, whose kind depends on the field of the name.
    Pseudonym(String),
    /// In lower case.
    Name(String),
}

impl TenantId {
    /// Reads an id; none where the text is blank.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let text = line(text);
        if text.is_empty() {
            return None;
        }
        let bare = unquoted(&text);
        if let Ok(guid) = Uuid::try_parse(bare) {
            return Some(Self { text: guid.hyphenated().to_string(), form: Form::Guid(guid) });
        }
        if let Some(digits) = pseudonym::digits_of(&bare.to_ascii_lowercase()) {
            return Some(Self { text: bare.to_ascii_lowercase(), form: Form::Pseudonym(digits.to_owned()) });
        }
        let form = Form::Name(text.to_ascii_lowercase());
        Some(Self { text, form })
    }

    /// Reads the tenant in the id of a secureScore, `{tenant}_{YYYY-MM-DD}`. None where it begins with neither a GUID nor a
    /// pseudonym.
    #[must_use]
    pub fn of_score_id(id: &str) -> Option<Self> {
        let (tenant, _) = id.split_once('_')?;
        Self::of(tenant).filter(|tenant| match tenant.form {
            Form::Guid(_) | Form::Pseudonym(_) => true,
            Form::Name(_) => false,
        })
    }

    /// The id for messages.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the id is a GUID, as in Graph, or a pseudonym of redaction.
    #[must_use]
    pub const fn is_well_formed(&self) -> bool {
        match self.form {
            Form::Guid(_) | Form::Pseudonym(_) => true,
            Form::Name(_) => false,
        }
    }

    /// The digits of the pseudonym that stands for the id.
    fn digits(&self) -> String {
        match &self.form {
            Form::Pseudonym(digits) => digits.clone(),
            Form::Guid(_) | Form::Name(_) => pseudonym::digits_for(&self.text.to_ascii_lowercase()),
        }
    }
}

impl PartialEq for TenantId {
    fn eq(&self, other: &Self) -> bool {
        match (&self.form, &other.form) {
            (Form::Pseudonym(_), Form::Guid(_) | Form::Name(_))
            | (Form::Guid(_) | Form::Name(_), Form::Pseudonym(_)) => self.digits() == other.digits(),
            (one, another) => one == another,
        }
    }
}

impl AsRef<str> for TenantId {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for TenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for TenantId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::of(&text).ok_or_else(|| "write the id of the tenant, as azureTenantId has it".to_owned())
    }
}

/// The text without one pair of brackets or quotes around it.
fn unquoted(text: &str) -> &str {
    let pairs = [('{', '}'), ('(', ')'), ('"', '"'), ('\'', '\'')];
    let inner = pairs.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    inner.unwrap_or(text).trim()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const GUID: &str = "a1b2c3d4-0000-4000-8000-c0ffee000001";

    fn id(text: &str) -> TenantId {
        TenantId::of(text).unwrap()
    }

    #[test]
    fn every_spelling_of_a_guid_and_its_pseudonyms_name_one_tenant() {
        let digits = pseudonym::digits_for(GUID);
        let spellings = [
            GUID.to_owned(),
            GUID.to_uppercase(),
            format!("  {GUID}\n"),
            format!("{{{}}}", GUID.to_uppercase()),
            format!("({GUID})"),
            GUID.replace('-', ""),
            format!("urn:uuid:{GUID}"),
            format!("tenant-{digits}"),
            format!("ID-{}", digits.to_uppercase()),
        ];
        for one in &spellings {
            for other in &spellings {
                assert_eq!(id(one), id(other), "{one} and {other}");
            }
            assert_ne!(id(one), id("a1b2c3d4-0000-4000-8000-c0ffee000002"), "{one}");
            assert!(id(one).is_well_formed());
        }
    }

    #[test]
    fn other_names_are_compared_without_case_and_with_their_pseudonyms() {
        let pseudonym = format!("tenant-{}", pseudonym::digits_for("contoso"));
        assert_eq!(id("Contoso"), id(" contoso "));
        assert_eq!(id("Contoso"), id(&pseudonym));
        assert_ne!(id("contoso"), id("fabrikam"));
        assert_ne!(id("contoso"), id(GUID));
        assert!(!id("contoso").is_well_formed());
    }

    #[test]
    fn a_blank_text_names_no_tenant() {
        for blank in ["", "  ", "\t\n", "\u{200b}"] {
            assert!(TenantId::of(blank).is_none(), "{blank:?}");
        }
    }

    #[test]
    fn the_id_of_a_score_names_its_tenant_only_by_a_guid_or_a_pseudonym() {
        let named = |text: &str| TenantId::of_score_id(text).map(|tenant| tenant.to_string());
        assert_eq!(named(&format!("{}_2026-11-23", GUID.to_uppercase())).as_deref(), Some(GUID));
        assert_eq!(named("id-0123456789_2026-11-23").as_deref(), Some("id-0123456789"));
        for other in ["t_2026-11-23", "2026-11-23", GUID, "", "_", "contoso_2026-11-23"] {
            assert_eq!(named(other), None, "{other}");
        }
    }
}
