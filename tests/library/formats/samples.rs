//! Reports written by hand, through the public types alone: what the renderers are tried on.

mod parts;

use std::collections::BTreeMap;
use std::sync::Arc;

use scoregate::evidence::InputKind;
use scoregate::report::{Exclusion, Outcome, Quantity, Reason, Report, Requirement, StateGap, Subject, Unit, Waivable};

use crate::support::report::finding;
pub(crate) use parts::place;
use parts::{change, control, empty, identity, subject, waivers, with_built_in};

/// Every sample with the name of its snapshots.
pub(crate) fn all() -> Vec<(&'static str, Report)> {
    vec![
        ("failing", failing()),
        ("passing", passing()),
        ("inconclusive", inconclusive()),
        ("disabled", disabled()),
        ("dropped", dropped()),
        ("hostile", hostile()),
        ("many", many()),
    ]
}

/// Failures of several severities, advice, an active waiver and one that expired, something unknown, a disabled rule.
pub(crate) fn failing() -> Report {
    let mut report = empty();
    Arc::make_mut(&mut report.policies).insert(0, identity());
    let mut score = finding(
        0,
        Subject::Tenant,
        Outcome::Fail,
        "68.4% (812.5 of 1188 points, 9 of them claimed); required: at least 70%.",
    );
    score.recoverable = Some(19.1);
    score.required = Some(Requirement::at_least(Quantity::exact(70.0, Unit::Percent)));
    score.observed = Some(Quantity::exact(68.392, Unit::Percent));
    let mut mfa = finding(
        1,
        subject("AdminMFAV2"),
        Outcome::Fail,
        "0 of 10 points (0.0%); required: all points, measured by Microsoft.",
    );
    mfa.control = Some(control("AdminMFAV2", "Require MFA for administrative roles", 0.0, 10.0));
    mfa.recoverable = Some(10.0);
    mfa.details = vec!["Its state has been Default since 2026-01-03.".to_owned()];
    report.findings = vec![score, mfa];
    report.findings.extend(core_findings());
    report.findings.push(finding(
        3,
        Subject::Tenant,
        Outcome::Fail,
        "100 of 812.5 points are claimed (12.3%); required: at most 10%.",
    ));
    report.waivers = waivers();
    with_built_in(&mut report);
    let policy = report.policies.len() - 1;
    report.findings.retain(|finding| finding.rule.policy != policy || finding.rule.rule != 0);
    let mut pin = finding(
        0,
        Subject::Tenant,
        Outcome::NotApplicable(Exclusion::NoTenantPinned),
        "No tenant is required, so data of any tenant is accepted (this run: contoso.example).",
    );
    pin.rule.policy = policy;
    report.findings.insert(report.findings.len() - 2, pin);
    report
}

/// One rule over many controls: failed, unknown, waived, passed and not applicable ones.
fn core_findings() -> Vec<scoregate::report::Finding> {
    let mut findings = Vec::new();
    for (id, score) in [("aad_limited_admins", 0.0), ("mdo_safelinks", 1.5), ("PWAgePolicyNew", 3.0)] {
        let message =
            format!("{score} of 8 points ({:.1}%); required: at least 50%, measured by Microsoft.", score * 12.5);
        let mut failed = finding(2, subject(id), Outcome::Fail, &message);
        failed.control = Some(control(id, "A core control", score, 8.0));
        failed.recoverable = Some(8.0 - score);
        findings.push(failed);
    }
    let waived = Outcome::Waived { instead_of: Waivable::Fail, waiver: 0 };
    findings.push(finding(
        2,
        subject("mdo_safedocuments"),
        waived,
        "0 of 5 points (0.0%); required: at least 50%, measured by Microsoft.",
    ));
    findings.push(finding(
        2,
        subject("mdo_safelinksforOfficeApps"),
        Outcome::Unknown(Reason::NoMaximum),
        "Unknown: its maximum is unknown. 3 points; required: at least 50%, measured by Microsoft.",
    ));
    findings.push(finding(
        2,
        subject("SelfServicePasswordReset"),
        Outcome::Pass,
        "1 of 1 points (100.0%); required: at least 50%, measured by Microsoft.",
    ));
    let away = Outcome::NotApplicable(Exclusion::ControlMissing);
    findings.push(finding(2, subject("spo_idle_session"), away, "Not scored, although the catalogue contains it."));
    findings
}

