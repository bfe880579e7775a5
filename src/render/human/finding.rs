//! The findings of one rule: its location, the observation, the reason for the rule, and the fix.

use crate::render::view::{Group, View};
use anstyle::Style;

use crate::render::phrases;
use crate::render::terminal_page::{BOLD, DIM, GREEN, RED, TerminalPage, YELLOW, painted, safe};
use crate::report::{Finding, Outcome, RuleInfo, Waivable};

/// The most controls of one rule that are listed; the formats for programs contain all.
const LISTED: usize = 100;
/// The width of the longest severity.
const SEVERITY: usize = 8;

/// Shows a group; `width` is that of the column of identities.
pub(super) fn show(page: &mut TerminalPage, view: &View<'_>, group: &Group<'_>, width: usize) {
    if matches!(group.first.outcome, Outcome::Waived { .. }) {
        for finding in group.findings.iter().take(LISTED) {
            waived(page, view, finding);
        }
        left_out(page, 2, group);
        return;
    }
    header(page, view, group, width);
    page.line(2, &painted(BOLD, &safe(&group.rule.title)));
    match group.findings.as_slice() {
        [only] => single(page, only),
        several => {
            let width = several.iter().map(|finding| phrases::subject(finding).chars().count()).max();
            several.iter().take(LISTED).for_each(|finding| listed(page, finding, width.unwrap_or(0).min(40)));
            left_out(page, 4, group);
        }
    }
    // A passed finding needs no reason and no remediation.
    let is_open = group.first.outcome != Outcome::Pass;
    if let Some(why) = group.rule.why.as_ref().filter(|_| is_open) {
        page.labelled(2, "why", why);
    }
    if let Some(fix) = group.rule.fix.as_ref().filter(|_| is_open) {
        page.labelled(2, "fix", fix);
    }
    if !group.rule.references.is_empty() {
        let references = references(page, group.rule);
        page.labelled_line(2, "refs", &references);
    }
    if let Some(owner) = &group.policy.owner {
        page.labelled(2, "owner", owner);
    }
    if let ([only], true) = (group.findings.as_slice(), is_open && group.rule.place.is_some()) {
        let address = only.control.as_ref().and_then(|control| control.action_url.as_ref());
        if let Some(address) = address {
            let link = page.linked(address, Some(address));
            page.labelled_line(2, "link", &link);
        }
    }
}

/// The references of a rule as [`phrases::references`] has them, those with a public address as hyperlinks.
fn references(page: &TerminalPage, rule: &RuleInfo) -> String {
    let linked = |framework: &str, id: &String| page.linked(id, reference_address(framework, id).as_deref());
    let of_framework = |(framework, ids): (&String, &Vec<String>)| {
        let ids: Vec<String> = ids.iter().map(|id| linked(framework, id)).collect();
        format!("{} {}", safe(framework), ids.join(", "))
    };
    rule.references.iter().map(of_framework).collect::<Vec<_>>().join("; ")
}

/// The page of MITRE about a technique, a tactic or a mitigation; none of other frameworks.
fn reference_address(framework: &str, id: &str) -> Option<String> {
    let is_id = id.len() > 4 && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    let kind = match id {
        _ if !is_id || framework != "attack" => return None,
        _ if id.starts_with("TA") => "tactics",
        _ if id.starts_with('T') => "techniques",
        _ if id.starts_with('M') => "mitigations",
        _ => return None,
    };
    Some(format!("https://attack.mitre.org/{kind}/{}/", id.replace('.', "/")))
}

fn header(page: &mut TerminalPage, view: &View<'_>, group: &Group<'_>, width: usize) {
    let (sign, style) = sign(group);
    let spot = match group.rule.place {
        Some(place) => view.report.spot(place),
        None => "built-in rule".to_owned(),
    };
    let identity = safe(&group.identity(view.report));
    let controls = match group.findings.len() {
        1 => String::new(),
        _ => format!("  ({})", group.counted()),
    };
    page.line(
        0,
        &format!(
            "{} {}  {identity:width$}  {}{controls}",
            painted(style, sign),
            painted(style, &format!("{:SEVERITY$}", group.rule.severity.name())),
            painted(DIM, &safe(&spot))
        ),
    );
}

