//! What a rule on regression says: what today is compared with, and how much may be lost.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::{Age, ControlId, Drop, Where, quantity};
use crate::text::suggest::{closest, code, did_you_mean};

/// The largest loss against an earlier day. At least one of `score` and `controls` is given.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("anyOf" = [{ "required": ["score"] }, { "required": ["controls"] }]))]
pub struct RegressionExpectation {
    /// What the newest snapshot is compared with.
    pub against: Against,
    /// The largest drop of the tenant's score.
    pub score: Option<ScoreDrop>,
    /// The largest drop of single controls.
    pub controls: Option<ControlsDrop>,
    /// What is compared.
    #[serde(default)]
    pub judge: Judge,
    /// In how many snapshots in a row, the newest among them, a drop must be seen before the rule fails. 1 where it is not given.
    /// A drop that fewer show is reported as pending.
    #[serde(default = "once")]
    #[schemars(range(min = 1, max = 30))]
    pub confirm: u32,
    /// What points of controls are that are no longer scored although the catalogue still has them: a licence, a connector, an
    /// outage.
    #[serde(default)]
    pub when_descoped: WhenDescoped,
    /// With `against: baseline`: how old the baseline may be before the rule is undecided. 180 days where it is not given.
    pub max_age: Option<Age>,
}

/// The largest drop of the tenant's score.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ScoreDrop {
    /// How far the score may fall, in percentage points.
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
    /// Ids of controls, or patterns, that are left out.
    #[schemars(length(min = 1))]
    pub except: Option<Vec<ControlId>>,
    /// How far each control's share of its points may fall, in percentage points.
    pub max_drop: Drop,
}

/// What the newest snapshot is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Against {
    /// The baseline that `--baseline` names.
    Baseline,
    /// The snapshot before. A drop is forgotten after one run.
    Previous,
    /// The best day of a window before the newest snapshot.
    BestOf(Age),
    /// The newest snapshot that is at least so many days older. A drop is forgotten after so many days.
    Days(u32),
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Judge {
    /// What Microsoft measured on controls that both days score: no claims, and no change of the catalogue.
    #[default]
    Posture,
    /// The score as Graph reports it, whatever moved it.
    Reported,
}

/// What points of controls are that are no longer scored although the catalogue still has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WhenDescoped {
    /// Undecided, where they could break the limit.
    #[default]
    Unknown,
    /// Lost.
    Fail,
}

/// The remedy for a text that is not a value of `against`: the meaning of a word such as `best-of-30d`, or the values.
pub(super) fn against_remedy(text: &str) -> String {
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
            "description": "What the newest snapshot is compared with: `baseline` (the file that `--baseline` names), \
                `{ best-of: 30d }` (the best day of a window), `previous` (the snapshot before), or `{ days: 7 }` (the newest \
                that is at least so many days older). `previous` and `days` forget a drop.",
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
