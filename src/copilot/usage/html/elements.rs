//! Text and sections of the page. All text is escaped.

use std::fmt::Write;

use super::super::phrases;

/// The most characters of a text of the data.
const MOST_SHOWN: usize = 200;

/// Escapes a text of the data for content and quoted attributes.
pub(super) fn escaped(text: &str) -> String {
    let clean = phrases::key(&crate::text::line(text), MOST_SHOWN);
    let mut safe = String::with_capacity(clean.len());
    for c in clean.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // No log of a pipeline may find a command.
            '#' => safe.push_str("&#35;"),
            _ => safe.push(c),
        }
    }
    if clean.is_ascii() { safe } else { format!("<bdi>{safe}</bdi>") }
}

/// A sentence of this program, which may quote the data, in full.
pub(super) fn sentence(text: &str) -> String {
    text.split(' ').map(escaped_word).collect::<Vec<_>>().join(" ")
}

fn escaped_word(word: &str) -> String {
    if word.is_empty() { String::new() } else { escaped(word) }
}

/// Begins a section with its heading.
pub(super) fn section(page: &mut String, id: &str, heading: &str, about: &str) {
    let _ = writeln!(
        page,
        "<section id=\"{id}\" aria-labelledby=\"h-{id}\"><div class=\"head\"><h2 id=\"h-{id}\">{heading}</h2><p>{about}</p></div>"
    );
}
