//! Output without commands to a pipeline log or a terminal.
//!
//! GitHub Actions searches for `::` at the start of a line (also after spaces) and for `##[` anywhere in it; Azure Pipelines and
//! TeamCity search for `##vso[` and `##teamcity[`. In text a space breaks them, in JSON and XML an escape that keeps the value.

use std::cell::Cell;

use super::{hyperlink, is_break, is_hidden, is_line_break};

/// Text for a log. Line feeds and the ANSI styles of this program stay; other control characters become spaces, and
/// invisible characters are removed.
#[must_use]
pub fn log_safe(text: &str) -> String {
    each_line(text, |line| shown_line(line, leading_style))
}

/// Text for a terminal: the same as [`log_safe`], but the hyperlinks of this program stay too.
#[must_use]
pub fn terminal_safe(text: &str) -> String {
    each_line(text, |line| shown_line(line, |rest| leading_style(rest).or_else(|| leading_link(rest))))
}

/// Text for a log without styles of this program: every escape sequence in it comes from data and is removed.
#[must_use]
pub fn log_plain(text: &str) -> String {
    each_line(text, |line| shown_line(line, |_| None))
}

/// The text of a Markdown page for a log: the same as [`log_plain`], but headings stay headings.
#[must_use]
pub fn markdown_safe(text: &str) -> String {
    each_line(text, |line| {
        let line: String = line.chars().filter_map(shown).collect();
        let mut safe = String::with_capacity(line.len());
        for (at, c) in line.char_indices() {
            let ends_mark = (c == '#' && line[..at].ends_with('#') && begins_command(&line[at + 1..]))
                || (c == ':' && line[..at].trim_start() == ":");
            if ends_mark {
                safe.push(' ');
            }
            safe.push(c);
        }
        safe
    })
}

/// JSON of the same value, with `\u…` escapes for `#` after `#` and for invisible characters. Both occur only within strings.
#[must_use]
pub fn json_safe(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    let mut before = ' ';
    for c in json.chars() {
        match c {
            // White space between values; strings contain none of these.
            '\n' | '\r' | '\t' => safe.push(c),
            '#' if before == '#' => escape(c, &mut safe),
            _ if is_hidden(c) || is_line_break(c) => escape(c, &mut safe),
            _ => safe.push(c),
        }
        before = c;
    }
    safe
}

/// XML without commands to a log: in attributes through references, which keep the value; in content, where not every reader
/// knows character references, through a space. Invisible characters are removed.
#[must_use]
pub fn xml_safe(xml: &str) -> String {
    let in_tag = Cell::new(false);
    each_line(xml, |line| {
        let mut safe = String::with_capacity(line.len());
        let (mut before, mut seen) = (' ', 0_usize);
        for c in line.chars().filter_map(shown) {
            match c {
                '<' => in_tag.set(true),
                '>' => in_tag.set(false),
                _ => {}
            }
            let acts = c == before && (c == '#' || (c == ':' && seen == 1));
            match (acts, in_tag.get()) {
                (true, true) => safe.push_str(if c == '#' { "&#35;" } else { "&#58;" }),
                (true, false) => safe.extend([' ', c]),
                (false, _) => safe.push(c),
            }
            if seen > 0 || !c.is_whitespace() {
                (before, seen) = (c, seen + 1);
            }
        }
        safe
    })
}

fn each_line(text: &str, change: impl Fn(&str) -> String) -> String {
    let mut all = String::with_capacity(text.len() + text.len() / 64);
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            all.push('\n');
        }
        all.push_str(&change(line));
    }
    all
}

/// The replacement of a character of a line: a space for a control character or another kind of line break, nothing for an
/// invisible character.
fn shown(c: char) -> Option<char> {
    if is_break(c) || c.is_control() {
        return Some(' ');
    }
    (!is_hidden(c)).then_some(c)
}

