//! Text that was wrapped where it was written, for places with another width.

use super::block;

/// The same as [`block`], but the lines of a paragraph are joined with spaces. Blank lines still separate paragraphs, and a line that
/// begins an item of a list, or is indented as code is, stays a line of its own.
#[must_use]
pub fn paragraphs(text: &str) -> String {
    let mut joined = String::new();
    let mut continues = false;
    for line in block(text).lines() {
        if line.is_empty() || line.starts_with(' ') || begins_item(line) {
            joined.push('\n');
            joined.push_str(line);
        } else {
            joined.push(if continues { ' ' } else { '\n' });
            joined.push_str(line);
        }
        continues = !line.is_empty() && !line.starts_with(' ');
    }
    joined.trim_start_matches('\n').to_owned()
}

/// Whether a line begins an item of a list: `- `, `* `, `1. `, `1) `.
fn begins_item(line: &str) -> bool {
    let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered =
        after_number.len() < line.len() && (after_number.starts_with(". ") || after_number.starts_with(") "));
    is_numbered || ["- ", "* ", "• "].iter().any(|mark| line.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn wrapped_lines_are_joined_and_paragraphs_lists_and_code_stay() {
        for (text, expected) in [
            ("Read the\nlog\nof it.\n", "Read the log of it."),
            ("One.\nTwo.\n\nThree\nfour.", "One. Two.\n\nThree four."),
            ("One.\n\n\nTwo.", "One.\n\n\nTwo."),
            ("Steps:\n- open\n  it\n- close\nit\n1. a\n2) b", "Steps:\n- open\n  it\n- close it\n1. a\n2) b"),
            (
                "Run:\n    az login\n    az logout\nThen wait\na day.",
                "Run:\n    az login\n    az logout\nThen wait a day.",
            ),
            ("365 days\n5.2 is\n-1 too", "365 days 5.2 is -1 too"),
            ("\n\n", ""),
            ("", ""),
        ] {
            assert_eq!(paragraphs(text), expected, "{text:?}");
        }
    }
}
