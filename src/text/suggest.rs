//! Suggestions for misspelt words, and the quotation of words in messages.

use crate::text;

/// The longest quotation in a message, in characters.
const LONGEST: usize = 60;

/// The candidate that a misspelt word most likely means.
pub(crate) fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: String = plain(word).collect();
    let length = word.chars().count();
    // A word of which no letter is right is another word, not a slip.
    let limit = (length / 3).max(1).min(length.saturating_sub(1));
    if word.is_empty() || word.len() > 200 {
        return None;
    }
    let surplus = occurrences(&word);
    candidates
        .into_iter()
        // The distance takes microseconds, which add up where thousands of words meet hundreds of candidates.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .filter(|candidate| least_distance(&surplus, candidate) <= limit)
        .map(|candidate| (strsim::osa_distance(&word, &plain(candidate).collect::<String>()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The characters of a word as they are compared: in lower case, and with one kind of separator.
fn plain(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase).map(|c| if matches!(c, '_' | ' ') { '-' } else { c })
}

/// The number of classes that the characters are counted in.
const CLASSES: usize = 64;

/// How often each class of characters occurs in a word.
fn occurrences(word: &str) -> [i32; CLASSES] {
    let mut counts = [0; CLASSES];
    word.chars().for_each(|c| counts[c as usize % CLASSES] += 1);
    counts
}

/// A number that the distance of two words is never below: the letters that one of them has more often than the other.
fn least_distance(word: &[i32; CLASSES], candidate: &str) -> usize {
    let mut surplus = *word;
    plain(candidate).for_each(|c| surplus[c as usize % CLASSES] -= 1);
    let more = surplus.iter().filter(|count| **count > 0).sum::<i32>();
    let less = surplus.iter().filter(|count| **count < 0).sum::<i32>();
    more.unsigned_abs().max(less.unsigned_abs()) as usize
}

/// The help for a word: the likely candidate, or all candidates after `list`.
pub(crate) fn did_you_mean(meant: Option<&str>, candidates: &[&str], list: &str) -> String {
    match meant {
        Some(candidate) => format!("did you mean {}?", code(candidate)),
        None => format!("{list} {}", codes(candidates, "and")),
    }
}

/// A word of the file in a message: on one line, with invisible characters written out, and shortened.
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
        assert_eq!(closest("b", ["a"]), None);
    }

    #[test]
    fn the_least_distance_is_never_above_the_distance() {
        let words = ["", "at-least", "atleast", "tsael-ta", "category", "catégorie", "AdminMFAV2", "\u{1f600}a"];
        for (one, other) in words.iter().flat_map(|one| words.iter().map(move |other| (one, other))) {
            assert!(
                least_distance(&occurrences(&plain(one).collect::<String>()), other)
                    <= strsim::osa_distance(one, other),
                "{one} {other}"
            );
        }
    }
}
