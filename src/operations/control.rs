//! The operation `explain_control`: everything that is known of one control.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Head};
use super::arguments::Arguments;
use super::basis::Basis;
use super::bounded::{Bounded, ContentLimits, Extent, finite, fit};
use super::findings::FindingEntry;
use super::operation::Operation;
use super::parameter::{Kind, MAX_TOKENS, Parameter};
use super::refusal::Refusal;
use crate::evaluate::unscored_control;
use crate::evidence::{Profile, without_instance};
use crate::report::{ControlInfo, Finding, Report, Subject};
use crate::text::suggest;

pub(super) const OPERATION: Operation = Operation {
    name: "explain_control",
    path: "/v1/control",
    summary: "Explain one control",
    description: "Returns what is known of one control of Microsoft Secure Score: its points and state, the threats that it counters, where it \
                  is changed, and every finding about it with the reason of the rule and the way to fix it. Use the id from another answer.",
    example_prompts: &[
        "Explain the control AdminMFAV2.",
        "Why does the control mdo_safelinks fail, and how do I fix it?",
    ],
    parameters: &[
        Parameter {
            name: "id",
            description: "The id of the control, such as AdminMFAV2, in any letter case.",
            kind: Kind::RequiredText { longest: 200, example: "AdminMFAV2" },
        },
        MAX_TOKENS,
    ],
    response: |generator| generator.subschema_for::<ControlAnswer>(),
    answer,
};

/// What is known of one control.
#[derive(Serialize, JsonSchema)]
struct ControlAnswer {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    content: Content,
}

#[derive(Serialize, JsonSchema)]
struct Content {
    /// The control.
    control: ControlFacts,
    #[serde(flatten)]
    extent: Extent,
    /// The findings about the control, the most urgent first.
    findings: Vec<Explanation>,
}

/// What the evidence states about a control. The texts are those of Microsoft and of the tenant.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ControlFacts")]
struct ControlFacts {
    /// The id.
    id: String,
    /// Whether the snapshot scores it; where it does not, only the catalogue lists it.
    scored: bool,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The category.
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    /// The service.
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    /// The tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    tier: Option<String>,
    /// The points.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<f64>,
    /// The maximum, in points.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_points: Option<f64>,
    /// The state: `Default` where Microsoft measures it; `Ignored`, `ThirdParty` and `Reviewed` are set by people.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    /// The status of the implementation, as a text of Microsoft.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    /// The threats that it counters.
    threats: Vec<String>,
    /// The cost of the implementation.
    #[serde(skip_serializing_if = "Option::is_none")]
    implementation_cost: Option<String>,
    /// The impact on users.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_impact: Option<String>,
    /// The page of a portal of Microsoft where it is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    action_url: Option<String>,
}

/// A finding about the control, with the texts of its rule.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Explanation")]
struct Explanation {
    #[serde(flatten)]
    finding: FindingEntry,
    /// Why the rule exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// How to fix it.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
    /// Further facts: what the finding rests on.
    details: Vec<String>,
    /// The owner of the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
}

/// The most entries of the lists of texts.
const MOST: usize = 10;

fn answer(basis: &Basis, arguments: &Arguments) -> Result<Answer, Refusal> {
    let id = arguments.text("id");
    let control = NamedControl::of(basis, id).ok_or_else(|| not_found(basis, id))?;
    let report = &basis.report;
    let is_about = |finding: &&Finding| match &finding.subject {
        Subject::Tenant => false,
        Subject::Control(subject) => is_same(subject, &control.info.id),
    };
    let about: Vec<&Finding> = report.by_urgency().into_iter().filter(is_about).collect();
    let content = |count: usize, limits: &ContentLimits| Content {
        control: ControlFacts::of(&control, limits),
        extent: Extent::of(count, about.len()),
        findings: about.iter().take(count).map(|finding| Explanation::of(report, finding, limits)).collect(),
    };
    fit(basis, arguments.number(MAX_TOKENS.name), about.len(), content)
}

impl Bounded for Content {
    fn extent(&mut self) -> &mut Extent {
        &mut self.extent
    }
}

/// A control of the snapshot or of the catalogue.
struct NamedControl<'a> {
    info: Cow<'a, ControlInfo>,
    is_scored: bool,
    profile: Option<&'a Profile>,
}

impl<'a> NamedControl<'a> {
    /// The facts of the control with an id, in any letter case; none where neither the snapshot nor the catalogue has it.
    fn of(basis: &'a Basis, id: &str) -> Option<Self> {
        let controls = || basis.controls.iter().map(|(info, _)| info);
        let exact = controls().find(|info| info.id.eq_ignore_ascii_case(id));
        let scored = exact.or_else(|| controls().find(|info| is_same(&info.id, id)));
        let profile = basis.evidence.catalogue.profile(scored.map_or(id, |info| &info.id));
        match (scored, profile) {
            (Some(info), profile) => Some(Self { info: Cow::Borrowed(info), is_scored: true, profile }),
            (None, Some(profile)) => {
                Some(Self { info: Cow::Owned(unscored_control(profile)), is_scored: false, profile: Some(profile) })
            }
            (None, None) => None,
        }
    }
}

impl ControlFacts {
    fn of(control: &NamedControl<'_>, limits: &ContentLimits) -> Self {
        let NamedControl { info, is_scored, profile } = control;
        let text = |text: &Option<String>| limits.optional(text.as_deref());
        let threats = profile.and_then(|profile| profile.threats.as_deref()).unwrap_or_default();
        Self {
            id: limits.id(&info.id),
            scored: *is_scored,
            title: text(&info.title),
            category: text(&info.category),
            service: text(&info.service),
            tier: text(&info.tier),
            points: info.score.and_then(finite),
            max_points: info.max.and_then(finite),
            state: text(&info.state),
            status: text(&info.status),
            threats: limits.list(threats, MOST).map(|threat| limits.text(threat)).collect(),
            implementation_cost: profile.and_then(|profile| text(&profile.implementation_cost)),
            user_impact: profile.and_then(|profile| text(&profile.user_impact)),
            action_url: text(&info.action_url),
        }
    }
}

impl Explanation {
    fn of(report: &Report, finding: &Finding, limits: &ContentLimits) -> Self {
        let rule = report.rule(finding);
        Self {
            finding: FindingEntry::of(report, finding, limits),
            why: limits.optional(rule.why.as_deref()),
            fix: limits.optional(rule.fix.as_deref()),
            details: limits.list(&finding.details, MOST).map(|detail| limits.text(detail)).collect(),
            owner: limits.optional(report.policy(finding).owner.as_deref()),
        }
    }
}

/// Whether two ids name one control: without letter case, and without the number of an instance where only one has it.
fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || without_instance(one).eq_ignore_ascii_case(other)
        || one.eq_ignore_ascii_case(without_instance(other))
}

fn not_found(basis: &Basis, id: &str) -> Refusal {
    let ids = basis.controls.iter().map(|(info, _)| &*info.id);
    let profiles = basis.evidence.catalogue.profiles.values().map(|profile| &*profile.id);
    let help = match suggest::closest(id, ids.chain(profiles)) {
        Some(meant) => format!("did you mean {}?", suggest::code(meant)),
        None => "take an id from `get_posture` or `list_findings`".to_owned(),
    };
    Refusal::NotFound(format!("the tenant has no control {}; {help}", suggest::code(id)))
}
