//! What the samples are put together from.

use std::collections::BTreeMap;
use std::sync::Arc;

use scoregate::evidence::{Input, InputKind};
use scoregate::policy::{Enforcement, Place, Severity, SourceFile};
use scoregate::report::{
    Assumption, Change, ControlInfo, Outcome, PolicyInfo, Provenance, Report, Repository, RuleInfo, SnapshotInfo,
    Subject, WaiverInfo, WaiverStatus,
};

use crate::support::report::{self, finding};

pub(super) const IDENTITY: &str = "\
# yaml-language-server: $schema=../schemas/policy.schema.json
scoregate: 1
policy: identity-baseline
title: Identity baseline
owner: secops@contoso.example
rules:
  - id: overall-score
    title: The tenant keeps 70% of its points
    severity: high
    expect:
      score: { at-least: 70% }
  - id: admins-use-mfa
    severity: critical
    expect:
      controls: { match: [AdminMFAV2], state: implemented }
  - id: core-controls
    severity: medium
    expect:
      controls: { where: { tier: [Core] }, at-least: 50% }
  - id: no-claims
    severity: low
    enforcement: advise
    expect:
      claimed: { at-most: 10% }
  - id: peers
    severity: low
    enforcement: disabled
    expect:
      score: { peers: AllTenants }
waivers:
  - rule: core-controls
    controls: [mdo_safedocuments]
    reason: The licence is on order.
    approved-by: ciso@contoso.example
    ticket: SEC-1234
    expires: 2027-01-31
  - rule: admins-use-mfa
    controls: [OldControl]
    reason: It was being replaced.
    approved-by: ciso@contoso.example
    expires: 2026-06-30
";

/// A report without findings, with the built-in policy alone.
pub(super) fn empty() -> Report {
    let built_in = PolicyInfo {
        id: "scoregate".to_owned(),
        title: None,
        owner: None,
        place: None,
        rules: ["tenant", "fresh", "complete"].map(built_in).to_vec(),
    };
    let base = report::empty();
    Report {
        tenant: Some("contoso.example".to_owned()),
        snapshot: SnapshotInfo { maybe_claimed: 0.0, controls: 232, ..base.snapshot },
        policies: Arc::new(vec![built_in]),
        sources: vec![SourceFile {
            path: "policies/identity-baseline.yaml".to_owned(),
            text: IDENTITY.to_owned().into(),
            sha256: "ab".repeat(32),
        }],
        provenance: Provenance {
            version: "0.1.0".to_owned(),
            replayed: true,
            inputs: vec![Input {
                name: "data/recording.json".to_owned(),
                sha256: Some("cd".repeat(32)),
                bytes: 48_213,
                response_bytes: 47_350,
                graph: None,
                kind: InputKind::Recording {
                    verified: true,
                    captured: Some("2026-11-24T05:00:00Z".parse().unwrap()),
                    redacted: false,
                },
            }],
            baseline: None,
            repository: Some(Repository {
                uri: "https://github.com/contoso/posture".to_owned(),
                revision: "0123456789abcdef0123456789abcdef01234567".to_owned(),
            }),
        },
        ..base
    }
}

pub(super) fn built_in(id: &'static str) -> RuleInfo {
    let advisory = id == "complete";
    RuleInfo {
        id: id.to_owned(),
        title: match id {
            "tenant" => "The evidence must belong to the required tenant",
            "fresh" => "The snapshot must be recent",
            _ => "No finding may be unknown because of missing data",
        }
        .to_owned(),
        kind: id,
        severity: if advisory { Severity::Low } else { Severity::Critical },
        enforcement: if advisory { Enforcement::Advise } else { Enforcement::Block },
        why: None,
        fix: None,
        references: BTreeMap::new(),
        warning: None,
        place: None,
    }
}