fn sign(group: &Group<'_>) -> (&'static str, Style) {
    match group.first.outcome {
        // An advisory finding is never red: red means that the build fails.
        Outcome::Fail if group.advises() => ("✗", YELLOW),
        Outcome::Fail => ("✗", RED),
        Outcome::Unknown(_) => ("?", YELLOW),
        Outcome::Waived { .. } => ("~", DIM),
        Outcome::Pass => ("✓", GREEN),
        Outcome::NotApplicable(_) => ("-", DIM),
    }
}

fn single(page: &mut TerminalPage, finding: &Finding) {
    page.line(2, &format!("{}{}{}", safe(&phrases::observation(finding)), recoverable(finding), codes(finding)));
    for detail in &finding.details {
        page.line(4, &safe(detail));
    }
    if let Some(facts) = phrases::control_facts(finding) {
        page.line(4, &painted(DIM, &safe(&facts)));
    }
}

/// One finding of several: its control and the observation in one line.
fn listed(page: &mut TerminalPage, finding: &Finding, width: usize) {
    let (id, observed) = (phrases::subject(finding), phrases::observation(finding));
    // The control is in its column already.
    let observed = observed.strip_prefix(id).and_then(|rest| rest.strip_prefix(' ')).unwrap_or(&observed);
    let (control, observed) = (safe(id), safe(observed));
    page.line(4, &format!("{control:width$}  {observed}{}{}", recoverable(finding), codes(finding)));
    for detail in &finding.details {
        page.line(8, &safe(detail));
    }
}

fn recoverable(finding: &Finding) -> String {
    if finding.outcome == Outcome::Pass {
        return String::new();
    }
    phrases::recoverable(finding).map(|phrase| painted(DIM, &format!("  ({phrase})"))).unwrap_or_default()
}

/// The codes of the reasons of an unknown finding, waived or not, each once: the command `explain` has more about them.
fn codes(finding: &Finding) -> String {
    let reason = match &finding.outcome {
        Outcome::Unknown(reason) | Outcome::Waived { instead_of: Waivable::Unknown(reason), waiver: _ } => reason,
        Outcome::Waived { instead_of: Waivable::Fail, waiver: _ }
        | Outcome::Pass
        | Outcome::Fail
        | Outcome::NotApplicable(_) => return String::new(),
    };
    let mut codes: Vec<&str> = Vec::new();
    for reason in reason.each() {
        let code = reason.code().as_str();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    painted(DIM, &format!("  [{}]", codes.join(", ")))
}

fn left_out(page: &mut TerminalPage, indent: usize, group: &Group<'_>) {
    let more = group.findings.len().saturating_sub(LISTED);
    if more > 0 {
        page.line(indent, &format!("… and {more} more of {}/{}", group.policy.id, group.rule.id));
    }
}

fn waived(page: &mut TerminalPage, view: &View<'_>, finding: &Finding) {
    let Outcome::Waived { waiver, .. } = &finding.outcome else { return };
    let waiver = &view.report.waivers[*waiver];
    let identity = safe(&view.report.identity(finding));
    let approval = safe(&phrases::approval(waiver));
    let rule = view.report.rule(finding);
    let spot = rule.place.map(|place| painted(DIM, &safe(&view.report.spot(place)))).unwrap_or_default();
    let severity = rule.severity.name();
    page.line(0, &format!("{} {severity:SEVERITY$}  {identity}  waived, {approval}  {spot}", painted(DIM, "~")));
    let reason = format!("Waiver reason: {} ({})", waiver.reason, view.report.spot(waiver.place));
    let observed = safe(&format!("{} {reason}", phrases::observation(finding)));
    page.line(2, &format!("{observed}{}", codes(finding)));
}
