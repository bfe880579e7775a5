//! The form of references to frameworks whose ids have one.

use super::Marker;
use crate::error::Problem;
use crate::policy::{PolicySet, Rule};
use crate::text::list;
use crate::text::suggest::code;
use crate::yaml::problem::MOST_PROBLEMS;

/// A framework whose ids have a form.
struct Framework {
    name: &'static str,
    is_id: fn(&str) -> bool,
    examples: &'static str,
}

const ATTACK: Framework =
    Framework { name: "MITRE ATT&CK", is_id: is_attack, examples: "`T1078`, `T1078.004`, `TA0001` or `M1032`" };
const NIST_800_53: Framework =
    Framework { name: "NIST SP 800-53", is_id: is_nist_800_53, examples: "`AC-2` or `AC-2(1)`" };
const NIST_CSF: Framework =
    Framework { name: "the NIST Cybersecurity Framework", is_id: is_nist_csf, examples: "`PR.AA` or `PR.AA-01`" };
const NIST_800_171: Framework = Framework { name: "NIST SP 800-171", is_id: is_numbered, examples: "`3.5.3`" };
const CIS: Framework = Framework { name: "CIS", is_id: is_cis, examples: "`6.3` or `5.2.2.1`" };

impl PolicySet {
    /// Every framework whose name is a slip of a known one, and every reference that is no id of its framework. Of frameworks that
    /// are not known here every text is one.
    #[must_use]
    pub fn malformed_references(&self) -> Vec<Problem> {
        let rules = self.policies.iter().flat_map(|policy| &policy.rules);
        let marker = Marker::of(self);
        let problems = |rule| [marker.misspelt_frameworks(rule), marker.malformed_references(rule)].concat();
        rules.flat_map(problems).take(MOST_PROBLEMS).collect()
    }
}

impl Marker<'_> {
    fn misspelt_frameworks(&self, rule: &Rule) -> Vec<Problem> {
        let misspelt = rule.references.keys().filter_map(|key| Some((key, similar(key)?)));
        let problem = |(key, similar): (&String, Vec<&str>)| {
            let similar: Vec<String> = similar.into_iter().map(code).collect();
            let help = format!(
                "did you mean {}? The name of a framework of your own must differ more from theirs",
                list(&similar, "or")
            );
            let message = format!("{} is not a known framework, but nearly", code(key));
            self.problem(rule.place, &["references", key], message, "misspelt framework", help)
        };
        misspelt.map(problem).collect()
    }

    fn malformed_references(&self, rule: &Rule) -> Vec<Problem> {
        let known = rule.references.iter().filter_map(|(key, ids)| Some((key, framework(key)?, ids)));
        let malformed = known.flat_map(|(key, framework, ids)| {
            ids.iter().filter(|id| !(framework.is_id)(id)).map(move |id| (key, framework, id))
        });
        let problem = |(key, framework, id): (&String, &Framework, &String)| {
            let near: String = id.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
            let help = if (framework.is_id)(&near) {
                format!("did you mean {}?", code(&near))
            } else {
                format!("write an id such as {}", framework.examples)
            };
            let message = format!("{} is not an id of {}", code(id), framework.name);
            self.problem(rule.place, &["references", key, id], message, "wrong form", help)
        };
        malformed.map(problem).collect()
    }
}

/// The names of frameworks that slips are compared with.
const NAMES: [&str; 5] = ["attack", "mitre-attack", "nist-800-53", "nist-800-171", "nist-csf"];

/// The fewest letters of a name that can be a slip of another: `cisa` and `nis2` are frameworks of their own.
const MIN_LETTERS: usize = 4;

/// The known frameworks that an unknown name probably means: it is the beginning of their names, or differs from them in one slip.
/// A name with another number, such as `nist-800-63`, is another framework.
fn similar(key: &str) -> Option<Vec<&'static str>> {
    let letters = letters(key);
    if framework(key).is_some() || letters.len() < MIN_LETTERS || letters.starts_with("cis") {
        return None;
    }
    let is_begun = |name: &str| plain(name).starts_with(&plain(key));
    let is_misspelt =
        |name: &str| digits(name) == digits(key) && strsim::osa_distance(&self::letters(name), &letters) <= 1;
    let begun: Vec<&str> = NAMES.into_iter().filter(|name| is_begun(name)).collect();
    let similar = if begun.is_empty() { NAMES.into_iter().filter(|name| is_misspelt(name)).collect() } else { begun };
    (!similar.is_empty()).then_some(similar)
}

fn plain(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn letters(key: &str) -> String {
    plain(key).chars().filter(char::is_ascii_alphabetic).collect()
}

fn digits(key: &str) -> String {
    plain(key).chars().filter(char::is_ascii_digit).collect()
}

/// The framework that a key names.
fn framework(key: &str) -> Option<&'static Framework> {
    match plain(key).as_str() {
        "attack" | "mitreattack" | "mitreatt" | "mitre" | "attck" | "mitreattck" => Some(&ATTACK),
        "nist80053" | "nistsp80053" | "nist80053r5" | "nistsp80053r5" | "80053" | "sp80053" => Some(&NIST_800_53),
        "nistcsf" | "nistcsf2" | "nistcsf20" | "csf" => Some(&NIST_CSF),
        "nist800171" | "nistsp800171" => Some(&NIST_800_171),
        name if name.starts_with("cis") && !name.starts_with("cisa") && !name.starts_with("cisco") => Some(&CIS),
        _ => None,
    }
}

