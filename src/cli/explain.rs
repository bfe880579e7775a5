//! `scoregate explain`: what a code means, its cause, an example, and what to do.
//!
//! The texts of each family of codes are in a file of the folder. They stand in the command line because they name its flags.

mod built_in_rules;
mod code_parser;
mod entry;
mod errors;
mod evidence;
mod exit_codes;
mod outcomes;
mod plugin_rules;
mod reasons;
mod show;

use clap::{Args, ValueEnum};

use super::standard_output::to_stdout;
use crate::error::Error;
use crate::exit::Exit;
use crate::text::suggest::{closest, code, codes};
use code_parser::CodeParser;
use entry::Entry;

/// Explain a code of a message or report: its meaning, cause, an example, and what to do.
///
/// Without CODE all codes are listed: verdicts and outcomes, reasons of unknown findings, built-in rules, exit codes, errors, faults of the
/// evidence, and rules of the check of plugins. The rules of your policies are not among them: reports show their `why` and `fix`.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", Exit::line("explained", &[Exit::Usage, Exit::Output])))]
pub(super) struct ExplainArgs {
    /// The codes, such as `no-max-score`, `scoregate::evidence::altered`, `scoregate/fresh`, `inconclusive` or `3`; letter case does not count.
    #[arg(value_name = "CODE", value_parser = CodeParser, hide_possible_values = true)]
    codes: Vec<String>,

    /// The format of the explanations.
    #[arg(long, short = 'o', value_enum, default_value_t = ExplainFormat::Human)]
    output: ExplainFormat,
}

/// A format of explanations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExplainFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
    /// A page of documentation.
    Markdown,
}

const EXAMPLES: &str = "\
Examples:
  scoregate explain
  scoregate explain catalogue-incomplete
  scoregate explain 3 scoregate::evidence::unreadable
  scoregate explain --output markdown > codes.md";

/// The start of the code of every built-in rule.
const BUILT_IN_PREFIX: &str = "scoregate/";
const RULE_OF_POLICY: &str = "the `why` and `fix` of a rule are in the file of its policy, and beside its findings in the reports of \
                              `scoregate check`; `scoregate explain` lists all codes";

/// The most codes that the help for an unknown one names.
const MOST_NEAR: usize = 5;

pub(super) fn run(args: &ExplainArgs) -> Result<Exit, Error> {
    let all = entries();
    let mut chosen: Vec<Entry> = Vec::new();
    for wanted in &args.codes {
        chosen.extend(found(&all, wanted)?);
    }
    let is_list = args.codes.is_empty();
    let shown = if is_list { &all } else { &chosen };
    let text = match args.output {
        ExplainFormat::Human if is_list => show::list(shown),
        ExplainFormat::Human => show::human(shown),
        ExplainFormat::Json => show::machine(shown),
        ExplainFormat::Markdown => show::markdown(shown),
    };
    to_stdout(text.as_bytes())?;
    Ok(Exit::Passed)
}

/// The explanations of all codes, by family.
fn entries() -> Vec<Entry> {
    let words = outcomes::entries().chain(reasons::entries()).chain(built_in_rules::entries());
    words
        .chain(exit_codes::entries())
        .chain(errors::entries())
        .chain(evidence::entries())
        .chain(plugin_rules::entries())
        .collect()
}

/// The explanations of a code, of which several families may have one each.
fn found(all: &[Entry], wanted: &str) -> Result<Vec<Entry>, Error> {
    // A code is often copied with the marks around it.
    let word = wanted.trim_matches(|c: char| c.is_whitespace() || "[]`'\",;".contains(c)).to_lowercase();
    let word = word.replace(' ', "-");
    let is_found = |entry: &&Entry| entry.code == word || short(&entry.code) == word || entry.printed() == word;
    let found: Vec<Entry> = all.iter().filter(is_found).cloned().collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let (message, help) = if names_rule_of_policy(&word) {
        (format!("{} is not a code: it has the form of a rule of a policy", code(wanted)), RULE_OF_POLICY.to_owned())
    } else {
        (format!("unknown code {}", code(wanted)), near(all, &word))
    };
    Err(Error::Usage { message, help: help.into() })
}

/// Whether a word has the form POLICY/RULE or POLICY/RULE/CONTROL.
fn names_rule_of_policy(word: &str) -> bool {
    let mut parts = word.split('/');
    let is_id_character = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut is_id = || parts.next().is_some_and(|part| !part.is_empty() && part.chars().all(is_id_character));
    !word.starts_with(BUILT_IN_PREFIX) && is_id() && is_id()
}

/// A code without the name of the program before it.
fn short(code: &str) -> &str {
    code.strip_prefix(errors::PREFIX).or_else(|| code.strip_prefix(BUILT_IN_PREFIX)).unwrap_or(code)
}

/// The help for an unknown code: those that are spelled almost the same, or that contain it.
fn near(all: &[Entry], word: &str) -> String {
    const LIST: &str = "`scoregate explain` lists all codes";
    let short = short(word);
    let candidates = || all.iter().map(|entry| self::short(&entry.code));
    let mut near: Vec<&str> = closest(short, candidates()).into_iter().collect();
    if short.len() > 2 {
        near.extend(candidates().filter(|candidate| candidate.contains(short) || short.contains(candidate)));
    }
    let mut unique: Vec<&str> = Vec::new();
    near.into_iter().filter(|candidate| candidate.len() > 1).for_each(|candidate| {
        if !unique.contains(&candidate) {
            unique.push(candidate);
        }
    });
    unique.truncate(MOST_NEAR);
    if unique.is_empty() { LIST.to_owned() } else { format!("did you mean {}? {LIST}", codes(&unique, "or")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_once_in_whole_sentences() {
        let all = entries();
        let mut seen = std::collections::BTreeSet::new();
        for entry in &all {
            let (family, details) = (entry.family.word(), entry.details);
            assert!(seen.insert((family, entry.code.clone())), "{family} {} twice", entry.code);
            assert_eq!(entry.code, entry.code.to_lowercase(), "the search is in lower case");
            for text in [entry.meaning.as_str(), details.cause, details.fix] {
                assert!(text.ends_with(['.', ')', ']']) && text.len() > 10, "{}: {text}", entry.code);
                assert!(text.starts_with(|c: char| !c.is_lowercase()), "{}: {text}", entry.code);
            }
            assert!(!details.example.trim().is_empty() && !details.example.contains("```"), "{}", entry.code);
        }
    }

    #[test]
    fn a_code_is_found_however_it_was_copied() {
        let all = entries();
        for wanted in ["usage", "scoregate::usage", "[scoregate::usage]", "Scoregate::USAGE"] {
            assert_eq!(found(&all, wanted).map(|found| found.len()).ok(), Some(1), "{wanted}");
        }
        assert_eq!(
            found(&all, "unreadable").map(|found| found.len()).ok(),
            Some(3),
            "a status of a fleet, a fault of evidence and a rule of plugins"
        );
        for wanted in ["3", "exit-3", "not-applicable", "not applicable"] {
            assert_eq!(found(&all, wanted).map(|found| found.len()).ok(), Some(1), "{wanted}");
        }
        for printed in ["scoregate::evidence::unreadable", "[scoregate::evidence::other-tenant]"] {
            assert_eq!(found(&all, printed).map(|found| found.len()).ok(), Some(1), "{printed}");
        }
    }
}
