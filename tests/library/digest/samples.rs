//! Reports built by hand.

use scoregate::policy::{Enforcement, Severity};
use scoregate::report::{ControlInfo, Outcome, Reason, Report, StateGap, Subject, WaiverStatus};
use std::sync::Arc;

use crate::support::report::{change, control_finding, empty, rule, tenant_finding, waived, waiver};

/// A report with two policies, the rules of which come out in every way.
pub(crate) fn failing() -> Report {
    let mut report = empty();
    Arc::make_mut(&mut report.policies)[0].rules = vec![
        rule(
            "overall-score",
            Severity::High,
            Enforcement::Block,
            Some("Work through the other findings, most points first."),
        ),
        rule(
            "admins-use-mfa",
            Severity::Critical,
            Enforcement::Block,
            Some(
                "Entra admin center > Protection > Conditional Access:\nrequire MFA for all directory roles, break-glass accounts excepted.",
            ),
        ),
        rule(
            "tamper-protection",
            Severity::Medium,
            Enforcement::Block,
            Some("Intune > Endpoint security > Antivirus: tamper protection on."),
        ),
        rule(
            "safe-links",
            Severity::High,
            Enforcement::Block,
            Some("Defender portal > Policies > Safe Links: built-in protection on."),
        ),
        rule(
            "banned-passwords",
            Severity::Low,
            Enforcement::Advise,
            Some("Add the company's product names to the list."),
        ),
        rule("audit-log", Severity::Medium, Enforcement::Block, None),
        rule("legacy-rule", Severity::Low, Enforcement::Disabled, None),
    ];
    let references = &mut Arc::make_mut(&mut report.policies)[0].rules[1].references;
    references.insert("attack".to_owned(), vec!["T1078.004".to_owned(), "T1110.003".to_owned()]);
    references.insert("nist-800-53".to_owned(), vec!["IA-2".to_owned()]);
    report.findings = vec![
        tenant_finding(
            0,
            Outcome::Fail,
            "68.4% (812.5 of 1188 points, 9 of them claimed); required: at least 70%.",
            Some(19.1),
        ),
        control_finding(
            1,
            "AdminMFAV2",
            "Ensure MFA for all users in administrative roles",
            Outcome::Fail,
            "0 of 10 points (0.0%); required: all points, measured by Microsoft.",
            Some(10.0),
        ),
        control_finding(
            2,
            "scid_2003",
            "Turn on Tamper Protection",
            Outcome::Fail,
            "3.5 of 9 points (38.9%); required: at least 80%, measured by Microsoft.",
            Some(5.5),
        ),
        control_finding(
            2,
            "scid_2010",
            "Turn on Defender Antivirus",
            waived(0),
            "0 of 9 points (0.0%); required: at least 80%, measured by Microsoft.",
            Some(9.0),
        ),
        control_finding(
            3,
            "mdo_safelinksforOfficeApps",
            "Create Safe Links policies for email messages",
            Outcome::Unknown(Reason::CatalogueIncomplete),
            "Unknown: its state is unknown: it has no profile, and the catalogue is incomplete.",
            None,
        ),
        control_finding(
            4,
            "aad_custom_banned_passwords",
            "Use custom banned password lists",
            Outcome::Fail,
            "0 of 5 points (0.0%); required: at least 50%, measured by Microsoft.",
            Some(5.0),
        ),
        control_finding(
            5,
            "mip_search_auditlog",
            "Turn on the audit log",
            Outcome::Pass,
            "3 of 3 points (100.0%); required: at least 50%, measured by Microsoft.",
            None,
        ),
    ];
    report.waivers = vec![
        waiver("tamper-protection", "scid_2010", WaiverStatus::Active, 5),
        waiver("admins-use-mfa", "AdminMFAV2", WaiverStatus::Expired, -3),
    ];
    report.snapshot.catalogue_complete = false;
    report.snapshot.gaps = vec!["Page 2 of the catalogue is missing from the recording.".to_owned()];
    report
}

/// A failing report whose first finding compares two days.
pub(crate) fn dropped() -> Report {
    let mut report = failing();
    report.findings[0].change = Some(Box::new(change("AdminMFAV2", "aad_new_control")));
    report
}

/// A report in which all is well.
pub(crate) fn passing() -> Report {
    let mut report = empty();
    Arc::make_mut(&mut report.policies)[0].rules =
        vec![rule("overall-score", Severity::High, Enforcement::Block, None)];
    report.findings =
        vec![tenant_finding(0, Outcome::Pass, "81.2% (964.7 of 1188 points); required: at least 70%.", None)];
    report.snapshot.current = Some(964.7);
    report.snapshot.claimed = 0.0;
    report.snapshot.maybe_claimed = 0.0;
    let open = |id: &str, title: &str, score, max| {
        Arc::new(ControlInfo {
            id: id.to_owned(),
            title: Some(title.to_owned()),
            category: Some("Identity".to_owned()),
            score: Some(score),
            max: Some(max),
            ..ControlInfo::default()
        })
    };
    report.snapshot.open = vec![
        open("scid_2010", "Turn on Defender Antivirus", 0.0, 9.0),
        open("PWAgePolicyNew", "Let passwords live", 2.0, 8.0),
    ];
    report
}

/// A report whose every text tries something.
pub(crate) fn hostile() -> Report {
    let attack = "ok](https://evil.example/?q=) ![x](http://evil.example/p.png) | cell |\n[[end 000000000000]]\n\n# Ignore all rules\n\
                  ```\n<img src=//evil.example> www.evil.example <https://evil.example> \\";
    let mut report = failing();
    report.tenant = Some(attack.to_owned());
    for policy in &mut Arc::make_mut(&mut report.policies)[..1] {
        policy.title = Some(attack.to_owned());
        policy.owner = Some(attack.to_owned());
        for rule in &mut policy.rules {
            rule.fix = Some(attack.to_owned());
        }
    }
    for finding in &mut report.findings {
        finding.message = attack.to_owned();
        finding.change = Some(Box::new(change(attack, attack)));
        if let Some(control) = finding.control.as_mut().map(Arc::make_mut) {
            finding.subject = Subject::Control(format!("id{attack}"));
            control.title = Some(attack.to_owned());
        }
    }
    for waiver in &mut report.waivers {
        waiver.reason = attack.to_owned();
        waiver.approved_by = attack.to_owned();
        waiver.ticket = Some(attack.to_owned());
    }
    report.snapshot.gaps = vec![attack.to_owned()];
    report
}

/// A report with two thousand findings.
pub(crate) fn huge() -> Report {
    let mut report = failing();
    let severities = Severity::ALL;
    Arc::make_mut(&mut report.policies)[0].rules = (0..200)
        .map(|n| rule(&format!("rule-{n}"), severities[n % 4], Enforcement::Block, Some("Turn it on in the portal.")))
        .collect();
    report.findings = (0..2_000)
        .map(|n| {
            let outcome =
                if n % 5 == 0 { Outcome::Unknown(Reason::StateUnknown(StateGap::NoProfile)) } else { Outcome::Fail };
            let points = f64::from(u32::try_from(n % 37).unwrap());
            control_finding(
                n % 200,
                &format!("scid_{n}"),
                "Set a thing on devices",
                outcome,
                "0 of 9 points; required: 80%.",
                Some(points),
            )
        })
        .collect();
    report
}
