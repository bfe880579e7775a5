//! A day before the newest, as it lies in a response.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use super::control::{either, merge_by_id};
use super::text::{Text, clean};
use super::{Item, decode};
use crate::evidence::Disputed;
use crate::evidence::fault::Fault;
use crate::evidence::lenient::number;
use crate::evidence::limits::Scores;
use crate::evidence::past::{PastControl, PastDay};

/// The properties of a control that count on a day before the newest.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PastEntry<'a> {
    #[serde(borrow, alias = "ControlName")]
    control_name: Option<Text<'a>>,
    #[serde(default, deserialize_with = "number", alias = "Score")]
    score: Option<f64>,
    #[serde(default, deserialize_with = "number", alias = "ScoreInPercentage")]
    score_in_percentage: Option<f64>,
    #[serde(default, alias = "AdditionalProperties", alias = "additionalData", alias = "AdditionalData")]
    additional_properties: Option<PastAdditional>,
}

/// The property that SDKs keep apart and that counts on a past day; the others are not checked there.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PastAdditional {
    #[serde(default, deserialize_with = "number", alias = "ScoreInPercentage")]
    score_in_percentage: Option<f64>,
}

impl Item<'_> {
    /// Decodes a day before the newest: points and percentages alone.
    pub(in crate::evidence) fn to_past(
        &self,
        whole: &str,
        date: Date,
        captured: Option<Timestamp>,
        partial: bool,
    ) -> Result<PastDay, Fault> {
        let mut controls: Vec<PastControl> = Vec::new();
        for control in decode::<Scores, PastEntry<'_>>(whole, self.control_scores)? {
            controls.push(control.into_past()?);
        }
        Ok(PastDay {
            date,
            tenant: self.tenant()?,
            unnamed: false,
            current: self.current_score,
            max: self.max_score,
            partial,
            lists_controls: self.lists_controls(),
            controls: merge_past(controls),
            maxima: BTreeMap::new(),
            captured,
            parts: Vec::new(),
        })
    }
}

/// Sorts the controls of a past day by id and merges what stands twice.
fn merge_past(controls: Vec<PastControl>) -> Vec<PastControl> {
    let merge = |known: &mut PastControl, other: &PastControl| {
        if (known.score, known.percentage) != (other.score, other.percentage) {
            known.disputed = Some(Disputed::span(known.disputed, known.score, other.score));
        }
    };
    merge_by_id(controls, |control| &control.id, merge)
}

impl PastEntry<'_> {
    fn into_past(self) -> Result<PastControl, Fault> {
        let id = clean(self.control_name.as_deref())
            .ok_or_else(|| Fault::invalid("an entry of controlScores has no controlName"))?;
        let apart = self.additional_properties.and_then(|additional| additional.score_in_percentage);
        let percentage = either("scoreInPercentage", self.score_in_percentage, apart)?;
        Ok(PastControl { id, score: self.score, percentage, disputed: None })
    }
}
