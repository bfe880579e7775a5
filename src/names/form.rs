//! Names that are recognised by their form: IP addresses, security identifiers, accounts, telephone numbers, and hosts that name a
//! tenant or do not belong to Microsoft.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::known::{OF_A_NETWORK, OF_A_TENANT, OF_WINDOWS, PUBLIC};
use crate::pseudonym::is_pseudonym;

/// The fewest digits of a telephone number.
const LEAST_DIGITS: usize = 8;

/// A name with its range and its kind.
pub(super) struct Form {
    pub(super) range: Range<usize>,
    pub(super) kind: &'static str,
    /// The spelling that is hashed: the same for all spellings of the name.
    pub(super) plain: String,
}

/// The names in a text in lower case, hosts apart.
pub(super) fn forms(lower: &str) -> Vec<Form> {
    let mut found = Vec::new();
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    security_identifiers(lower, &mut found);
    // Most texts are short and have no digits, so they need no search.
    if digits > 0 && lower.contains(['.', ':']) {
        network_addresses(lower, &mut found);
    }
    personal_sites(lower, &mut found);
    accounts(lower, &mut found);
    if digits >= LEAST_DIGITS {
        telephone_numbers(lower, &mut found);
    }
    shares(lower, &mut found);
    found
}

/// The hosts in a text in lower case that name a tenant or one of its machines.
pub(super) fn hosts(lower: &str) -> Vec<Range<usize>> {
    if !lower.contains('.') {
        return Vec::new();
    }
    let is_foreign = |range: &Range<usize>| {
        let host = &lower[range.clone()];
        let is_of = |endings: &[&str]| endings.iter().any(|ending| host.len() > ending.len() && host.ends_with(ending));
        let is_in_address = lower[..range.start].ends_with("://") || is_after_user(&lower[..range.start]);
        let is_public = PUBLIC
            .iter()
            .any(|known| host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
        is_of(&OF_A_TENANT)
            || is_of(&OF_A_NETWORK)
            || (is_in_address && !is_public && host.parse::<Ipv4Addr>().is_err())
    };
    words(lower, is_of_host).filter_map(|range| host(lower, range)).filter(is_foreign).collect()
}

/// Whether a URL continues with a user here: `https://user@`.
fn is_after_user(before: &str) -> bool {
    before
        .strip_suffix('@')
        .is_some_and(|rest| rest.rfind("://").is_some_and(|at| !rest[at + 3..].contains(['/', ' '])))
}

/// The machine of a share: `\\server\share`.
fn shares(lower: &str, found: &mut Vec<Form>) {
    for (at, _) in lower.match_indices("\\\\") {
        let start = at + 2;
        let length = lower[start..].find(|c| !is_of_host(c)).unwrap_or(lower.len() - start);
        if length > 1 && lower[start + length..].starts_with('\\') && !lower[..at].ends_with('\\') {
            add(found, start..start + length, "domain", lower[start..start + length].to_owned());
        }
    }
}

/// A word as a host of several labels, none of which is a pseudonym.
fn host(lower: &str, range: Range<usize>) -> Option<Range<usize>> {
    let word = &lower[range.clone()];
    let begun = word.trim_start_matches(['.', '-']);
    let name = begun.trim_end_matches(['.', '-']);
    let start = range.start + word.len() - begun.len();
    let labels = name.split('.').count();
    let is_host = labels > 1 && !name.contains("..") && !name.split('.').any(is_hidden);
    is_host.then_some(start..start + name.len())
}

fn is_hidden(label: &str) -> bool {
    ["domain", "tenant", "user", "id"].iter().any(|kind| is_pseudonym(kind, label))
}

fn security_identifiers(lower: &str, found: &mut Vec<Form>) {
    for start in ["s-1-5-21-", "s-1-12-1-"] {
        for (at, _) in lower.match_indices(start) {
            let length =
                lower[at..].find(|c: char| c != 's' && c != '-' && !c.is_ascii_digit()).unwrap_or(lower.len() - at);
            let name = lower[at..at + length].trim_end_matches('-');
            if !touches(lower[..at].chars().next_back()) && name.len() > start.len() {
                add(found, at..at + name.len(), "sid", name.to_owned());
            }
        }
    }
}

/// IP addresses, except numbers after `version` or `v`, masks and loopback addresses.
fn network_addresses(lower: &str, found: &mut Vec<Form>) {
    for range in words(lower, |c| c.is_ascii_hexdigit() || matches!(c, '.' | ':')) {
        let word = &lower[range.clone()];
        let is_alone =
            !touches(lower[..range.start].chars().next_back()) && !touches(lower[range.end..].chars().next());
        if !is_alone {
            continue;
        }
        let (begun, end) = (word.trim_start_matches('.'), word.trim_end_matches(['.', ':']).len());
        let start = range.start + word.len() - begun.len();
        // A port may follow upon an address of four numbers.
        let first = word.get(..end).unwrap_or_default().trim_start_matches('.').split(':').next().unwrap_or_default();
        if let Ok(address) = first.parse::<Ipv4Addr>() {
            if is_machine(address) && !is_after_version(&lower[..start]) {
                add(found, start..start + first.len(), "ip", address.to_string());
            }
        } else if let Some((whole, address)) = ipv6(word, end) {
            let has_digit = whole.bytes().any(|byte| byte.is_ascii_digit());
            if has_digit && !address.is_loopback() && !address.is_unspecified() {
                add(found, range.start..range.start + whole.len(), "ip", address.to_string());
            }
        }
    }
}

/// An IPv6 address: the word, or the word without the punctuation at its end.
fn ipv6(word: &str, end: usize) -> Option<(&str, Ipv6Addr)> {
    let shorter = word.get(..end)?;
    [word, shorter].into_iter().find_map(|text| text.parse().ok().map(|address| (text, address)))
}

fn is_machine(address: Ipv4Addr) -> bool {
    let [first, ..] = address.octets();
    !(address.is_loopback() || first == 0 || first == 255)
}

fn is_after_version(before: &str) -> bool {
    let word = before.trim_end_matches([' ', ':', '=', '.']);
    let word = &word[word.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1)..];
    matches!(word, "v" | "version" | "versions" | "build" | "release" | "ver")
}