/// Everything holds.
pub(crate) fn passing() -> Report {
    let mut report = empty();
    Arc::make_mut(&mut report.policies).insert(0, identity());
    let mut aad_limited_admins = finding(
        2,
        subject("aad_limited_admins"),
        Outcome::Pass,
        "8 of 8 points (100.0%); required: at least 50%, measured by Microsoft.",
    );
    aad_limited_admins.required = Some(Requirement::at_least(Quantity::exact(50.0, Unit::Percent)));
    aad_limited_admins.observed = Some(Quantity::exact(100.0, Unit::Percent));
    report.findings = vec![
        finding(0, Subject::Tenant, Outcome::Pass, "71.0% (843.5 of 1188 points); required: at least 70%."),
        finding(
            1,
            subject("AdminMFAV2"),
            Outcome::Pass,
            "10 of 10 points (100.0%); required: all points, measured by Microsoft.",
        ),
        aad_limited_admins,
        finding(3, Subject::Tenant, Outcome::Pass, "9 of 843.5 points are claimed (1.1%); required: at most 10%."),
    ];
    report.snapshot.current = Some(843.5);
    report.provenance.repository = None;
    with_built_in(&mut report);
    // What is missing left nothing open, so that it is told as a note.
    let missing = "2 scored controls have no profile".to_owned();
    report.snapshot.gaps = vec![missing.clone()];
    if let Some(complete) = report.findings.last_mut() {
        complete.message =
            "The evidence has 1 gap. Every finding was evaluated from the available evidence.".to_owned();
        complete.details = vec![missing];
    }
    report
}

/// Two rules that compare the newest day with one before it: the posture fell too far, and the reported score did not.
pub(crate) fn dropped() -> Report {
    let mut report = empty();
    Arc::make_mut(&mut report.policies).insert(0, identity());
    let changed = Some(Box::new(change("AdminMFAV2", "aad_new_control")));
    let mut posture = finding(
        0,
        Subject::Tenant,
        Outcome::Fail,
        "The posture fell 0.5 pp since 2026-11-01 (previous snapshot); allowed drop: at most 0.2 pp.",
    );
    posture.change = changed.clone();
    posture.details = vec!["−0.5 pp  AdminMFAV2  9 → 4 of 9".to_owned()];
    let mut reported = finding(
        3,
        Subject::Tenant,
        Outcome::Pass,
        "The reported score fell 2.6 pp since 2026-11-01 (previous snapshot); allowed drop: at most 5 pp.",
    );
    reported.change = changed;
    report.findings = vec![posture, reported];
    with_built_in(&mut report);
    report
}

/// Nothing is judged, because the only rule is disabled.
pub(crate) fn disabled() -> Report {
    let mut report = empty();
    let mut policy = identity();
    policy.rules.retain(|rule| rule.id == "peers");
    Arc::make_mut(&mut report.policies).insert(0, policy);
    with_built_in(&mut report);
    report
}

/// Nothing failed, but the evidence is old and incomplete.
pub(crate) fn inconclusive() -> Report {
    let mut report = empty();
    Arc::make_mut(&mut report.policies).insert(0, identity());
    report.tenant = None;
    report.now = "2026-12-04T12:00:00Z".parse().unwrap();
    report.snapshot.max = None;
    report.snapshot.maybe_claimed = 45.0;
    report.snapshot.catalogue_complete = false;
    report.snapshot.gaps = vec!["Page 2 of the catalogue is missing from the recording.".to_owned()];
    report.provenance.inputs[0].kind = InputKind::Raw;
    report.findings = vec![
        finding(
            0,
            Subject::Tenant,
            Outcome::Unknown(Reason::NoMaxScore(None)),
            "Unknown: the snapshot has no maxScore.",
        ),
        finding(
            1,
            subject("AdminMFAV2"),
            Outcome::Pass,
            "10 of 10 points (100.0%); required: all points, measured by Microsoft.",
        ),
        finding(
            3,
            Subject::Tenant,
            Outcome::Unknown(Reason::StateUnknown(StateGap::Controls { points: Some(45.0), inconsistent: false })),
            "Unknown: up to 45 points may be claimed: the state of their controls is unknown. 9 of 812.5 points are claimed (1.1%); required: at most 10%.",
        ),
    ];
    report.findings[2].required = Some(Requirement::at_most(Quantity::exact(10.0, Unit::Percent)));
    report.findings[2].observed = Some(Quantity::between(1.1, 6.6, Unit::Percent));
    with_built_in(&mut report);
    let late = report.findings.len() - 2;
    report.findings[late].outcome =
        Outcome::Unknown(Reason::SnapshotTooOld { created: report.snapshot.created, limit: "7 d".to_owned() });
    report.findings[late].message =
        "Unknown: the snapshot of 2026-11-23T00:00:00Z is 11.5 d old; allowed: at most 7 d.".to_owned();
    report.findings[late + 1].outcome = Outcome::Unknown(Reason::FindingsUnknown {
        findings: vec!["identity-baseline/score-floor".to_owned(), "identity-baseline/claims".to_owned()],
    });
    report.findings[late + 1].message =
        "The evidence has 1 gap, and 2 findings are unknown: identity-baseline/score-floor, identity-baseline/claims."
            .to_owned();
    report
}

