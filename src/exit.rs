//! The exit codes of the program: a contract with pipelines, the same for every output format.

use std::process::ExitCode;

/// The result of the process for its caller. The numbers are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Every blocking rule passed or is waived.
    Passed,
    /// A blocking rule failed.
    Failed,
    /// The command line is wrong (the code that clap uses too).
    Usage,
    /// Nothing failed, but something could not be decided.
    Inconclusive,
    /// A policy, waiver, baseline, crosswalk or list of tenants could not be read or is invalid.
    Policy,
    /// The data could not be read, is incomplete, or belongs to another tenant.
    Evidence,
    /// A report could not be written.
    Output,
}

impl Exit {
    /// Every exit code, in the order of its number.
    pub const ALL: [Self; 7] =
        [Self::Passed, Self::Failed, Self::Usage, Self::Inconclusive, Self::Policy, Self::Evidence, Self::Output];

    /// The number that the shell sees.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Inconclusive => 3,
            Self::Policy => 4,
            Self::Evidence => 5,
            Self::Output => 6,
        }
    }

    /// The word for the code in short help texts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::Inconclusive => "inconclusive",
            Self::Policy => "policy",
            Self::Evidence => "evidence",
            Self::Output => "output",
        }
    }

    /// The table of all codes for help texts, a line each.
    #[must_use]
    pub fn table() -> String {
        let rows = Self::ALL.map(|exit| format!("\n  {}  {}", exit.code(), exit.meaning()));
        format!("Exit codes:{}", rows.concat())
    }

    /// The codes of a command in one line of its help: `Exit codes: 0 compared, 2 usage.` `done` is the word for code 0.
    #[must_use]
    pub fn line(done: &str, others: &[Self]) -> String {
        let others: Vec<String> = others.iter().map(|exit| format!(", {} {}", exit.code(), exit.word())).collect();
        format!("Exit codes: {} {done}{}.", Self::Passed.code(), others.concat())
    }

    /// The codes of a command in one line of its help, with words of its own.
    #[must_use]
    pub fn line_in_words(meanings: &[(Self, &str)]) -> String {
        let meanings: Vec<String> =
            meanings.iter().map(|(exit, meaning)| format!("{} {meaning}", exit.code())).collect();
        format!("Exit codes: {}.", meanings.join(", "))
    }

    /// One sentence fragment for people: why the process ended with this code.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Passed => "every blocking rule passed or is waived",
            Self::Failed => "a blocking rule failed",
            Self::Usage => "the command line is wrong",
            Self::Inconclusive => "no blocking rule failed, but at least one is unknown, or none passed",
            Self::Policy => "a policy, waiver, baseline, crosswalk or list of tenants could not be read or is invalid",
            Self::Evidence => "the data could not be read, is incomplete, or belongs to another tenant",
            Self::Output => "a report could not be written",
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
