//! The explanation of a code, and the families of codes.

/// A family of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// The words of verdicts, outcomes of findings, and statuses of a fleet.
    Outcomes,
    /// The reasons of findings that are unknown or do not apply.
    Reasons,
    /// The built-in rules.
    BuiltInRules,
    /// The exit codes.
    ExitCodes,
    /// The classes of errors.
    Errors,
    /// The kinds of faults of evidence.
    Evidence,
    /// The rules of the check of plugins.
    PluginRules,
}

impl Family {
    /// Every family, in the order of the list.
    pub(super) const ALL: [Self; 7] = [
        Self::Outcomes,
        Self::Reasons,
        Self::BuiltInRules,
        Self::ExitCodes,
        Self::Errors,
        Self::Evidence,
        Self::PluginRules,
    ];

    /// The word for programs.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Outcomes => "outcome",
            Self::Reasons => "reason",
            Self::BuiltInRules => "built-in-rule",
            Self::ExitCodes => "exit-code",
            Self::Errors => "error",
            Self::Evidence => "evidence-fault",
            Self::PluginRules => "plugin-rule",
        }
    }

    /// The heading, which states where the codes occur.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Outcomes => "Verdicts, outcomes of findings, and statuses of a fleet",
            Self::Reasons => "Reasons of findings that are unknown or do not apply",
            Self::BuiltInRules => "Built-in rules",
            Self::ExitCodes => "Exit codes",
            Self::Errors => "Errors",
            Self::Evidence => "Faults of the evidence: `scoregate::evidence::CODE`",
            Self::PluginRules => "Rules of the check of plugins",
        }
    }
}

/// The cause, an example and the remedy of a code.
#[derive(Debug, Clone, Copy)]
pub(super) struct Details {
    /// The usual cause, as sentences.
    pub(super) cause: &'static str,
    /// A message, or a part of a file that leads to the code.
    pub(super) example: &'static str,
    /// The remedy, as sentences.
    pub(super) fix: &'static str,
}

/// The explanation of one code.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) family: Family,
    /// The code as the list writes it, which is also how reports and messages write it except for faults of evidence.
    pub(super) code: String,
    /// The meaning, as one sentence.
    pub(super) meaning: String,
    pub(super) details: Details,
}

impl Entry {
    /// The code as messages and documents write it.
    pub(super) fn printed(&self) -> String {
        match self.family {
            Family::Evidence => format!("scoregate::evidence::{}", self.code),
            Family::ExitCodes => format!("exit-{}", self.code),
            Family::Outcomes | Family::Reasons | Family::BuiltInRules | Family::Errors | Family::PluginRules => {
                self.code.clone()
            }
        }
    }
}

/// Declares the details of every value of an enum: a value without details does not compile.
macro_rules! details {
    ($of:ident; $($variant:ident { cause: $cause:literal, example: $example:literal, fix: $fix:literal $(,)? })+) => {
        const fn details(code: $of) -> Details {
            match code {
                $($of::$variant => Details { cause: $cause, example: $example, fix: $fix },)+
            }
        }
    };
}
pub(super) use details;

/// A fragment as a sentence.
pub(super) fn sentence(fragment: &str) -> String {
    let mut characters = fragment.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str().trim_end_matches('.'))
}
