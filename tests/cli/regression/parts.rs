//! The parts of a change, in a table.

use insta::assert_snapshot;
use scoregate::evaluate::{Run, evaluate};
use scoregate::report::{Cause, Change};
use scoregate::{evidence, policy};

use super::{NOW, findings, outcomes, past};
use crate::support::workspace::Workspace;

/// The day before, the newest day, what the newest catalogue says, the parts in percentage points, and the outcome of a rule that
/// allows a drop of 5 pp. Every figure is points of points.
///
/// A control of no points shows no maximum on an older day: that of the newest day, or of its catalogue, is taken for it. Where
/// neither has it (`without points is retired`), or it differs (`worth more, and lacking`), what is off in the maximum counts as
/// re-weighted.
///
/// The last row step by step, as points of the maximum: 80/100 before; A and B lose 30 of their own: 50/100; B is claimed, +10:
/// 60/100; C goes with 20/20: 40/80, which is 50%, −10; D is retired with 10/30: 30/50 or 60%, +10; B is re-weighted from
/// 10/10 to 60/60: 80/100 or 80%, +20; E comes with 0/60: 80/160 or 50%, −30.
const CASES: &str = "
what happened                        | before                           | after                            | catalogue    | observed | claimed | descoped | retired | re-weighted | added | rule
nothing                              | A 10/10 B 5/10                   | A 10/10 B 5/10                   |              | 0        | 0       | 0        | 0       | 0           | 0     | passed
a loss                               | A 10/10 B 10/10                  | A 10/10 B 5/10                   |              | -25      | 0       | 0        | 0       | 0           | 0     | failed
a gain                               | A 10/10 B 5/10                   | A 10/10 B 10/10                  |              | 25       | 0       | 0        | 0       | 0           | 0     | passed
a gain that is larger than a loss    | A 10/10 B 0/10                   | A 6/10 B 8/10                    |              | 20       | 0       | 0        | 0       | 0           | 0     | passed
a claim on points to come            | A 10/10 B 0/10                   | A 10/10 B 10/10 ThirdParty       |              | 0        | 50      | 0        | 0       | 0           | 0     | passed
a claim on points that were measured | A 10/10 B 5/10                   | A 10/10 B 10/10 ThirdParty       |              | -25      | 50      | 0        | 0       | 0           | 0     | failed
a loss, and a claim on the same day  | A 10/10 B 10/10                  | A 10/10 B 10/10 ThirdParty       |              | -50      | 50      | 0        | 0       | 0           | 0     | failed
a state that this version does not know | A 10/10 B 10/10               | A 10/10 B 10/10 Planned          |              | -50      | 50      | 0        | 0       | 0           | 0     | unknown
a claim is withdrawn                 | A 10/10 B 10/10 ThirdParty       | A 10/10 B 5/10                   |              | 25       | -50     | 0        | 0       | 0           | 0     | passed
a claim is withdrawn, and all lost   | A 10/10 B 10/10 ThirdParty       | A 10/10 B 0/10                   |              | 0        | -50     | 0        | 0       | 0           | 0     | passed
a risk is accepted                   | A 10/10 B 0/10                   | A 10/10 B 0/10 Ignored           |              | 0        | 0       | 0        | 0       | 0           | 0     | passed
a licence ends                       | A 5/10 B 5/10 C 20/20            | A 5/10 B 5/10                    |              | 0        | 0       | -25      | 0       | 0           | 0     | unknown
a licence ends that brought nothing  | A 5/10 B 5/10 C 0/20             | A 5/10 B 5/10                    |              | 0        | 0       | 25       | 0       | 0           | 0     | passed
a licence ends, and more is lost     | A 10/10 B 10/10 C 20/20          | A 10/10 B 5/10                   |              | -12.5    | 0       | -12.5    | 0       | 0           | 0     | failed
retired: the catalogue lacks it      | A 5/10 B 5/10 C 20/20            | A 5/10 B 5/10                    | without C    | 0        | 0       | 0        | -25     | 0           | 0     | passed
retired: the catalogue marks it      | A 5/10 B 5/10 C 20/20            | A 5/10 B 5/10                    | deprecated C | 0        | 0       | 0        | -25     | 0           | 0     | passed
a catalogue without its end          | A 5/10 B 5/10 C 20/20            | A 5/10 B 5/10                    | without C, incomplete | 0 | 0     | -25      | 0       | 0           | 0     | unknown
a control without points is retired  | A 10/10 B 0/10 C 0/20            | A 10/10 B 0/10                   | without C    | 0        | 0       | 0        | 0       | 25          | 0     | passed
worth more, and held in full         | A 5/10 B 10/10                   | A 5/10 B 30/30                   |              | 0        | 0       | 0        | 0       | 12.5        | 0     | passed
worth more, and lacking              | A 10/10 B 0/10                   | A 10/10 B 0/30                   |              | 0        | 0       | 0        | 0       | -25         | 0     | passed
worth more, and half of it lost      | A 10/10 B 10/10                  | A 10/10 B 15/30                  |              | -25      | 0       | 0        | 0       | -12.5       | 0     | failed
five easy ones that nobody did       | A 10/10 B 5/10                   | A 10/10 B 5/10 C 0/10            |              | 0        | 0       | 0        | 0       | 0           | -25   | passed
easy ones that hide a loss           | A 10/10 B 10/10                  | A 10/10 B 5/10 C 80/80           |              | -25      | 0       | 0        | 0       | 0           | 20    | failed
no control in common                 | A 10/10 B 10/10                  | C 10/10 D 0/10                   | without A, without B | 0 | 0      | 0        | -100    | 0           | 50    | passed
a score that no control explains     | A 50/100                         | A 50/100 = 50.4                  |              | 0        | 0       | 0        | 0       | 0           | 0     | passed
all of it at once                    | A 40/40 B 10/10 C 20/20 D 10/30  | A 20/40 B 60/60 ThirdParty E 0/60 | without D   | -30      | 10      | -10      | 10      | 20          | -30   | failed
";