/// `T1078`, `T1078.004`; tactics, mitigations, groups, software and data sources likewise.
fn is_attack(id: &str) -> bool {
    let (object, sub) = id.split_once('.').map_or((id, None), |(object, sub)| (object, Some(sub)));
    let kind = ["TA", "DS", "T", "M", "G", "S"].into_iter().find(|kind| object.starts_with(kind));
    let Some((kind, digits)) = kind.map(|kind| (kind, &object[kind.len()..])) else { return false };
    is_number(digits, 4, 4) && sub.is_none_or(|sub| kind == "T" && is_number(sub, 3, 3))
}

/// `AC-2`, `AC-2(1)`.
fn is_nist_800_53(id: &str) -> bool {
    let Some((family, rest)) = id.split_once('-') else { return false };
    let (number, enhancements) = rest.split_at(rest.find('(').unwrap_or(rest.len()));
    let is_enhancement =
        |text: &str| is_number(text, 1, 2) || (text.len() == 1 && text.bytes().all(|b| b.is_ascii_lowercase()));
    let inner = enhancements.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let is_enhanced = enhancements.is_empty() || inner.is_some_and(|inner| inner.split(")(").all(is_enhancement));
    is_letters(family) && is_number(number, 1, 2) && is_enhanced
}

/// `PR.AA`, `PR.AA-01`.
fn is_nist_csf(id: &str) -> bool {
    let (category, number) = id.split_once('-').map_or((id, None), |(category, number)| (category, Some(number)));
    let is_category =
        category.split_once('.').is_some_and(|(function, category)| is_letters(function) && is_letters(category));
    is_category && number.is_none_or(|number| is_number(number, 1, 2))
}

/// `3.5.3`.
fn is_numbered(id: &str) -> bool {
    id.split('.').count() <= 6 && id.split('.').all(|part| is_number(part, 1, 4))
}

/// `6.3`, and a recommendation of a benchmark with its version in front: `v3.1.0 5.2.2.1`.
fn is_cis(id: &str) -> bool {
    let number = id.split_once(' ').filter(|(version, _)| version.strip_prefix('v').is_some_and(is_numbered));
    is_numbered(number.map_or(id, |(_, number)| number))
}

fn is_letters(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_number(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_slip_of_a_known_framework_or_a_framework_of_its_own() {
        for (key, expected) in [
            ("atack", vec!["attack"]),
            ("ATTAK", vec!["attack"]),
            ("mitre-atack", vec!["mitre-attack"]),
            ("nist", vec!["nist-800-53", "nist-800-171", "nist-csf"]),
            ("nist-800", vec!["nist-800-53", "nist-800-171"]),
            ("nits-800-53", vec!["nist-800-53"]),
            ("nist-cfs", vec!["nist-csf"]),
        ] {
            assert_eq!(similar(key), Some(expected), "{key}");
        }
        for key in [
            "attack",
            "mitre",
            "cis",
            "cis-m365",
            "cisa-scuba",
            "cisa",
            "nist-800-63",
            "nist-800-207",
            "nist-ai-rmf",
            "nist-rmf",
            "nis2",
            "iso-27001",
            "soc2",
            "pci-dss",
            "attack-ics",
            "mitre-atlas",
            "mitre-d3fend",
            "internal",
            "bsi",
            "",
        ] {
            assert_eq!(similar(key), None, "{key}");
        }
    }

    #[test]
    fn ids_have_the_form_of_their_framework() {
        let is_id = |key: &str, id: &str| framework(key).is_none_or(|framework| (framework.is_id)(id));
        for (key, id) in [
            ("attack", "T1078"),
            ("MITRE ATT&CK", "T1078.004"),
            ("attack", "TA0001"),
            ("attack", "M1032"),
            ("nist-800-53", "AC-2"),
            ("NIST SP 800-53", "AC-2(1)"),
            ("nist-800-53", "IA-02(01)"),
            ("nist-800-53", "AC-2(3)(a)"),
            ("nist-csf", "PR.AA-01"),
            ("nist-800-171", "3.5.3"),
            ("cis", "6.3"),
            ("cis-m365", "5.2.2.1"),
            ("cis", "v3.1.0 5.2.2.1"),
            ("iso-27001", "anything at all"),
            ("cisa-scuba", "MS.AAD.1.1v1"),
        ] {
            assert!(is_id(key, id), "{key}: {id}");
        }
        for (key, id) in [
            ("attack", "t1078"),
            ("attack", "T108"),
            ("attack", "T1078.4"),
            ("attack", "M1032.001"),
            ("attack", "Valid Accounts"),
            ("nist-800-53", "AC2"),
            ("nist-800-53", "AC-2 (1)"),
            ("nist-800-53", "AC-2()"),
            ("nist-csf", "PRAA-1"),
            ("cis", "six"),
            ("cis", "6."),
            ("cis", ""),
        ] {
            assert!(!is_id(key, id), "{key}: {id}");
        }
    }
}
