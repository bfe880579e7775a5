//! The detection of names in a text, and their pseudonyms. Redacted reports and recordings have the same pseudonym for the same
//! name.

mod field;
mod form;
mod known;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::pseudonym::{digits_of, is_pseudonym, pseudonym, pseudonym_of_whole};
use crate::tenant::TenantId;
use form::Form;

use field::FieldNames;
pub(crate) use field::{hide_field, kind_of};

/// The most names of one kind in a recording.
pub(crate) const MOST_NAMES: usize = 20_000;
/// Shorter names of tenants are not replaced: they occur in ordinary text.
const SHORTEST_TENANT: usize = 6;
/// Shorter domains are replaced only as whole words: within a longer word they are not names.
const SHORTEST_DOMAIN: usize = 6;
/// Shorter names of people are not replaced: they occur in ordinary text.
const SHORTEST_PERSON: usize = 4;
const TENANT_DOMAIN: &str = ".onmicrosoft.com";

/// The names that a report or a recording contains, except those that are recognised by their form.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// In lower case.
    tenant: Option<String>,
    /// In lower case, the longest first, so that `mail.contoso.com` is matched before `contoso.com`.
    domains: Vec<String>,
    /// The names of people that are not ordinary words, in lower case, the longest first.
    people: Vec<String>,
    /// The names in fields of incidents.
    fields: FieldNames,
    /// Addresses of people, by their spelling in the URL of a personal site.
    sites: BTreeMap<String, String>,
}

/// The collection of names from texts one by one, so that not all texts need to be in memory.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    domains: BTreeSet<String>,
    people: BTreeSet<String>,
    fields: FieldNames,
    /// Addresses of people, by their spelling in the URL of a personal site.
    sites: BTreeMap<String, String>,
}

impl Gathered {
    /// Collects the names in a text.
    pub(crate) fn note(&mut self, text: &str) {
        let lower = text.to_ascii_lowercase();
        for address in addresses(&lower) {
            self.domains.insert(lower[address.domain].to_owned());
            if self.sites.len() < MOST_NAMES {
                let whole = &lower[address.whole];
                let site = whole.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
                self.sites.insert(site, whole.to_owned());
            }
        }
        self.domains.extend(tenant_domains(&lower).into_iter().map(|range| lower[range].to_owned()));
        self.domains.extend(form::hosts(&lower).into_iter().map(|range| lower[range].to_owned()));
    }

    /// Collects a host that is a name.
    pub(crate) fn note_host(&mut self, host: &str) {
        self.domains.insert(host.to_ascii_lowercase());
    }

    /// Collects the name of a person. A name of letters only is skipped: it may be an ordinary word.
    pub(crate) fn note_person(&mut self, name: &str) {
        let name = name.trim().to_ascii_lowercase();
        if !is_word(&name) && !is_pseudonym("user", &name) {
            self.people.insert(name);
        }
    }

    /// Collects the name in a field of an incident that says of which kind it is.
    pub(crate) fn note_field(&mut self, kind: &'static str, name: &str) {
        self.fields.note(kind, name);
    }

    /// Whether there are too many names to search a text for.
    pub(crate) fn exceeds_limit(&self) -> bool {
        self.domains.len() > MOST_NAMES || self.people.len() > MOST_NAMES
    }

    /// All collected names, and that of the tenant.
    pub(crate) fn names(self, tenant: Option<&str>) -> Names {
        let mut gathered = self;
        tenant.into_iter().for_each(|tenant| gathered.note(tenant));
        let domains = longest_first(gathered.domains);
        let tenant = tenant.map(plain_tenant).filter(|name| name.len() >= SHORTEST_TENANT);
        Names {
            tenant,
            domains,
            people: longest_first(gathered.people),
            fields: gathered.fields,
            sites: gathered.sites,
        }
    }
}

impl Names {
    /// Finds the names in texts, and those of fields.
    pub(crate) fn of<'a>(
        tenant: Option<&'a str>,
        texts: impl Iterator<Item = &'a str>,
        fields: impl Iterator<Item = (&'static str, &'a str)>,
    ) -> Self {
        let mut gathered = Gathered::default();
        fields.for_each(|(kind, name)| gathered.note_field(kind, name));
        texts.for_each(|text| gathered.note(text));
        gathered.names(tenant)
    }

    /// The text with pseudonyms instead of names.
    pub(crate) fn hide(&self, text: &str) -> String {
        // Only ASCII changes, so offsets are the same in both texts.
        let lower = text.to_ascii_lowercase();
        let mut found: Vec<(Range<usize>, String)> = Vec::new();
        for address in addresses(&lower) {
            add(&mut found, address.whole.clone(), pseudonym("user", &lower[address.whole]));
        }
        for (range, pseudonym) in self.fields.find(&lower) {
            add(&mut found, range, pseudonym);
        }
        for tenant in self.tenant.iter().filter(|name| digits_of(name).is_none()) {
            for range in whole_words(&lower, tenant) {
                add(&mut found, range, pseudonym("tenant", tenant));
            }
        }
        for range in guids(&lower) {
            let name = &lower[range.clone()];
            let kind = if self.tenant.as_deref() == Some(name) { "tenant" } else { "id" };
            add(&mut found, range.clone(), pseudonym(kind, name));
        }
        for Form { range, kind, plain } in form::forms(&lower) {
            // A personal site and the address of its owner name the same person.
            let name = self.sites.get(&plain).filter(|_| kind == "user").unwrap_or(&plain);
            add(&mut found, range, pseudonym(kind, name));
        }
        for person in &self.people {
            for range in whole_words(&lower, person) {
                add(&mut found, range, pseudonym("user", person));
            }
        }
        for domain in &self.domains {
            let is_long = domain.len() >= SHORTEST_DOMAIN;
            let places = if is_long { everywhere(&lower, domain) } else { whole_words(&lower, domain) };
            for range in places {
                add(&mut found, range, pseudonym("domain", domain));
            }
        }
        replace(text, found)
    }

    /// The pseudonym of the tenant, whatever form its name has. A pseudonym stays as it is.
    pub(crate) fn hide_tenant(&self, tenant: &str) -> String {
        let plain = plain_tenant(tenant);
        if digits_of(&plain).is_some() { plain } else { pseudonym_of_whole("tenant", &plain) }
    }

    /// The pseudonym of a person in a field that names people, whatever form the name has. A pseudonym stays as it is.
    pub(crate) fn hide_person(&self, person: &str) -> String {
        pseudonym_of_whole("user", person)
    }

    /// The pseudonym of an opaque page token of Graph. Letter case counts.
    pub(crate) fn hide_page(&self, page: &str) -> String {
        if page.is_empty() || is_pseudonym("page", page) { page.to_owned() } else { pseudonym("page", page) }
    }
}