/// Words that try to be something else in every format.
pub(crate) const HOSTILE: [&str; 6] = [
    "::error::forged %0A::stop-commands::x",
    "]]> <script>alert(1)</script> & \"quoted\" 'single' {0} {1}",
    "| a | `code` **bold** [link](https://evil.example) ![image](https://evil.example/x.png) @team #1 $x$",
    "a,file=other.yaml,line=1,title=x:: y: z",
    "##[error]forged ##vso[task.complete result=Succeeded;] ###",
    "100 % of \\ backslashes \u{1f600} é \u{4e16}\u{754c}",
];

/// The failing report with hostile words wherever a policy or a tenant can put some.
pub(crate) fn hostile() -> Report {
    let mut report = failing();
    report.tenant = Some(HOSTILE[2].to_owned());
    report.sources[0].path = "policies/a: b,c%41 #1 ü.yaml".to_owned();
    report.snapshot.gaps = vec![HOSTILE[0].to_owned()];
    for (index, rule) in Arc::make_mut(&mut report.policies)[0].rules.iter_mut().enumerate() {
        rule.title = HOSTILE[index % HOSTILE.len()].to_owned();
        rule.why = Some(HOSTILE.join("\n"));
        rule.fix = Some(format!("::add-mask::x\n::error::y\n{}", HOSTILE[4]));
        rule.references = BTreeMap::from([("attack".to_owned(), vec![HOSTILE[1].to_owned()])]);
    }
    for (index, finding) in report.findings.iter_mut().enumerate() {
        let text = HOSTILE[index % HOSTILE.len()];
        finding.message = text.to_owned();
        finding.details = HOSTILE.map(str::to_owned).to_vec();
        if let Subject::Control(id) = &mut finding.subject {
            id.push_str(text);
        }
        if let Some(control) = finding.control.as_mut().map(Arc::make_mut) {
            control.id.push_str(text);
            control.title = Some(text.repeat(if index == 1 { 200 } else { 1 }));
            finding.change = Some(Box::new(change(text, HOSTILE[(index + 1) % HOSTILE.len()])));
            control.action_url = Some("javascript:alert(1)|`x`".to_owned());
        }
    }
    for waiver in &mut report.waivers {
        waiver.reason = HOSTILE[2].to_owned();
        waiver.approved_by = HOSTILE[1].to_owned();
        waiver.warning = Some(HOSTILE[3].to_owned());
    }
    report
}

/// One rule that fails on two thousand controls.
pub(crate) fn many() -> Report {
    let mut report = empty();
    Arc::make_mut(&mut report.policies).insert(0, identity());
    let failed = (0..2_000).map(|number| {
        let id = format!("control_{number:04}");
        let mut failed = finding(
            2,
            subject(&id),
            Outcome::Fail,
            "0 of 8 points (0.0%); required: at least 50%, measured by Microsoft.",
        );
        failed.control = Some(control(&id, "A core control", 0.0, 8.0));
        failed
    });
    report.findings = failed.collect();
    with_built_in(&mut report);
    report
}

/// The failing report with one text in place of every message, title, reason and id that is not the policy author's.
pub(crate) fn saying(text: &str) -> Report {
    let mut report = failing();
    for finding in &mut report.findings {
        finding.message = text.to_owned();
        finding.details = vec![text.to_owned(), text.to_owned()];
        if let Subject::Control(id) = &mut finding.subject {
            id.push_str(text);
        }
        if let Some(control) = finding.control.as_mut().map(Arc::make_mut) {
            control.title = Some(text.to_owned());
        }
        finding.change = Some(Box::new(change(text, text)));
    }
    for waiver in &mut report.waivers {
        waiver.reason = text.to_owned();
        waiver.warning = Some(text.to_owned());
    }
    Arc::make_mut(&mut report.policies)[0].rules[0].why = Some(text.to_owned());
    report.tenant = Some(text.to_owned());
    report
}
