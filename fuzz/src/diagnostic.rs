//! Checks on diagnostics: they name exit code 4 or 5, and print without a command for a CI system and without hidden characters.

use miette::MietteHandlerOpts;
use scoregate::cli::rendered;
use scoregate::error::Error;

/// Checks a diagnostic as the program itself renders it.
pub fn check_diagnostic(error: &Error) {
    let code = error.exit().code();
    assert!(code == 4 || code == 5, "exit {code}");
    let printed = rendered(error, MietteHandlerOpts::new().color(false).unicode(true));
    assert_eq!(commands(&printed), 0, "{printed}");
    assert!(!printed.contains("##"), "{printed}");
    assert_visible(&printed);
}

/// The number of lines that GitHub Actions reads as a command.
pub(crate) fn commands(text: &str) -> usize {
    text.split(['\n', '\r']).filter(|line| line.trim_start().starts_with("::")).count()
}

/// Asserts that a text has no control character but the end of a line, and no override of the writing direction.
pub fn assert_visible(text: &str) {
    let hidden = |c: &char| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c);
    assert_eq!(text.chars().find(hidden), None, "a hidden character in\n{text:?}");
}
