//! Text of the tenant and of policies: neutralised, and fenced by two markers.
//!
//! A language model reads the digest, and so may a program that renders Markdown. Text of a tenant or of a policy must not
//! end the fence that marks it as data, not draw a table or a heading, and not become a link or an image, through which a
//! renderer would reveal to an outsider that the digest was opened. E-mail addresses stay readable: nothing is fetched for them.

use crate::hash;
use crate::text;

const MARKER_DIGITS: usize = 12;

/// Text of the tenant or of a policy: neutralised, and cut to at most `most` bytes.
pub(super) fn foreign(text: &str, most: usize) -> String {
    cut(&neutral(text), most)
}

/// One line without any Markdown that acts: no links, images, HTML, code, cells, and nothing invisible.
pub(super) fn neutral(text: &str) -> String {
    let visible: String = text::line(text).chars().filter(|c| !takes_no_room(*c)).collect();
    let folded: Vec<&str> = visible.split_whitespace().collect();
    defang(&without_markup(&folded.join(" ")))
}

/// Square brackets go altogether: without them there is no link and no image, and the fence cannot be imitated. (That is
/// also why a defanged address gets round ones.) A backslash goes because it would escape the end of a table cell.
fn without_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '|' => out.push('¦'),
            '`' => out.push('\''),
            '<' => out.push('‹'),
            '>' => out.push('›'),
            '[' => out.push('('),
            ']' => out.push(')'),
            '\\' => out.push('/'),
            // `&#91;` would be a bracket again; `ATT&CK` stays as it is.
            '&' if begins_reference(&text[at + 1..]) => out.push_str("& "),
            other => out.push(other),
        }
    }
    out
}

/// Whether a text behind `&` makes it a character reference of Markdown: a name or a number, then a semicolon.
fn begins_reference(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    end > 0 && name[end..].starts_with(';')
}

/// Addresses that renderers turn into links without any markup.
fn defang(text: &str) -> String {
    let mut parts: Vec<String> = text.split("://").map(str::to_owned).collect();
    let before_last = parts.len().saturating_sub(1);
    for part in parts.iter_mut().take(before_last) {
        soften_scheme(part);
    }
    let softened = replace_ignoring_case(&parts.join("(:)//"), "www.", "www(.)");
    let softened = replace_ignoring_case(&softened, "mailto:", "mailto(:)");
    replace_ignoring_case(&softened, "xmpp:", "xmpp(:)")
}

/// `http` at the end of a text becomes `hxxp`, as analysts write it.
fn soften_scheme(text: &mut String) {
    let lower = text.to_ascii_lowercase();
    for (scheme, soft) in [("https", "hxxps"), ("http", "hxxp")] {
        if lower.ends_with(scheme) {
            text.truncate(text.len() - scheme.len());
            text.push_str(soft);
            return;
        }
    }
}

fn replace_ignoring_case(text: &str, needle: &str, with: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (start, found) in lower.match_indices(needle) {
        out.push_str(&text[end..start]);
        out.push_str(with);
        end = start + found.len();
    }
    out.push_str(&text[end..]);
    out
}

/// Characters that are drawn with no width, or as nothing, and that [`text::line`] leaves because other formats may show them.
fn takes_no_room(c: char) -> bool {
    matches!(c,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{2800}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{1d173}'..='\u{1d17a}')
}

/// The first bytes of a text, with `…` where something is missing; `most` bytes at most, and never half a character.
pub(super) fn cut(text: &str, most: usize) -> String {
    const SIGN: &str = "…";
    if text.len() <= most {
        return text.to_owned();
    }
    let Some(room) = most.checked_sub(SIGN.len()) else { return String::new() };
    format!("{}{SIGN}", text[..text.floor_char_boundary(room)].trim_end())
}

/// The name of the fence around a body. It is derived from the body, so that the same digest has the same bytes and no author of
/// a part of it can know the name; and it does not occur in the body.
pub(super) fn marker(body: &str) -> String {
    first_absent(body, |attempt| hash::short(&format!("scoregate digest fence {attempt}"), body, MARKER_DIGITS))
}

fn first_absent(body: &str, derive: impl Fn(u64) -> String) -> String {
    let mut attempt = 0;
    loop {
        let candidate = derive(attempt);
        if !body.contains(&candidate) {
            return candidate;
        }
        attempt += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_images_html_code_and_cells_lose_their_power() {
        assert_eq!(neutral("![x](HTTPS://evil.example/a|b)"), "!(x)(hxxps(:)//evil.example/a¦b)");
        assert_eq!(neutral("<img src=x> `rm` \\| &#91;x&#93;"), "‹img src=x› 'rm' /¦ & #91;x& #93;");
        assert_eq!(
            neutral("see WWW.evil.example or Mailto:a@b.example"),
            "see www(.)evil.example or mailto(:)a@b.example"
        );
        assert_eq!(neutral("ftp:\\//x and ://y"), "ftp(:)///x and (:)//y");
        assert_eq!(neutral("R&D, ATT&CK, A & B; &lt;b&gt;"), "R&D, ATT&CK, A & B; & lt;b& gt;");
    }

    #[test]
    fn lines_are_folded_and_what_cannot_be_seen_goes() {
        assert_eq!(neutral("a\r\n\n \u{3000} b\u{200b}\u{fe0f}\u{3164}c\u{2028}# d"), "a bc # d");
        assert_eq!(neutral("h\u{200d}ttp:/\u{2060}/x"), "hxxp(:)//x");
    }

    #[test]
    fn a_cut_never_splits_a_character_and_keeps_to_its_bytes() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdefg", 6), "abc…");
        assert_eq!(cut("安全分数", 8), "安…");
        assert_eq!(cut("安全分数", 3), "…");
        assert_eq!(cut("安全分数", 2), "");
    }

    #[test]
    fn a_marker_that_the_body_holds_is_passed_over() {
        let name = first_absent("holds 0 and 1", |attempt| attempt.to_string());
        assert_eq!(name, "2");
        assert_eq!(marker("body").len(), MARKER_DIGITS);
        assert_eq!(marker("body"), marker("body"));
        assert_ne!(marker("body"), marker("Body"));
    }
}