/// The identity policy with its rules as they stand in its text.
pub(super) fn identity() -> PolicyInfo {
    let rule = |id: &str, title: &str, kind, severity, enforcement| RuleInfo {
        title: title.to_owned(),
        kind,
        why: None,
        place: Some(place(id)),
        ..report::rule(id, severity, enforcement, None)
    };
    let (block, advise, disabled) = (Enforcement::Block, Enforcement::Advise, Enforcement::Disabled);
    let mut rules = vec![
        rule("overall-score", "The tenant keeps 70% of its points", "score", Severity::High, block),
        rule("admins-use-mfa", "AdminMFAV2 must be implemented", "controls", Severity::Critical, block),
        rule(
            "core-controls",
            "controls of tier Core must each reach at least 50%",
            "controls",
            Severity::Medium,
            block,
        ),
        rule("no-claims", "At most 10% of the points may be claimed", "claimed", Severity::Low, advise),
        rule("peers", "The score must be at least the average of AllTenants", "score", Severity::Low, disabled),
    ];
    rules[0].why = Some("Below 70% the last three exercises succeeded within a day.".to_owned());
    rules[0].fix = Some("Work through the findings of the other rules,\nhighest points first.".to_owned());
    rules[0].references = BTreeMap::from([("nist-800-53".to_owned(), vec!["CA-7".to_owned()])]);
    rules[1].references = BTreeMap::from([("attack".to_owned(), vec!["T1078.004".to_owned()])]);
    rules[1].fix = Some("Require strong authentication for the roles of administrators.".to_owned());
    PolicyInfo {
        id: "identity-baseline".to_owned(),
        title: Some("Identity baseline".to_owned()),
        owner: Some("secops@contoso.example".to_owned()),
        place: Some(place("identity-baseline")),
        rules,
    }
}

/// Where a word first stands in the identity policy behind a key.
pub(crate) fn place(word: &str) -> Place {
    let found = |line: &str| line.find(&format!(": {word}")).map(|at| at + 3);
    let (line, column) = IDENTITY.lines().zip(1..).find_map(|(text, line)| Some((line, found(text)?))).unwrap();
    let column = u32::try_from(column).unwrap();
    Place { source: 0, line, column, end_column: column + u32::try_from(word.len()).unwrap() }
}

pub(super) fn control(id: &str, title: &str, score: f64, max: f64) -> Arc<ControlInfo> {
    Arc::new(ControlInfo {
        id: id.to_owned(),
        title: Some(title.to_owned()),
        category: Some("Identity".to_owned()),
        service: Some("AzureAD".to_owned()),
        tier: Some("Core".to_owned()),
        score: Some(score),
        max: Some(max),
        claimed: Some(0.0),
        maybe_claimed: Some(0.0),
        state: Some("Default".to_owned()),
        status: Some("You have 3 of 5 users registered.".to_owned()),
        action_url: Some("https://portal.example/mfa?x=1&y=2".to_owned()),
    })
}

pub(super) fn subject(id: &str) -> Subject {
    Subject::Control(id.to_owned())
}

/// The findings of the built-in rules, all well; the built-in policy comes last.
pub(super) fn with_built_in(report: &mut Report) {
    let policy = report.policies.len() - 1;
    for (rule, message) in [
        "The evidence belongs to tenant contoso.example.",
        "The snapshot of 2026-11-23T00:00:00Z is 31 h old; allowed: at most 7 d.",
        "Nothing is missing from the evidence.",
    ]
    .into_iter()
    .enumerate()
    {
        let mut finding = finding(rule, Subject::Tenant, Outcome::Pass, message);
        finding.rule.policy = policy;
        report.findings.push(finding);
    }
}

pub(super) fn waivers() -> Vec<WaiverInfo> {
    let waiver = |rule: &str, control: &str, reason: &str, line| WaiverInfo {
        reason: reason.to_owned(),
        place: Place { source: 0, line, column: 11, end_column: 11 + u32::try_from(rule.len()).unwrap() },
        expires_soon: false,
        ..report::waiver(rule, control, WaiverStatus::Active, 68)
    };
    let old = waiver("admins-use-mfa", "OldControl", "It was being replaced.", 38);
    let dates = report::waiver("admins-use-mfa", "OldControl", WaiverStatus::Expired, -147);
    let mut expired = WaiverInfo { reason: old.reason, place: old.place, ticket: None, covers: 0, ..dates };
    expired.granted = Some(jiff::civil::date(2026, 3, 1));
    expired.warning = Some(
        "waiver for identity-baseline/admins-use-mfa (OldControl) expired (last valid day 2026-06-30 UTC): the rule is evaluated without it"
            .to_owned(),
    );
    vec![waiver("core-controls", "mdo_safedocuments", "The licence is on order.", 32), expired]
}

/// The change of the shared parts, with titles and an assumption.
pub(super) fn change(lost: &str, added: &str) -> Change {
    let mut change = report::change(lost, added);
    for one in change.parts.iter_mut().flat_map(|part| &mut part.controls) {
        one.title = Some(format!("The title of {}", one.id));
        one.assumed = one.from.is_none();
    }
    change.assumptions = vec![Assumption::MaximumOfOneDay(1)];
    change
}