/// `personal/first_last_contoso_com` in the address of a personal site.
fn personal_sites(lower: &str, found: &mut Vec<Form>) {
    const PERSONAL: &str = "/personal/";
    for (at, _) in lower.match_indices(PERSONAL) {
        let start = at + PERSONAL.len();
        let length =
            lower[start..].find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(lower.len() - start);
        let name = &lower[start..start + length];
        if name.contains('_') {
            add(found, start..start + length, "user", name.to_owned());
        }
    }
}

/// `contoso\alice`, but not a path.
fn accounts(lower: &str, found: &mut Vec<Form>) {
    let is_of_domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let is_of_user = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '$');
    for (at, _) in lower.match_indices('\\') {
        let domain = &lower[lower[..at].trim_end_matches(is_of_domain).len()..at];
        let start = at - domain.len();
        let behind = &lower[at + 1..];
        let user = &behind[..behind.find(|c| !is_of_user(c)).unwrap_or(behind.len())];
        let name = user.trim_end_matches(['.', '-']);
        let goes_on = behind[user.len()..].starts_with(['\\', '/', '*', ':']);
        let is_path = lower[..start].ends_with(['\\', '/', ':', '_', '%', '$', '@']);
        let is_name = domain.len() >= 2 && domain.chars().any(char::is_alphabetic) && !domain.starts_with(['.', '-']);
        if is_name && !name.is_empty() && !goes_on && !is_path && !OF_WINDOWS.contains(&domain) {
            add(found, start..at + 1 + name.len(), "user", lower[start..at + 1 + name.len()].to_owned());
        }
    }
}

/// Telephone numbers: with `+` and at least eight digits, or three groups of three, three and four.
fn telephone_numbers(lower: &str, found: &mut Vec<Form>) {
    let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | '-' | '.' | ' ' | '/' | '\u{a0}');
    for range in words(lower, is_of_number) {
        let word = &lower[range.clone()];
        let (begun, name) = (word.trim_start_matches(|c| !matches!(c, '+' | '(' | '0'..='9')), word);
        let name = name[word.len() - begun.len()..].trim_end_matches(|c: char| !c.is_ascii_digit());
        let start = range.start + word.len() - begun.len();
        let digits: String = name.chars().filter(char::is_ascii_digit).collect();
        let is_alone =
            !touches(lower[..start].chars().next_back()) && !touches(lower[start + name.len()..].chars().next());
        let is_international =
            name.starts_with('+') && (LEAST_DIGITS..=15).contains(&digits.len()) && !name[1..].contains('+');
        if is_alone && (is_international || is_in_groups(name)) {
            add(found, start..start + name.len(), "phone", digits);
        }
    }
}

