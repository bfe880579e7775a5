//! `regression`: what the latest snapshot is compared with, and how much may be lost.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::kind::{Kind, Scope, Site};
use crate::evidence::Needs;
use crate::policy::property::Where;
use crate::policy::quantity::{self, Age, Drop};
use crate::policy::selector::{ControlId, Selected};
use crate::text::suggest::{closest, code, did_you_mean};
use crate::text::{count, list};
use crate::yaml::problem::{DiagnosticText, LocatedProblem};

/// The largest loss against an earlier day. At least one of `score` and `controls` is given.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("anyOf" = [{ "required": ["score"] }, { "required": ["controls"] }]))]
pub struct RegressionExpectation {
    /// The reference that the latest snapshot is compared with.
    pub against: Against,
    /// The largest drop of the tenant's score.
    pub score: Option<ScoreDrop>,
    /// The largest drop of single controls.
    pub controls: Option<ControlsDrop>,
    /// The figure that is compared.
    #[serde(default)]
    pub judge: Judge,
    /// The number of consecutive snapshots, the latest among them, that must show a drop before the rule fails. Default: 1. A drop
    /// that fewer show is reported as pending.
    #[serde(default = "once")]
    #[schemars(range(min = 1, max = 30))]
    pub confirm: u32,
    /// The outcome for points of controls that are no longer scored although the catalogue still contains them (expired licence,
    /// disconnected connector, outage).
    #[serde(default)]
    pub when_descoped: WhenDescoped,
    /// With `against: baseline`: the age of the baseline above which the outcome is unknown. Default: 180 days.
    pub max_age: Option<Age>,
}

/// The largest drop of the tenant's score.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ScoreDrop {
    /// The most that the score may drop, in percentage points.
    pub max_drop: Drop,
}

/// The largest drop of single controls; all scored controls where neither `match` nor `where` is given.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("not" = { "required": ["match", "where"] }))]
pub struct ControlsDrop {
    /// Ids of controls, or patterns with `*`, `?` and `[…]`; letter case does not count.
    #[serde(rename = "match")]
    #[schemars(length(min = 1))]
    pub ids: Option<Vec<ControlId>>,
    /// Properties that a control must have.
    #[serde(rename = "where")]
    pub properties: Option<Where>,
    /// Ids of controls, or patterns, that are excluded.
    #[schemars(length(min = 1))]
    pub except: Option<Vec<ControlId>>,
    /// The most that each control's percentage of its points may drop, in percentage points.
    pub max_drop: Drop,
}

/// The reference that the latest snapshot is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Against {
    /// The baseline that `--baseline` names.
    Baseline,
    /// The previous snapshot. An older drop no longer counts.
    Previous,
    /// The best day of a window before the latest snapshot.
    BestOf(Age),
    /// The latest snapshot that is at least so many days earlier. An older drop no longer counts.
    Days(u32),
}

/// The figure that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Judge {
    /// The points that Microsoft measured on controls that both days score: no claims, and no change of the catalogue.
    #[default]
    Posture,
    /// The score as Graph reports it, whatever changed it.
    Reported,
}

/// The outcome for points of controls that are no longer scored although the catalogue still contains them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WhenDescoped {
    /// Unknown, where they could break the limit.
    #[default]
    Unknown,
    /// A loss.
    Fail,
}

/// The remedy for a text that is not a value of `against`: the meaning of a word such as `best-of-30d`, or the values.
pub(in crate::policy) fn against_remedy(text: &str) -> String {
    const VALUES: [&str; 4] = ["baseline", "previous", "{ best-of: 30d }", "{ days: 7 }"];
    let text = text.to_lowercase();
    let spaced = text.replace(['-', '_', ':', '(', ')', '='], " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let meant = match words.as_slice() {
        ["best", "of", age @ ..] => {
            quantity::near(quantity::AGE, &age.concat()).map(|age| format!("{{ best-of: {age} }}"))
        }
        [] => None,
        days => {
            let days: String = days.iter().filter(|word| **word != "days").copied().collect();
            let days = days.trim_end_matches('d');
            let is_number = !days.is_empty() && days.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| format!("{{ days: {days} }}"))
        }
    };
    meant.map_or_else(
        || did_you_mean(closest(&text, VALUES), &VALUES, "the values are"),
        |meant| format!("write {}", code(&format!("against: {meant}"))),
    )
}

const fn once() -> u32 {
    1
}

