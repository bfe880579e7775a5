//! The words of messages about one kind of file that are not in its schema.

use crate::text::suggest::{closest, did_you_mean};

/// The words of messages about a kind of file that are not in its schema.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    /// The remedy for a file that is too large.
    pub(crate) too_large: &'static str,
    /// The remedy for a file that is nested too deeply.
    pub(crate) too_deep: &'static str,
    /// The remedy for a text that is longer than the schema allows.
    pub(crate) too_long: &'static str,
    /// The noun for what a mapping of exactly one key chooses.
    pub(crate) alternative: &'static str,
    /// The remedy for such a mapping with several keys.
    pub(crate) several_alternatives: &'static str,
    /// The names of the entries of lists.
    pub(crate) entries: &'static [EntryName],
    /// Words of other tools behind the word that stands for them here.
    pub(crate) synonyms: &'static [(&'static str, &'static [&'static str])],
    /// The forms of texts.
    pub(crate) forms: &'static [TextForm],
    /// The quantity that a text is most likely meant to be; takes the pattern of the schema and the text.
    pub(crate) near_quantity: fn(&str, &str) -> Option<String>,
    /// The remedy for a text of the wrong form, where a key has one of its own; takes the key and the text.
    pub(crate) remedy: fn(&str, &str) -> Option<String>,
}

/// The name of an entry of a list in messages.
#[derive(Debug)]
pub(crate) struct EntryName {
    /// The key of the list.
    pub(crate) list: &'static str,
    /// The entry, with its article.
    pub(crate) noun: &'static str,
    /// The key whose value names the entry.
    pub(crate) id: Option<&'static str>,
}

/// The form that a text must have.
#[derive(Debug)]
pub(crate) struct TextForm {
    /// The key that the text belongs to; empty for all keys that have no entry of their own.
    pub(crate) key: &'static str,
    /// The noun for the text, with its article.
    pub(crate) noun: &'static str,
    /// The label of the place.
    pub(crate) label: &'static str,
    /// The remedy.
    pub(crate) remedy: &'static str,
}

impl Vocabulary {
    /// A vocabulary without any word of its own.
    pub(crate) const PLAIN: Self = Self {
        too_large: "divide the file",
        too_deep: "remove levels",
        too_long: "shorten it",
        alternative: "choice",
        several_alternatives: "keep one of them",
        entries: &[],
        synonyms: &[],
        forms: &[],
        near_quantity: |_, _| None,
        remedy: |_, _| None,
    };

    /// The form of the text of a key.
    pub(crate) fn form(&self, key: &str) -> Option<&TextForm> {
        let of = |name: &str| self.forms.iter().find(|form| form.key == name);
        of(key).or_else(|| of(""))
    }

    /// The candidate that a word stands for: one that other tools call so, or else one that it is most likely a slip of.
    pub(crate) fn meant<'a>(&self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        let plain = word.trim().to_lowercase().replace(['_', ' '], "-");
        let candidates: Vec<&str> = candidates.into_iter().collect();
        let calls_so = |candidate: &&str| {
            self.synonyms.iter().any(|(own, words)| own == candidate && words.contains(&plain.as_str()))
        };
        candidates.iter().copied().find(calls_so).or_else(|| closest(word, candidates))
    }

    /// "did you mean" where a candidate is close, else all candidates behind `list`.
    pub(crate) fn help(&self, word: &str, candidates: &[&str], list: &str) -> String {
        did_you_mean(self.meant(word, candidates.iter().copied()), candidates, list)
    }
}
