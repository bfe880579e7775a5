//! The classes of errors: the code in the first line of a message on standard error.

use super::entry::{Details, Entry, Family, details};
#[cfg(test)]
use crate::error::Error;

/// The start of the code of every error.
pub(super) const PREFIX: &str = "scoregate::";

/// A class of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Usage,
    Policy,
    Baseline,
    Rows,
    Crosswalk,
    Tenants,
    Evidence,
    SignIn,
    Output,
}

impl Class {
    const ALL: [Self; 9] = [
        Self::Usage,
        Self::Policy,
        Self::Baseline,
        Self::Rows,
        Self::Crosswalk,
        Self::Tenants,
        Self::Evidence,
        Self::SignIn,
        Self::Output,
    ];

    const fn word(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Policy => "policy",
            Self::Baseline => "baseline",
            Self::Rows => "rows",
            Self::Crosswalk => "crosswalk",
            Self::Tenants => "tenants",
            Self::Evidence => "evidence",
            Self::SignIn => "sign-in",
            Self::Output => "output",
        }
    }

    const fn meaning(self) -> &'static str {
        match self {
            Self::Usage => "The options of the command line conflict, or one has no effect (exit 2).",
            Self::Policy => "Policies or waivers are invalid; every problem of every file is listed (exit 4).",
            Self::Baseline => "A baseline is invalid, or of another tenant (exit 4).",
            Self::Rows => "Rows of a table cannot be counted (exit 5).",
            Self::Crosswalk => "A crosswalk from controls to ATT&CK is invalid (exit 4).",
            Self::Tenants => "The list of tenants of a fleet is invalid; every problem of it is listed (exit 4).",
            Self::Evidence => "The data of the tenant could not be obtained, or cannot be used (exit 5).",
            Self::SignIn => "The sign-in to Microsoft Graph failed (exit 5).",
            Self::Output => "A report could not be written (exit 6).",
        }
    }
}

pub(super) fn entries() -> impl Iterator<Item = Entry> {
    Class::ALL.into_iter().map(|class| Entry {
        family: Family::Errors,
        code: format!("{PREFIX}{}", class.word()),
        meaning: class.meaning().to_owned(),
        details: details(class),
    })
}

details! { Class;
    Usage {
        cause: "Two options exclude each other, or an option belongs to a format that is not written.",
        example: "scoregate check -p policies -f tenant.json --redact    # --redact applies to the format digest, which is not written",
        fix: "Follow the help in the message; `scoregate help COMMAND` lists the options.",
    }
    Policy {
        cause: "A key is unknown or repeated, a number has no unit, an id exists twice, or a waiver names no rule.",
        example: "score: { at-least: 70 }    # write 70% or 70 points",
        fix: "Fix each problem at its place, then run `scoregate policy validate PATH`.",
    }
    Baseline {
        cause: "The file was edited by hand or merged badly, or it was written from another tenant.",
        example: "scoregate check -p policies -f fabrikam.json --baseline contoso-baseline.yaml",
        fix: "Write it again with `scoregate baseline write --from SOURCE --out baseline.yaml`, and review the difference.",
    }
    Rows {
        cause: "An export of the use of Security Copilot has cells that are no date or number, or a column is missing.",
        example: "scoregate copilot usage --from usage.csv",
        fix: "Export again in the documented language and format, or name the columns with --column.",
    }
    Crosswalk {
        cause: "A file of the crosswalk names an unknown technique or repeats a control.",
        example: "scoregate check -p policies -f tenant.json --incidents incidents.json --crosswalk our-crosswalk.yaml",
        fix: "Fix each problem at its place, or leave out --crosswalk to use the one that the program contains.",
    }
    Tenants {
        cause: "A key is unknown, a pattern is not valid, or the file is not a list of tenants.",
        example: "scoregate fleet --policy policies --from tenants/ --select tenants.yaml",
        fix: "Fix each problem at its line; `scoregate policy schema --kind tenants` writes the schema for an editor.",
    }
    Evidence {
        cause: "A file is missing, damaged or of another tenant, or Graph refused the request.",
        example: "the evidence cannot be used: missing.json: No such file or directory (os error 2)",
        fix: "Follow the help in the message; the kinds of faults are in the list under Faults of the evidence.",
    }
    SignIn {
        cause: "No sign-in method was found in the environment, or Entra refused the one that was.",
        example: "scoregate check -p policies -f graph    # without AZURE_CLIENT_ID and the other variables",
        fix: "Run `scoregate auth status`, which tries the sign-in and states the permissions; its help lists the methods.",
    }
    Output {
        cause: "The folder does not exist, the disk is full, or the file may not be written.",
        example: "cannot write out/report.json: No such file or directory (os error 2)",
        fix: "Create the folder, or give --output another path.",
    }
}

#[cfg(test)]
mod tests {
    use miette::Diagnostic;

    use super::*;
    use crate::error::EvidenceErrorKind;

    /// The class of an error: a new variant does not compile without one.
    const fn class(error: &Error) -> Class {
        match error {
            Error::Usage { .. } => Class::Usage,
            Error::Policy { .. } => Class::Policy,
            Error::Baseline { .. } => Class::Baseline,
            Error::Rows { .. } => Class::Rows,
            Error::Crosswalk { .. } => Class::Crosswalk,
            Error::Tenants { .. } => Class::Tenants,
            Error::Evidence { .. } => Class::Evidence,
            Error::SignIn { .. } => Class::SignIn,
            Error::Output { .. } => Class::Output,
        }
    }

    #[test]
    fn every_class_has_the_code_and_the_exit_code_of_its_errors() {
        let text = String::new;
        let errors = [
            Error::Usage { message: text(), help: "".into() },
            Error::Policy { problems: Vec::new() },
            Error::Baseline { problems: Vec::new() },
            Error::Rows { problems: Vec::new() },
            Error::Crosswalk { problems: Vec::new() },
            Error::Tenants { problems: Vec::new() },
            Error::evidence(EvidenceErrorKind::Local, "", ""),
            Error::sign_in("", ""),
            Error::Output { target: text(), message: text(), help: text() },
        ];
        let classes: Vec<Class> = errors.iter().map(class).collect();
        assert_eq!(classes, Class::ALL);
        for (error, entry) in errors.iter().zip(entries()) {
            assert_eq!(error.code().map(|code| code.to_string()), Some(entry.code.clone()));
            assert!(entry.meaning.ends_with(&format!("(exit {}).", error.exit().code())), "{}", entry.code);
        }
    }
}