const RULE: &str = "regression: { against: previous, score: { max-drop: 5pp } }";

fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    CASES.trim().lines().skip(1).map(|line| line.split('|').map(str::trim).collect())
}

fn days(before: &str, after: &str) -> String {
    // A day between, on which a claim can be set or withdrawn without being in the points of either.
    format!("2026-11-21 {before}\n2026-11-23 {after}")
}

/// The change behind the finding, which the library gives in full.
fn changed(before: &str, after: &str, catalogue: &str) -> Change {
    let workspace = Workspace::new();
    workspace
        .file("p.yaml", crate::support::tenant::policy(RULE))
        .file("t.json", past(&days(before, after), catalogue).json());
    let policies = policy::load(&[workspace.path("p.yaml")]).unwrap();
    let from = [workspace.path("t.json").to_string_lossy().into_owned()];
    let evidence = evidence::collect(&from, || policies.needs()).unwrap();
    let run = Run { replayed: true, ..Run::at(NOW.parse().unwrap()) };
    let report = evaluate(&policies, &evidence, &run).unwrap();
    let change = report.findings.iter().find_map(|finding| finding.change.as_deref().cloned());
    change.unwrap()
}

#[test]
fn every_part_is_what_a_reader_computes_by_hand() {
    for row in rows() {
        let change = changed(row[1], row[2], row[3]);
        let parts = Cause::ALL.iter().filter(|cause| **cause != Cause::Unexplained);
        for (cause, expected) in parts.zip(&row[4..10]) {
            let (share, expected) = (change.percentage_points(*cause), expected.parse::<f64>().unwrap());
            assert!((share - expected).abs() < 1e-9, "{}: {} is {share}, not {expected}", row[0], cause.name());
        }
        let unexplained = if row[2].contains('=') { 0.4 } else { 0.0 };
        assert!((change.percentage_points(Cause::Unexplained) - unexplained).abs() < 1e-9, "{}: {change:#?}", row[0]);
        let sum: f64 = change.parts.iter().map(|part| part.percentage_points).sum();
        assert!((sum - change.total).abs() < 1e-9, "{}", row[0]);
    }
}

#[test]
fn the_rule_fails_by_what_was_lost_and_by_nothing_else() {
    for row in rows() {
        let found = findings(&past(&days(row[1], row[2]), row[3]), RULE);
        assert_eq!(outcomes(&found), format!("- {}", row[10]), "{}\n{found}", row[0]);
    }
}

#[test]
fn the_sentence_says_what_moved_the_score() {
    let said = rows().map(|row| {
        let found = findings(&past(&days(row[1], row[2]), row[3]), RULE);
        format!("{}\n  {found}\n", row[0])
    });
    assert_snapshot!(said.collect::<String>());
}

#[test]
fn a_person_sees_what_was_lost_and_what_is_not_posture() {
    let row = rows().last().unwrap();
    let (_workspace, run) = super::run(&past(&days(row[1], row[2]), row[3]), RULE, "");
    assert_snapshot!(run.seen());
}