/// A line without commands; `kept` is the sequence of this program that a text begins with.
fn shown_line(line: &str, kept: fn(&str) -> Option<&str>) -> String {
    let mut safe = String::with_capacity(line.len() + 2);
    // The visible line so far, without leading spaces: its last character and its length. Styles do not count, because a reader
    // that removes them joins the text on their two sides.
    let (mut before, mut seen) = (' ', 0_usize);
    let mut rest = line;
    loop {
        let (harmless, others) = rest.split_at(harmless_prefix(rest));
        safe.push_str(harmless);
        let visible = if seen == 0 { harmless.trim_start_matches(' ') } else { harmless };
        if let Some(last) = visible.chars().next_back() {
            (before, seen) = (last, seen + visible.len());
        }
        rest = others;
        let Some(c) = rest.chars().next() else { return safe };
        if let Some(style) = kept(rest) {
            safe.push_str(style);
            rest = &rest[style.len()..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let Some(c) = shown(c) else { continue };
        if c == before && (c == '#' || (c == ':' && seen == 1)) {
            safe.push(' ');
        }
        safe.push(c);
        if seen > 0 || !c.is_whitespace() {
            (before, seen) = (c, seen + 1);
        }
    }
}

/// The length of the text up to the first character that is not printable ASCII or can be a part of a command.
fn harmless_prefix(text: &str) -> usize {
    text.bytes().position(|byte| matches!(byte, b'#' | b':') || !matches!(byte, b' '..=b'~')).unwrap_or(text.len())
}

/// The ANSI style (`ESC [ … m`) that a text begins with.
fn leading_style(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("\u{1b}[")?;
    let end = inner.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    inner[end..].starts_with('m').then(|| &text[..end + 3])
}

/// The start or end of a hyperlink that a text begins with: its address must be one that this program links to.
fn leading_link(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(hyperlink::START)?;
    let address = &inner[..inner.find('\u{1b}')?];
    let length = hyperlink::START.len() + address.len() + hyperlink::END.len();
    let is_ours =
        inner[address.len()..].starts_with(hyperlink::END) && (address.is_empty() || hyperlink::is_linkable(address));
    is_ours.then(|| &text[..length])
}

/// Whether the text after `##` makes it a command: an optional name and a bracket.
fn begins_command(rest: &str) -> bool {
    rest.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-')).starts_with('[')
}

fn escape(c: char, out: &mut String) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        out.push_str(&format!("\\u{unit:04x}"));
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_log_is_a_command_and_styles_stay() {
        assert_eq!(log_safe("a::b\n \t::error::x\n::y"), "a::b\n  : :error::x\n: :y");
        assert_eq!(log_safe("a ##[error] ###vso["), "a # #[error] # # #vso[");
        assert_eq!(log_safe("\u{1b}[1;31m:\u{1b}[0m:x"), "\u{1b}[1;31m:\u{1b}[0m :x");
        assert_eq!(log_safe("#\u{1b}[0m#[a]\u{1b}]8;;x\r::y"), "#\u{1b}[0m #[a] ]8;;x ::y");
    }

    #[test]
    fn what_cannot_be_seen_neither_stays_nor_brings_a_command_together() {
        assert_eq!(log_safe("a\u{202e}b #\u{200b}#[c]\n:\u{2060}:d\u{2028}::e"), "ab # #[c]\n: :d ::e");
        assert_eq!(log_plain("\u{1b}[8mhidden #\u{1b}[0m#[x]"), " [8mhidden # [0m#[x]");
    }

    #[test]
    fn hyperlinks_of_this_program_stay_and_no_others() {
        let link = hyperlink::linked("https://learn.microsoft.com/a", "text").unwrap();
        assert_eq!(terminal_safe(&link), link);
        assert_eq!(log_safe(&link), " ]8;;https://learn.microsoft.com/a \\text ]8;; \\");
        for hostile in [
            "\u{1b}]8;;javascript:alert(1)\u{1b}\\x",
            "\u{1b}]8;;https://a.example/##vso[x]\u{1b}\\x",
            "\u{1b}]8;;https://a.example\u{7}x",
            "\u{1b}]8;id=1;https://a.example\u{1b}\\x",
            "\u{1b}]0;title\u{1b}\\x",
            "\u{1b}]8;;https://a.example",
        ] {
            assert!(!terminal_safe(hostile).contains('\u{1b}'), "{hostile:?}");
        }
    }

    #[test]
    fn headings_stay_headings_and_commands_do_not_stay_commands() {
        assert_eq!(markdown_safe("## Score\n### a"), "## Score\n### a");
        assert_eq!(markdown_safe("##[error] ##vso[x] ###VSO[y]\n  ::z"), "# #[error] # #vso[x] ## #VSO[y]\n  : :z");
    }

    #[test]
    fn json_keeps_every_value() {
        let value = serde_json::json!({ "##[x]": ["###vso[a]", "\u{202e}\u{9b}\u{7f}\u{e0041}\u{2028}::b"] });
        let safe = json_safe(&format!("{value:#}").replace('\n', "\r\n"));
        assert!(!safe.contains("##") && safe.chars().all(|c| matches!(c, '\n' | '\r') || !is_hidden(c)), "{safe}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).unwrap(), value);
    }

    #[test]
    fn xml_keeps_its_attributes_and_breaks_its_content() {
        assert_eq!(xml_safe("<a b=\"##[x]\">y\n ::z ##[z]\u{202e}</a>"), "<a b=\"#&#35;[x]\">y\n : :z # #[z]</a>");
    }
}
