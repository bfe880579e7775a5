//! Escapes for Markdown: text of the tenant and of policies is shown as it is written.

/// Escapes text so that Markdown shows it as it is; line feeds become hard line breaks.
pub(in crate::render) fn escaped(text: &str) -> String {
    text.lines().map(|line| start(line, escape(line.trim()))).collect::<Vec<_>>().join("  \n")
}

/// Escapes text for one line of a page on GitHub (a cell, an item of a list), where mentions, references to issues and bare
/// addresses would also become links, and dollar signs formulas. Line feeds become `<br>`.
pub(crate) fn inert(text: &str) -> String {
    text.lines().map(|line| start(line, unlinked(&escape(line.trim())))).collect::<Vec<_>>().join("<br>")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Escapes the start of a line that would begin a list or a heading.
fn start(line: &str, escaped: String) -> String {
    let line = line.trim_start();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut rest = line[digits..].chars();
    let (mark, end) = (rest.next(), rest.next().is_none_or(char::is_whitespace));
    match mark {
        Some('.' | ')') if digits > 0 && end => format!("{}\\{}", &escaped[..digits], &escaped[digits..]),
        Some('-' | '+' | '=') if digits == 0 => format!("\\{escaped}"),
        Some(_) | None => escaped,
    }
}

/// An empty comment ends the search for a link and does not show.
fn unlinked(escaped: &str) -> String {
    const BREAK: &str = "<!-- -->";
    escaped
        .replace('$', "<span>$</span>")
        .replace('@', &format!("@{BREAK}"))
        .replace("\\#", &format!("\\#{BREAK}"))
        .replace("://", &format!(":{BREAK}//"))
        .replace("www.", &format!("www{BREAK}."))
        .replace("WWW.", &format!("WWW{BREAK}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_shows_as_it_is_written() {
        assert_eq!(escaped("a|b `c` <script> [x](y) ![z](w)"), r"a\|b \`c\` &lt;script&gt; \[x\](y) \!\[z\](w)");
        assert_eq!(escaped("- one\n1. two\n   # three\n68.4 %"), "\\- one  \n1\\. two  \n\\# three  \n68.4 %");
    }

    #[test]
    fn on_github_nothing_in_it_becomes_a_link() {
        assert_eq!(inert("@team see https://a.example #1"), r"@<!-- -->team see https:<!-- -->//a.example \#<!-- -->1");
        assert_eq!(
            inert("www.a.example for 1$\nor 2$"),
            "www<!-- -->.a.example for 1<span>$</span><br>or 2<span>$</span>"
        );
    }
}
