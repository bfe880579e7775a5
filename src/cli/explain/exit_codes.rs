//! The exit codes.

use super::entry::{Details, Entry, Family, details, sentence};
use crate::exit::Exit;

pub(super) fn entries() -> impl Iterator<Item = Entry> {
    Exit::ALL.into_iter().map(|exit| Entry {
        family: Family::ExitCodes,
        code: exit.code().to_string(),
        meaning: sentence(exit.meaning()),
        details: details(exit),
    })
}

details! { Exit;
    Passed {
        cause: "The data shows what every blocking rule requires, or a waiver accepts the rest. --exit-zero gives 0 as well.",
        example: "exit 0: every blocking rule passed or is waived",
        fix: "Nothing is wrong.",
    }
    Failed {
        cause: "The data shows that a blocking rule is not met. For `copilot plugin --check`: a finding is an error.",
        example: "exit 1: a blocking rule failed",
        fix: "Fix the findings in the order of the report, waive them with a reason and a date, or make the rule advisory: enforcement: advise.",
    }
    Usage {
        cause: "An option is unknown, missing or in conflict with another.",
        example: "error: unexpected argument '--policies' found",
        fix: "Follow the help in the message; `scoregate help COMMAND` lists the options.",
    }
    Inconclusive {
        cause: "Data is missing that a blocking rule needs, or no blocking rule passed at all. It is no pass: a gate must not open on missing data.",
        example: "exit 3: no blocking rule failed, but at least one is unknown",
        fix: "Look at the code in brackets behind each unknown finding, and explain it: scoregate explain no-max-score.",
    }
    Policy {
        cause: "A policy, a waiver file, a baseline, a crosswalk or the list of tenants has a problem; nothing was evaluated.",
        example: "policy.yaml:7:3: unknown key `atleast`",
        fix: "Fix each problem at its place; `scoregate policy validate PATH` checks without a tenant.",
    }
    Evidence {
        cause: "A file cannot be used, Graph cannot be reached, the sign-in failed, or the data is of another tenant.",
        example: "the evidence cannot be used: missing.json: No such file or directory (os error 2)",
        fix: "Follow the help in the message; `scoregate auth status` tests the sign-in.",
    }
    Output {
        cause: "A folder does not exist, a disk is full, or a file may not be written. The verdict is printed nevertheless.",
        example: "cannot write out/report.json: No such file or directory (os error 2)",
        fix: "Create the folder, or give --output another path.",
    }
}
