//! The controls of the newest day, as they lie in a response.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::evidence::fault::Fault;
use crate::evidence::gap::Gap;
use crate::evidence::lenient::{number, timestamp};
use crate::evidence::{ControlScore, Disputed, limits};

use super::text::{Text, clean};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Control<'a> {
    #[serde(borrow, default, alias = "AdditionalProperties", alias = "additionalData", alias = "AdditionalData")]
    additional_properties: Option<Additional<'a>>,
    #[serde(borrow, alias = "ControlName")]
    control_name: Option<Text<'a>>,
    #[serde(borrow, alias = "ControlCategory")]
    control_category: Option<Text<'a>>,
    #[serde(default, deserialize_with = "number", alias = "Score")]
    score: Option<f64>,
    #[serde(default, deserialize_with = "number", alias = "ScoreInPercentage")]
    score_in_percentage: Option<f64>,
    #[serde(borrow, alias = "LastSynced")]
    last_synced: Option<Text<'a>>,
    #[serde(borrow, alias = "ImplementationStatus")]
    implementation_status: Option<Text<'a>>,
}

/// The properties of a control that Graph does not declare: SDKs keep them apart from the declared ones.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Additional<'a> {
    #[serde(default, deserialize_with = "number", alias = "ScoreInPercentage")]
    score_in_percentage: Option<f64>,
    #[serde(borrow, alias = "LastSynced")]
    last_synced: Option<Text<'a>>,
    #[serde(borrow, alias = "ImplementationStatus")]
    implementation_status: Option<Text<'a>>,
}

/// The value of a key that an SDK may have kept apart.
pub(super) fn either<T: PartialEq>(key: &str, declared: Option<T>, additional: Option<T>) -> Result<Option<T>, Fault> {
    match (declared, additional) {
        (Some(one), Some(other)) if one != other => {
            Err(Fault::invalid(format!("an entry of controlScores gives {key} twice")))
        }
        (one, other) => Ok(one.or(other)),
    }
}

/// Sorts the controls by id and merges what stands twice: the same values once, different values as [`Disputed`].
pub(super) fn merge_controls(
    whole: &str,
    raw: Option<&RawValue>,
    gaps: &mut Vec<Gap>,
) -> Result<Vec<ControlScore>, Fault> {
    let mut controls: Vec<ControlScore> = Vec::new();
    let take = |control: Control<'_>| {
        controls.push(control.joined()?.into_score(gaps)?);
        Ok(())
    };
    raw.map_or(Ok(()), |raw| limits::each::<limits::Scores, Control<'_>>(whole, raw, take))?;
    Ok(merge_by_id(controls, |control| &control.id, ControlScore::merge))
}

/// Sorts entries by id without letter case. Of those with one id the first is kept, with which `merge` merges each other one.
pub(super) fn merge_by_id<T>(mut entries: Vec<T>, id: impl Fn(&T) -> &str, merge: impl Fn(&mut T, &T)) -> Vec<T> {
    entries.sort_by_cached_key(|entry| id(entry).to_lowercase());
    entries.dedup_by(|other, known| {
        let (known_id, other_id) = (id(known), id(other));
        // Most ids are ASCII, which is compared without a copy.
        let is_ascii = known_id.is_ascii() && other_id.is_ascii();
        let is_same = known_id.eq_ignore_ascii_case(other_id)
            || (!is_ascii && known_id.to_lowercase() == other_id.to_lowercase());
        if is_same {
            merge(known, other);
        }
        is_same
    });
    entries
}

impl Control<'_> {
    /// The same with what an SDK kept apart in its place.
    fn joined(mut self) -> Result<Self, Fault> {
        if let Some(more) = self.additional_properties.take() {
            self.score_in_percentage = either("scoreInPercentage", self.score_in_percentage, more.score_in_percentage)?;
            self.last_synced = either("lastSynced", self.last_synced, more.last_synced)?;
            self.implementation_status =
                either("implementationStatus", self.implementation_status, more.implementation_status)?;
        }
        Ok(self)
    }

    fn into_score(self, gaps: &mut Vec<Gap>) -> Result<ControlScore, Fault> {
        let text = |text: Option<Text<'_>>| clean(text.as_deref());
        let id =
            text(self.control_name).ok_or_else(|| Fault::invalid("an entry of controlScores has no controlName"))?;
        let last_synced = self.last_synced.as_deref().filter(|text| !text.trim().is_empty());
        let synced = last_synced.and_then(timestamp);
        if last_synced.is_some() && synced.is_none() {
            gaps.push(Gap::LastSynced(id.clone()));
        }
        Ok(ControlScore {
            id,
            category: text(self.control_category),
            score: self.score,
            percentage: self.score_in_percentage,
            last_synced: synced,
            status: text(self.implementation_status),
            disputed: None,
        })
    }
}

impl ControlScore {
    fn measures_same(&self, other: &Self) -> bool {
        let category = |control: &Self| control.category.as_deref().map(str::to_lowercase);
        self.score == other.score && self.percentage == other.percentage && category(self) == category(other)
    }

    /// Merges what stands twice.
    fn merge(&mut self, other: &Self) {
        if self.measures_same(other) {
            // The same measurement twice; keep the older sync, which freshness must judge.
            self.last_synced = self.last_synced.zip(other.last_synced).map(|(a, b)| a.min(b));
        } else {
            self.disputed = Some(Disputed::span(self.disputed, self.score, other.score));
        }
    }
}

impl Disputed {
    /// The span of the scores that are known of a control and another one.
    pub(super) fn span(known: Option<Self>, score: Option<f64>, other: Option<f64>) -> Self {
        let (known, other) = (known.unwrap_or_else(|| Self::one(score)), Self::one(other));
        Self { lowest: known.lowest.min(other.lowest), highest: known.highest.max(other.highest) }
    }

    fn one(score: Option<f64>) -> Self {
        let score = score.unwrap_or(0.0);
        Self { lowest: score, highest: score }
    }
}