impl JsonSchema for Against {
    fn schema_name() -> Cow<'static, str> {
        "Against".into()
    }

    /// No `oneOf`: each keyword below is about one type of value alone, so that an error names what is wrong with it.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "object"],
            "description": "The reference that the latest snapshot is compared with: `baseline` (the baseline file of the check), \
                `{ best-of: 30d }` (the best day of a window), `previous` (the previous snapshot), or `{ days: 7 }` (the latest \
                snapshot at least so many days earlier). With `previous` and `days` an older drop no longer counts.",
            "pattern": "^(baseline|previous)$",
            "examples": ["baseline", "previous"],
            "properties": {
                "best-of": generator.subschema_for::<Age>(),
                "days": { "type": "integer", "minimum": 1, "maximum": 1000 }
            },
            "additionalProperties": false,
            "minProperties": 1,
            "maxProperties": 1
        })
    }
}

impl<'e> From<&'e ControlsDrop> for Selected<'e> {
    fn from(chosen: &'e ControlsDrop) -> Self {
        let ControlsDrop { ids, properties, except, max_drop: _ } = chosen;
        Self { ids: ids.as_ref(), properties: properties.as_ref(), except: except.as_ref() }
    }
}

impl Kind for RegressionExpectation {
    fn name(&self) -> &'static str {
        "regression"
    }

    /// `No regression since the best day of the last 30 d: the posture must not drop more than 1 pp`.
    fn description(&self) -> String {
        let against = match self.against {
            Against::Baseline => "the baseline".to_owned(),
            Against::Previous => "the previous snapshot".to_owned(),
            Against::BestOf(window) => format!("the best day of the last {window}"),
            Against::Days(days) => format!("the snapshot of {} ago", count(days as usize, "day")),
        };
        let what = match self.judge {
            Judge::Posture => "the posture",
            Judge::Reported => "the reported score",
        };
        let score = self.score.map(|score| format!("{what} must not drop more than {}", score.max_drop));
        let controls = self.controls.as_ref().map(|controls| {
            let selected = Selected::from(controls);
            let each = match selected.is_all() {
                true => "each control".to_owned(),
                false => format!("each of {}", selected.description()),
            };
            format!("{each} must not drop more than {} of its own maximum", controls.max_drop)
        });
        let parts: Vec<String> = [score, controls].into_iter().flatten().collect();
        format!("No regression since {against}: {}", list(&parts, "and"))
    }

    /// The reference lies before as many snapshots as must confirm a drop; the latest is one of them.
    fn needs(&self) -> Needs {
        let confirming = self.confirm.saturating_sub(1);
        let reference = match self.against {
            Against::Baseline => confirming,
            Against::Previous => confirming + 1,
            Against::Days(days) => days,
            Against::BestOf(window) => window.days(),
        };
        Needs { days: reference.max(confirming) }
    }

    fn reads_baseline(&self) -> bool {
        self.against == Against::Baseline
    }

    fn scope(&self) -> Scope {
        Scope::of(self.score.is_some(), self.controls.is_some())
    }

    fn measures_score(&self) -> bool {
        true
    }

    fn selected(&self) -> Selected<'_> {
        self.controls.as_ref().map(Selected::from).unwrap_or_default()
    }

    fn forgets_after(&self) -> Option<String> {
        match self.against {
            Against::Previous => Some("one snapshot".to_owned()),
            Against::Days(days) => Some(count(days as usize, "day")),
            Against::Baseline | Against::BestOf(_) => None,
        }
    }

    fn check(&self, site: &Site<'_>, found: &mut Vec<LocatedProblem>) {
        if self.max_age.is_some() && self.against != Against::Baseline {
            let words = DiagnosticText::new(
                "`max-age` requires `against: baseline`",
                "not for this reference",
                "remove it: it is about the age of a baseline",
            );
            found.push(site.problem("max-age", words));
        }
        if let Against::BestOf(window) = self.against
            && self.confirm > window.days()
        {
            let words = DiagnosticText::new(
                format!(
                    "a window of {window} has no day before the {} snapshots that must confirm a drop",
                    self.confirm
                ),
                "too many for the window",
                "make the window longer, or `confirm` smaller",
            );
            found.push(site.problem("confirm", words));
        }
        if self.judge == Judge::Reported && site.has("when-descoped") {
            let words = DiagnosticText::new(
                "`when-descoped` cannot be combined with `judge: reported`",
                "not for the reported score",
                "remove it: the reported score counts whatever changed it",
            );
            found.push(site.problem("when-descoped", words));
        }
        let (Some(controls), Some(chosen)) = (&self.controls, site.below("controls")) else { return };
        chosen.check_patterns("match", controls.ids.as_deref(), found);
        chosen.check_patterns("except", controls.except.as_deref(), found);
    }
}