/// The spelling of a tenant's id that is hashed.
fn plain_tenant(tenant: &str) -> String {
    TenantId::of(tenant).map_or_else(String::new, |tenant| tenant.as_str().to_ascii_lowercase())
}

/// Whether a name looks like a word or a number.
fn is_word(name: &str) -> bool {
    name.len() < SHORTEST_PERSON || name.chars().all(char::is_alphabetic) || !name.chars().any(char::is_alphabetic)
}

/// Each name once, sorted by descending length, then by name.
fn longest_first(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// Adds a range, unless an earlier one overlaps it.
fn add(found: &mut Vec<(Range<usize>, String)>, range: Range<usize>, pseudonym: String) {
    if found.iter().all(|(other, _)| range.end <= other.start || other.end <= range.start) {
        found.push((range, pseudonym));
    }
}

fn replace(text: &str, mut found: Vec<(Range<usize>, String)>) -> String {
    found.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (range, pseudonym) in found {
        out.push_str(&text[end..range.start]);
        out.push_str(&pseudonym);
        end = range.end;
    }
    out.push_str(&text[end..]);
    out
}

struct Address {
    whole: Range<usize>,
    domain: Range<usize>,
}

/// E-mail addresses and user principal names, also with `%40` as in the query of an address.
fn addresses(lower: &str) -> Vec<Address> {
    let mut found = Vec::new();
    let signs = lower.match_indices('@').chain(lower.match_indices("%40"));
    for (at, sign) in signs {
        let local = lower[..at].trim_end_matches(is_local);
        let start = at - lower[local.len()..at].trim_start_matches(['\'', '.', '%', '&']).len();
        let behind = &lower[at + sign.len()..];
        let domain = &behind[..behind.len() - behind.trim_start_matches(is_domain).len()];
        let domain = domain.split("..").next().unwrap_or_default().trim_end_matches(['.', '-']);
        let first = at + sign.len();
        if start < at && !domain.starts_with('.') && domain.contains('.') {
            found.push(Address { whole: start..first + domain.len(), domain: first..first + domain.len() });
        }
    }
    found
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '#' | '!' | '^' | '~' | '$' | '%' | '&' | '*' | '\'')
}

fn is_domain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-')
}

fn tenant_domains(lower: &str) -> Vec<Range<usize>> {
    let end_and_start = lower.match_indices(TENANT_DOMAIN).filter_map(|(at, _)| {
        let label = lower[..at].trim_end_matches(is_domain).len();
        let start = at - lower[label..at].trim_start_matches(['.', '-']).len();
        (start < at).then_some(start..at + TENANT_DOMAIN.len())
    });
    end_and_start.collect()
}

/// The occurrences of `name`, also within longer words.
fn everywhere(lower: &str, name: &str) -> Vec<Range<usize>> {
    lower.match_indices(name).map(|(at, name)| at..at + name.len()).collect()
}

/// The occurrences of `name` without a letter or digit beside it. `%2F` before it is a separator.
fn whole_words(lower: &str, name: &str) -> Vec<Range<usize>> {
    let escaped = |before: &str| {
        let bytes = before.as_bytes();
        matches!(bytes, [.., b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
    };
    let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let places = lower.match_indices(name).map(|(at, name)| at..at + name.len()).filter(|range| {
        let before = &lower[..range.start];
        (!touches(before.chars().next_back()) || escaped(before)) && !touches(lower[range.end..].chars().next())
    });
    places.collect()
}

/// GUIDs with hyphens, also within longer words.
fn guids(lower: &str) -> Vec<Range<usize>> {
    const LENGTH: usize = 36;
    let bytes = lower.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, window) in bytes.windows(LENGTH).enumerate() {
        let fits = window.iter().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
        if fits && found.last().is_none_or(|last| last.end <= start) {
            found.push(start..start + LENGTH);
        }
    }
    found
}