/// `425-555-0100`, `(425) 555-0100`, `425.555.0100`.
fn is_in_groups(name: &str) -> bool {
    let groups: Vec<&str> = name.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let separators = name.len() - groups.concat().len();
    lengths == [3, 3, 4] && separators <= 4 && !name.contains(['+', '/'])
}

/// The longest runs of characters of one kind.
fn words(text: &str, belongs: impl Fn(char) -> bool + Copy) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(belongs)?;
        let end = text[start..].find(|c| !belongs(c)).map_or(text.len(), |length| start + length);
        at = end;
        Some(start..end)
    })
}

fn is_of_host(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-')
}

fn touches(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

fn add(found: &mut Vec<Form>, range: Range<usize>, kind: &'static str, plain: String) {
    if !is_pseudonym(kind, &plain) {
        found.push(Form { range, kind, plain });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<String> {
        let lower = text.to_ascii_lowercase();
        let hosts = hosts(&lower).into_iter().map(|range| format!("host {}", &lower[range]));
        let forms = forms(&lower).into_iter().map(|form| format!("{} {}", form.kind, &lower[form.range]));
        hosts.chain(forms).collect()
    }

    #[test]
    fn names_show_by_their_form() {
        for (text, expected) in [
            (
                "see https://contoso-my.sharepoint.com/personal/first_last_x_com/a",
                vec!["host contoso-my.sharepoint.com", "user first_last_x_com"],
            ),
            ("Contoso-Admin.SharePoint.com.", vec!["host contoso-admin.sharepoint.com"]),
            ("by CONTOSO\\alice.b and corp.x\\Bob$, ok", vec!["user contoso\\alice.b", "user corp.x\\bob$"]),
            (
                "on dc01.corp.contoso.local:636 or \\\\files01\\share\\x",
                vec!["host dc01.corp.contoso.local", "domain files01"],
            ),
            (
                "https://app.contoso.example:8443/x https://user@b.example/y",
                vec!["host app.contoso.example", "host b.example"],
            ),
            (
                "from 203.0.113.7:443, 10.0.0.0/8 (2001:db8::7) and fe80::1.",
                vec!["ip 203.0.113.7", "ip 10.0.0.0", "ip 2001:db8::7", "ip fe80::1"],
            ),
            ("S-1-5-21-1004336348-1177238915-682003330-512,", vec!["sid s-1-5-21-1004336348-1177238915-682003330-512"]),
            (
                "call +49 (30) 1234-567 or (425) 555-0100 or 425-555-0101.",
                vec!["phone +49 (30) 1234-567", "phone (425) 555-0100", "phone 425-555-0101"],
            ),
        ] {
            assert_eq!(seen(text), expected, "{text}");
        }
    }

    #[test]
    fn figures_versions_dates_paths_and_microsofts_hosts_are_no_names() {
        for text in [
            "version 16.0.1.2, v1.2.3.4 and TLS 1.2 since 2026-11-23T04:34:13Z, 10:20:30",
            "mask 255.255.255.0, 127.0.0.1, ::1, [System::Net] add::x a::b 1.3.6.1.5.5.7.3.2",
            "MDA_x_10.0.0.1_y 11770.MDA_Google_X 3.1.4",
            "HKLM\\Software\\Policies C:\\Windows\\System32 .\\script BUILTIN\\Administrators NT AUTHORITY\\SYSTEM %x%\\y a\\b\\c",
            "https://security.microsoft.com/x?a=b https://portal.azure.com/#y https://attack.mitre.org/z aka.ms",
            "S-1-5-18 and S-1-5-32-544; 4 of 10 points, +6 points, 2026-11-23, 12 345 678 and 100-200-30",
            "https://domain-0123456789/x mail.domain-0123456789 /personal/user-0123456789",
        ] {
            assert_eq!(seen(text), Vec::<String>::new(), "{text}");
        }
    }
}
