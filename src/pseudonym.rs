//! Pseudonyms, which redaction writes in place of names, such as `tenant-3f2a91c04b`. The same name has the same pseudonym in
//! every recording and report.

use crate::hash;

/// The hexadecimal digits of a pseudonym: 40 bits.
const DIGITS: usize = 10;
/// The purpose that is hashed with each name, so that the digits differ from other hashes of the name.
const PURPOSE: &str = "scoregate redact";

/// The pseudonym of a name of a kind: `user`, `domain`, `id`, …. The digits of a GUID are the same whether it is known to be the
/// tenant's or not.
pub(crate) fn pseudonym(kind: &str, name: &str) -> String {
    let hashed_as = if kind == "tenant" { "id" } else { kind };
    format!("{kind}-{}", hash::short(&format!("{PURPOSE} {hashed_as}"), name, DIGITS))
}

/// Whether a text in lower case is the pseudonym of a name of that kind.
pub(crate) fn is_pseudonym(kind: &str, text: &str) -> bool {
    let digits = text.strip_prefix(kind).and_then(|rest| rest.strip_prefix('-'));
    digits.is_some_and(|digits| digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The pseudonym of a text that is a name as a whole. A pseudonym stays as it is.
pub(crate) fn pseudonym_of_whole(kind: &str, name: &str) -> String {
    let lower = name.trim().to_ascii_lowercase();
    if lower.is_empty() || is_pseudonym(kind, &lower) { lower } else { pseudonym(kind, &lower) }
}

/// The digits of the pseudonym of a tenant's id, in lower case.
pub(crate) fn digits_for(plain: &str) -> String {
    hash::short(&format!("{PURPOSE} id"), plain, DIGITS)
}

/// The digits of a pseudonym that can stand for a tenant, which is `id-…` where the tenant was not known as such.
pub(crate) fn digits_of(lower: &str) -> Option<&str> {
    let kind = ["tenant", "id"].into_iter().find(|kind| is_pseudonym(kind, lower))?;
    lower.get(kind.len() + 1..)
}
