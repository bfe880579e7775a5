//! The outputs of a run for later steps of a workflow of GitHub Actions, in the form of the file `GITHUB_OUTPUT`.

use serde_json::json;

use crate::exit::Exit;
use crate::hash::sha256;
use crate::render::json::counts;
use crate::render::phrases::percentage;
use crate::render::view::View;

/// The outputs of a step: `verdict`, `score`, `counts` and `exit-code`. A run without a report has only the last; `exit` is the
/// code of the process, whatever the verdict.
#[must_use]
pub fn step_outputs(view: Option<&View<'_>>, exit: Exit) -> String {
    let outputs = view.map(of_view).unwrap_or_default();
    let code = ("exit-code", exit.code().to_string());
    outputs.iter().chain([&code]).map(|(name, value)| entry(name, value)).collect()
}

fn of_view(view: &View<'_>) -> Vec<(&'static str, String)> {
    let score = percentage(view.report).map(|share| format!("{share:.2}"));
    let counts = json!({ "rules": counts(view.rule_counts), "findings": counts(view.finding_counts) });
    vec![
        ("verdict", view.verdict.name().to_owned()),
        ("score", score.unwrap_or_default()),
        ("counts", counts.to_string()),
    ]
}

/// An output in the form with a delimiter that is not a line of the value: no value can begin another output.
fn entry(name: &str, value: &str) -> String {
    let mut delimiter = format!("scoregate-{}", &sha256(value)[..16]);
    while value.lines().any(|line| line == delimiter) {
        delimiter.push('-');
    }
    format!("{name}<<{delimiter}\n{value}\n{delimiter}\n")
}

#[cfg(test)]
mod tests {
    use super::entry;

    #[test]
    fn no_value_ends_its_own_entry() {
        let delimiter = entry("a", "x").lines().next().map(|line| line.trim_start_matches("a<<").to_owned());
        let delimiter = delimiter.unwrap_or_default();
        for value in ["x".to_owned(), format!("x\n{delimiter}\nverdict=passed"), "\n\n".to_owned()] {
            let text = entry("a", &value);
            let (head, rest) = text.split_once('\n').unwrap_or_default();
            let end = head.trim_start_matches("a<<");
            assert_eq!(rest, format!("{value}\n{end}\n"));
            assert!(value.lines().all(|line| line != end), "{text}");
        }
    }
}
