//! The reasons of findings that are unknown or do not apply, in alphabetical order.

use super::entry::{Details, Entry, Family, details};
use crate::report::ReasonCode;

pub(super) fn entries() -> impl Iterator<Item = Entry> {
    ReasonCode::ALL.iter().map(|code| Entry {
        family: Family::Reasons,
        code: code.as_str().to_owned(),
        meaning: first_sentence(code.meaning()).to_owned(),
        details: details(*code),
    })
}

/// The meaning without the remedy after it.
fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}

details! { ReasonCode;
    BaselineInFuture {
        cause: "The data is older than the baseline: an old recording is evaluated, or the baseline was renewed after it.",
        example: "Unknown: the baseline of 2026-11-24 is later than the snapshot of 2026-11-23",
        fix: "Name newer evidence with --from, or the baseline of that time with --baseline.",
    }
    BaselineOutdated {
        cause: "Microsoft retired or renamed so many controls of the baseline that the rest is no longer representative.",
        example: "Unknown: only 61.0% of the points of the baseline of 2026-05-01 belong to controls that are still scored; required: at least 80%",
        fix: "Review what changed with `scoregate diff`, then renew the file with `scoregate baseline write`.",
    }
    BaselineTooOld {
        cause: "The rule limits the age of the baseline with `max-age` (180 days by default), and the file was not renewed since.",
        example: "Unknown: the baseline of 2026-05-01 is more than 180 days old",
        fix: "Review what changed, and renew it with `scoregate baseline write`; or raise `max-age` of the rule.",
    }
    CatalogueIncomplete {
        cause: "Only a part of the pages of /security/secureScoreControlProfiles was saved, so a control has points and no profile.",
        example: "Unknown: its state is unknown: it has no profile, and the catalogue is incomplete",
        fix: "Save every page (follow `@odata.nextLink`), or use `scoregate record`, which does.",
    }
    ControlMissing {
        cause: "The id is misspelt, or the tenant lost what the control needs: a licence, a connector, a workload.",
        example: "match: [AdminMFA]    # the id is AdminMFAV2",
        fix: "Correct the id (`scoregate policy validate policies --from SOURCE` suggests ids), or set `when-missing` of the rule.",
    }
    ControlsMayBeMissing {
        cause: "The snapshot contradicts the catalogue or itself, such that controls may have been lost on the way.",
        example: "Unknown: the snapshot may be missing controls: a part of the snapshot is missing",
        fix: "Collect the snapshot and the whole catalogue again, both on one day.",
    }
    DateInFuture {
        cause: "The clock of the machine or --now is behind the data, or the data was edited.",
        example: "Unknown: the snapshot is dated 2026-12-01T00:00:00Z, more than a day after now (2026-11-24T06:00:00Z)",
        fix: "Correct the clock or --now; a recording is evaluated as of its own day with --now.",
    }
    DayUnusable {
        cause: "A regression rule compares with that day, and its response is partial or its figures do not add up.",
        example: "Unknown: the snapshot of 2026-11-08 cannot be used for comparison (the snapshot has no maxScore)",
        fix: "Collect that day again with --from graph or `scoregate record`, or choose another reference in `against`.",
    }
    FiguresInconsistent {
        cause: "Snapshot and catalogue are of different days, a file was edited, or Graph returned figures that contradict one another.",
        example: "Unknown: its controls add up to 19.33 points, but its currentScore is 30",
        fix: "Collect both again on one day. If the figures of Graph still differ, wait for the next snapshot.",
    }
    FiguresUncertain {
        cause: "A regression rule needs states or maxima that the catalogue does not state, so a loss may be hidden.",
        example: "Unknown: the states or figures of 2 controls are uncertain, so the posture may have dropped",
        fix: "Collect the whole catalogue together with the snapshot.",
    }
    FindingsUnknown {
        cause: "Data is missing that rules of your policies need. The built-in rule `complete` lists the findings.",
        example: "2 findings are unknown: identity-baseline/score-floor, identity-baseline/claims",
        fix: "Look at the reasons of those findings, and explain their codes.",
    }
    HistoryGap {
        cause: "Recordings of those days are missing, and the best day of the window may be one of them.",
        example: "Unknown: no snapshot between 2026-11-01 and 2026-11-15 is usable, and the best day of the last 30 d may be among them",
        fix: "Name recordings of those days with --from, use --from graph, or shorten the window of `best-of`.",
    }
    HistoryTooShort {
        cause: "A rule with `regression` or `grace` needs earlier days, and the evidence holds fewer.",
        example: "Unknown: the history begins on 2026-11-20, within the window of 30 d",
        fix: "Use --from graph, or a recording of more days: scoregate record --out tenant.json --days 90.",
    }
    MaximumUnassigned {
        cause: "A profile is missing, so that maxScore holds points of which the category or service is unknown.",
        example: "Unknown: 12 points of maxScore belong to no known control, and may be part of Identity",
        fix: "Collect the whole catalogue, which has the maximum of each control.",
    }
    NewControl {
        cause: "Microsoft added the control within the time of `grace`, and the rule grants that time to respond.",
        example: "score: { at-least: 70%, grace: 30d }    # first scored on 2026-11-10, excluded until 2026-12-10",
        fix: "Nothing is wrong: implement the control before the last day of the grace period.",
    }
    NewControlUnweighted {
        cause: "A rule on the score has `grace`, and the points or maximum of a control that may be new are unknown.",
        example: "Unknown: NewControlV1 is or may be new, and cannot be excluded: its maximum is unknown",
        fix: "Collect the whole catalogue, which has the maxima.",
    }
    NoBaseline {
        cause: "A rule has `against: baseline` or `catalogue: baseline`, and the command has no --baseline.",
        example: "regression: { against: baseline, score: { max-drop: 1pp } }",
        fix: "Write one with `scoregate baseline write --from SOURCE --out baseline.yaml`, and add --baseline baseline.yaml.",
    }
    NoControlScore {
        cause: "An entry of `controlScores` has no `score`: Graph left it out, or the file was edited.",
        example: "{ \"controlName\": \"AdminMFAV2\", \"controlCategory\": \"Identity\" }",
        fix: "Collect the snapshot again.",
    }
    NoControls {
        cause: "The response was requested without `controlScores` (`$select`), or Graph returned an empty list.",
        example: "{ \"currentScore\": 109.64, \"maxScore\": 161, \"controlScores\": [] }",
        fix: "Request /security/secureScores without `$select`, or use `scoregate record`.",
    }
    NoCurrentScore {
        cause: "The response was requested with `$select`, or Graph returned null.",
        example: "{ \"currentScore\": null, \"maxScore\": 161 }",
        fix: "Collect the snapshot again, without `$select`.",
    }
    NoLongerScored {
        cause: "An expired licence, a disconnected connector, an outage, or a control that Microsoft retired.",
        example: "Unknown: it is no longer scored, although the catalogue contains it (possible causes: expired licence, disconnected connector, outage)",
        fix: "Check licence and connector. A retired control is accepted with a renewed baseline; `when-descoped: fail` makes each loss a failure.",
    }
    NoMaxScore {
        cause: "The response was requested with `$select`, or Graph scores nothing in this tenant.",
        example: "Unknown: the snapshot has no maxScore",
        fix: "Collect the snapshot again, without `$select`.",
    }
    NoMaximum {
        cause: "The control has no profile with `maxScore`, and its percentage does not give the maximum.",
        example: "Unknown: its maximum is unknown",
        fix: "Collect the whole catalogue (/security/secureScoreControlProfiles), which has the maxima.",
    }
    NoPeerAverage {
        cause: "The rule compares with a group of peers that Graph does not report for the tenant.",
        example: "score: { peers: TotalSeats }    # Unknown: the snapshot has no average of TotalSeats",
        fix: "Compare with another group, such as AllTenants, or with a number.",
    }
    NoTenantPinned {
        cause: "Neither a policy nor the command states the tenant, so the recording of another tenant would be accepted.",
        example: "No tenant is required, so data of any tenant is accepted (this run: a1b2c3d4-0000-4000-8000-fab41ca00002).",
        fix: "Set `tenant:` in a policy, or use --tenant.",
    }
    NothingComparable {
        cause: "No earlier day or baseline scores the controls of the rule.",
        example: "Unknown: no reference scores any of the controls, so there is nothing to compare with",
        fix: "Read more days, renew the baseline, or choose other controls.",
    }
    PastMaximumUnknown {
        cause: "Controls without points on the earlier day have no maximum of that day, so their gain may be smaller than shown.",
        example: "Unknown: the maximum on the earlier day is unknown for 2 controls without points on that day, so the gain may be smaller than shown",
        fix: "Record the catalogue each day (`scoregate record`), and read more days.",
    }
    PropertyMissing {
        cause: "`where` names a property that the profile of a control does not state, or the control has no profile.",
        example: "Unknown: it has no profile, so the rule may or may not apply to it",
        fix: "Collect the whole catalogue, or remove the control from the rule: except: [ID].",
    }
    RequirementMissing {
        cause: "A program built a rule without a requirement. Rules in files always state one: the loader refuses others.",
        example: "Unknown: the rule states no requirement",
        fix: "Set a requirement on the rule that the program builds.",
    }
    RoundedPercentage {
        cause: "Without a profile the maximum is derived from a percentage that Graph rounds, and the limit is too close.",
        example: "Unknown: its profile has no maximum, and 66.7% is a rounded percentage",
        fix: "Collect the whole catalogue, which has the maxima.",
    }
    SelectorUnmatched {
        cause: "A pattern of `match` or a value of `where` is misspelt, or the tenant does not have the service.",
        example: "Unknown: no scored control is in Identiy; the snapshot has Apps, Data, Device and Identity",
        fix: "Correct the selector: `scoregate policy validate policies --from SOURCE` suggests existing values.",
    }
    SnapshotPartial {
        cause: "Graph returned 206 (Partial Content): one of its providers did not respond.",
        example: "Unknown: a part of the snapshot is missing",
        fix: "Collect the snapshot again later.",
    }
    SnapshotTooOld {
        cause: "The scheduled recording stopped, or Microsoft computed no newer snapshot.",
        example: "Unknown: the snapshot of 2026-11-23T00:00:00Z is 11.5 d old; allowed: at most 7 d.",
        fix: "Collect the data again. An old recording is evaluated as of its own day with --now.",
    }
    StateUnknown {
        cause: "Without the state of a control it is unknown whether its points were measured or claimed.",
        example: "Unknown: up to 45 points may be claimed: the state of their controls is unknown",
        fix: "Collect the whole catalogue with `controlStateUpdates`, or require reported points: `points: reported`.",
    }
    SyncDateMissing {
        cause: "`freshness` with `last-synced` selects a control for which Graph states no date.",
        example: "freshness: { last-synced: 14d }",
        fix: "Limit the rule to controls with a date: `controls: { match: [...] }`.",
    }
    TenantUnknown {
        cause: "The responses were saved without `azureTenantId`, and a tenant is required, or a baseline belongs to one.",
        example: "Unknown: the evidence does not state its tenant, so it may not be the baseline's",
        fix: "Keep `azureTenantId` in the responses, or record with `scoregate record`.",
    }
    TooFewControls {
        cause: "The selector matches fewer controls than `min-matches` (1 by default): controls were renamed or retired.",
        example: "Unknown: the selector matches 2 controls; required: at least 5",
        fix: "Correct the selector, or lower `min-matches`.",
    }
    TooFewSnapshots {
        cause: "The rule has `confirm`, so that one bad snapshot does not fail the build, and fewer snapshots exist yet.",
        example: "regression: { against: { best-of: 30d }, score: { max-drop: 1pp }, confirm: 2 }",
        fix: "Wait for the next snapshot, or read more days.",
    }
    ZeroMaximum {
        cause: "Microsoft gives the control 0 points in this tenant, so no percentage of it exists.",
        example: "Unknown: its maximum is 0 points, so it has no percentage",
        fix: "Remove the control from the rule: except: [ID].",
    }
}
