//! What an author may have meant, and how messages name things.

use crate::text;

/// The longest quotation in a message, in characters.
const LONGEST: usize = 60;

/// The candidate that a word is most likely a slip of.
pub(crate) fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let word = plain(word);
    let limit = (word.chars().count() / 3).max(1);
    if word.is_empty() || word.len() > 200 {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&word, &plain(candidate)), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Words of other tools and of the portal, and what they are called here. A word can have several, in different places.
const SYNONYMS: [(&str, &[&str]); 16] = [
    ("implemented", &["completed", "complete", "done", "enabled", "compliant", "met", "on"]),
    ("ignored", &["risk-accepted", "accepted", "excepted"]),
    ("third-party", &["resolved-through-third-party", "3rd-party"]),
    ("reviewed", &["alternate-mitigation", "resolved-through-alternate-mitigation"]),
    ("default", &["to-address", "unset"]),
    ("advise", &["warn", "warning", "audit", "report", "notify", "soft", "soft-fail", "advisory"]),
    ("block", &["deny", "error", "enforce", "enforced", "fail", "hard", "mandatory", "required"]),
    ("disabled", &["off", "none", "skip", "inactive"]),
    ("medium", &["moderate", "warning"]),
    ("low", &["info", "informational", "note"]),
    ("at-least", &["min", "minimum", "least", "gte", "threshold", "greater-than", "min-score"]),
    ("at-most", &["max", "maximum", "lte", "less-than", "max-share"]),
    ("max-drop", &["max", "maximum", "drop", "max-loss", "tolerance"]),
    ("why", &["rationale", "reason", "description", "because"]),
    ("fix", &["remediation", "how", "resolution", "solution"]),
    ("match", &["ids", "id", "controls", "include", "names"]),
];

/// The candidate that a word stands for: one that other tools call so, or else one that it is most likely a slip of.
pub(crate) fn meant<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = word.trim().to_lowercase().replace(['_', ' '], "-");
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let calls_so =
        |candidate: &&str| SYNONYMS.iter().any(|(own, words)| own == candidate && words.contains(&plain.as_str()));
    candidates.iter().copied().find(calls_so).or_else(|| closest(word, candidates))
}

/// "did you mean" where a candidate is close, else all candidates behind `list`.
pub(crate) fn help(word: &str, candidates: &[&str], list: &str) -> String {
    match meant(word, candidates.iter().copied()) {
        Some(candidate) => format!("did you mean {}?", code(candidate)),
        None => format!("{list} {}", codes(candidates, "and")),
    }
}

/// A word of the file in a message: on one line, with what cannot be seen written out, and not too long.
pub(crate) fn code(word: &str) -> String {
    let mut visible = String::new();
    for (number, c) in word.chars().enumerate() {
        if number == LONGEST {
            return format!("`{visible}…`");
        }
        if c == ' ' || !text::line(c.encode_utf8(&mut [0; 4])).is_empty() {
            visible.push(c);
        } else {
            visible.extend(c.escape_default());
        }
    }
    format!("`{visible}`")
}

/// Several words in a message.
pub(crate) fn codes(words: &[&str], last: &str) -> String {
    let words: Vec<String> = words.iter().map(|word| code(word)).collect();
    text::list(&words, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(code("a\u{1b}[1m\n\u{202e}ü 😀"), "`a\\u{1b}[1m\\n\\u{202e}ü 😀`");
        assert_eq!(code(&"x".repeat(100)).chars().count(), LONGEST + 3);
    }

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        let keys = ["at-least", "peers", "category"];
        assert_eq!(closest("atleast", keys), Some("at-least"));
        assert_eq!(closest("at_least", keys), Some("at-least"));
        assert_eq!(closest("Categroy", keys), Some("category"));
        assert_eq!(closest("weather", keys), None);
        assert_eq!(closest("", keys), None);
    }

    #[test]
    fn words_of_other_tools_are_known_where_they_fit() {
        assert_eq!(meant("Completed", ["implemented", "default"]), Some("implemented"));
        assert_eq!(meant("min", ["at-least", "peers"]), Some("at-least"));
        assert_eq!(meant("min", ["at-most", "unwaived"]), None);
        assert_eq!(meant("Risk accepted", ["ignored", "default"]), Some("ignored"));
        assert_eq!(meant("atleast", ["at-least", "peers"]), Some("at-least"));
    }
}
