//! What to say when a file is not the YAML that this program reads.

mod line;

use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{Error, Location, UserMessageFormatter};

use crate::text;
use crate::yaml::document::{Document, Found, Saying};

/// The problem that ended the parsing of a file.
pub(crate) fn problem(document: &Document, error: &Error) -> Found {
    let error = error.without_snippet();
    let location = error.location().unwrap_or(Location::UNKNOWN);
    let range = if location == Location::UNKNOWN { 0..0 } else { document.range(location) };
    let saying = line::saying(&document.source.text, range.start, error).unwrap_or_else(|| saying(error));
    document.problem(range, saying)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "an enum of the parser, which grows; what it says is passed on")]
fn saying(error: &Error) -> Saying {
    match error {
        Error::AliasError { error, .. } => saying(error),
        Error::MultipleDocuments { .. } => Saying::new(
            "the file holds a second YAML document",
            "the second document begins here",
            "put it into a file of its own",
        ),
        Error::MergeKeyNotAllowed { .. } => Saying::new(
            "merge keys (`<<`) are not allowed",
            "merge key",
            "write the keys out, so that every value stands where it is read",
        ),
        Error::UnsupportedTag { .. } => Saying::new(
            "YAML tags are not allowed",
            "the value with the tag",
            "remove the word that begins with `!`, or quote the value",
        ),
        Error::UnknownAnchor { .. } => alias(),
        Error::NullIntoString { .. } => Saying::new("a key is empty", "no key", "give the key a name"),
        Error::NonFiniteFloat { .. } => Saying::new(
            "the number is not finite",
            "not a number to compare with",
            "write a number in digits, or quote the value if it is meant as text",
        ),
        Error::Budget { breach, .. } => budget(breach),
        other => unreadable(&plain(other)),
    }
}

fn unreadable(words: &str) -> Saying {
    // The parser has a limit of its own for brackets and gives it no kind of error.
    if words.contains("recursion limit") {
        return too_deep();
    }
    Saying::new(
        format!("the YAML cannot be read: {words}"),
        "here",
        "check the indentation, the quotes and the colons of this line and of the line before it",
    )
}

fn too_deep() -> Saying {
    Saying::new("the YAML is nested too deeply", "too deep", "a policy needs no more than ten levels")
}

#[expect(clippy::wildcard_enum_match_arm, reason = "an enum of the parser, which grows; all other limits are of size")]
fn budget(breach: &BudgetBreach) -> Saying {
    match breach {
        BudgetBreach::Depth { .. } => too_deep(),
        BudgetBreach::Aliases { .. } => alias(),
        BudgetBreach::SequenceUnbalanced => {
            Saying::new("a list or mapping has no beginning", "here", "check the brackets and the indentation")
        }
        _ => too_large(),
    }
}

fn alias() -> Saying {
    Saying::new(
        "YAML aliases (`*name`) are not allowed",
        "an alias",
        "write the value out, so that every value stands where it is read; quote it if the asterisk is meant as text, \
         such as `\"*MFA*\"`",
    )
}

fn too_large() -> Saying {
    Saying::new("the YAML is too large", "the limit is reached here", "divide the file into several policies")
}

/// The parser's own words on one line; it repeats the place at their end, which the report shows already.
fn plain(error: &Error) -> String {
    let words = error.render_with_formatter(&UserMessageFormatter);
    let words = words.lines().next().unwrap_or_default();
    let words = words.split(" at line ").next().unwrap_or(words);
    text::line(words.trim_end_matches('.'))
}
