//! The operation `get_posture`: the verdict, the score and where points can be recovered.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Head};
use super::arguments::Arguments;
use super::basis::Basis;
use super::bounded::{Bounded, ContentLimits, Extent, finite, fit};
use super::operation::Operation;
use super::parameter::MAX_TOKENS;
use super::refusal::Refusal;
use crate::report::{CategoryInfo, ControlInfo, WaiverInfo};

pub(super) const OPERATION: Operation = Operation {
    name: "get_posture",
    path: "/v1/posture",
    summary: "Get the security posture",
    description: "Returns the verdict of the compliance gate on the Microsoft Secure Score of the tenant, the score with the points \
                  that Microsoft measured and those that an administrator claimed, the score of each category, the waivers that expire soon, \
                  and the controls with the most points to recover. Use it first, for any question about the state of the tenant.",
    example_prompts: &[
        "What is our Secure Score, and does it meet our policies?",
        "Which controls give us the most points?",
        "Which waivers expire soon?",
    ],
    parameters: &[MAX_TOKENS],
    response: |generator| generator.subschema_for::<PostureAnswer>(),
    answer,
};

/// The posture of the tenant.
#[derive(Serialize, JsonSchema)]
struct PostureAnswer {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    content: Content,
}

#[derive(Serialize, JsonSchema)]
struct Content {
    /// The Secure Score.
    score: Score,
    /// The score of each category.
    categories: Vec<Category>,
    /// The waivers that expire within the warning window of the policies.
    expiring_waivers: Vec<Waiver>,
    /// The number of gaps in the evidence; unknown findings name what is missing.
    evidence_gaps: usize,
    #[serde(flatten)]
    extent: Extent,
    /// The controls with points that can be recovered, the most points first.
    controls: Vec<Control>,
}

/// The Secure Score, in points.
#[derive(Serialize, JsonSchema)]
struct Score {
    /// The share of the maximum, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<f64>,
    /// The reported points.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<f64>,
    /// The reported maximum.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_points: Option<f64>,
    /// The points that rest on a claim in the portal, not on a measurement of Microsoft.
    claimed_points: f64,
    /// The points of which it is unknown whether they rest on claims.
    possibly_claimed_points: f64,
    /// The number of scored controls.
    scored_controls: usize,
}

/// The controls of a category together.
#[derive(Serialize, JsonSchema)]
struct Category {
    /// The name.
    name: String,
    /// The points; missing where those of a control are unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<f64>,
    /// The maximum; missing where that of a control is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_points: Option<f64>,
    /// The points that can be recovered.
    #[serde(skip_serializing_if = "Option::is_none")]
    recoverable_points: Option<f64>,
}

/// A waiver that expires soon.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ExpiringWaiver")]
struct Waiver {
    /// The rule, as `policy/rule`.
    rule: String,
    /// The last valid day, in UTC.
    expires: String,
    /// The number of days until then.
    days_left: i64,
    /// The number of findings that it covers.
    covers: usize,
}

/// A control with points that can be recovered.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OpenControl")]
struct Control {
    /// The id, for `explain_control`.
    id: String,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The points.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<f64>,
    /// The maximum.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_points: Option<f64>,
    /// The points that can be recovered.
    #[serde(skip_serializing_if = "Option::is_none")]
    recoverable_points: Option<f64>,
}

/// The most entries of the lists beside the controls.
const MOST: usize = 10;

fn answer(basis: &Basis, arguments: &Arguments) -> Result<Answer, Refusal> {
    let report = &basis.report;
    let snapshot = &report.snapshot;
    let open = open_controls(basis);
    let expiring: Vec<&WaiverInfo> = report.waivers.iter().filter(|waiver| waiver.expires_soon).collect();
    let content = |count: usize, limits: &ContentLimits| Content {
        score: Score {
            percent: match (snapshot.current, snapshot.max) {
                (Some(current), Some(max)) if max > 0.0 => finite(current / max * 100.0),
                (Some(_) | None, Some(_) | None) => None,
            },
            points: snapshot.current.and_then(finite),
            max_points: snapshot.max.and_then(finite),
            claimed_points: finite(snapshot.claimed).unwrap_or_default(),
            possibly_claimed_points: finite(snapshot.maybe_claimed).unwrap_or_default(),
            scored_controls: snapshot.controls,
        },
        categories: limits.list(&snapshot.categories, MOST).map(|info| Category::of(info, limits)).collect(),
        expiring_waivers: limits.list(&expiring, MOST).map(|waiver| Waiver::of(waiver, limits)).collect(),
        evidence_gaps: snapshot.gaps.len(),
        extent: Extent::of(count, open.len()),
        controls: open.iter().take(count).map(|(info, points)| Control::of(info, *points, limits)).collect(),
    };
    fit(basis, arguments.number(MAX_TOKENS.name), open.len(), content)
}

impl Bounded for Content {
    fn extent(&mut self) -> &mut Extent {
        &mut self.extent
    }
}

impl Category {
    fn of(info: &CategoryInfo, limits: &ContentLimits) -> Self {
        Self {
            name: limits.text(&info.name),
            points: info.score.and_then(finite),
            max_points: info.max.and_then(finite),
            recoverable_points: finite(info.recoverable),
        }
    }
}

impl Waiver {
    fn of(waiver: &WaiverInfo, limits: &ContentLimits) -> Self {
        Self {
            rule: limits.id(&format!("{}/{}", waiver.policy, waiver.rule)),
            expires: waiver.expires.to_string(),
            days_left: waiver.days_left,
            covers: waiver.covers,
        }
    }
}

impl Control {
    fn of(info: &ControlInfo, recoverable: f64, limits: &ContentLimits) -> Self {
        Self {
            id: limits.id(&info.id),
            title: limits.optional(info.title.as_deref()),
            points: info.score.and_then(finite),
            max_points: info.max.and_then(finite),
            recoverable_points: finite(recoverable),
        }
    }
}

/// The controls with points that can be recovered, the most points first.
fn open_controls(basis: &Basis) -> Vec<(&ControlInfo, f64)> {
    let points = |recoverable: Option<f64>| recoverable.filter(|points| *points > 0.0);
    let open = basis.controls.iter().filter_map(|(info, recoverable)| Some((info.as_ref(), points(*recoverable)?)));
    let mut open: Vec<(&ControlInfo, f64)> = open.collect();
    open.sort_by(|(a, points), (b, others)| others.total_cmp(points).then_with(|| a.id.cmp(&b.id)));
    open
}
