//! The texts within a reason: for redaction, and the ids of controls for the json format.

use super::{
    HistoryShortage, Inconsistency, MissingProperty, NoLongerScored, Reason, StateGap, TenantUse, UncertainFigures,
};

impl Reason {
    /// The ids of the controls that the reason names; empty where it is about the subject of the finding or about no control.
    #[must_use]
    pub fn controls(&self) -> Vec<&str> {
        let cause = match self.each() {
            [Self::ControlsMayBeMissing { date: _, cause } | Self::DayUnusable { date: _, cause, role: _ }] => cause,
            [one] => return one.own_controls().iter().map(String::as_str).collect(),
            several => return several.iter().flat_map(Self::controls).collect(),
        };
        cause.controls()
    }

    fn own_controls(&self) -> &[String] {
        if let Self::NewControlUnweighted { control, cause: _ } = self {
            return std::slice::from_ref(control);
        }
        if let Self::NoControlScore { controls }
        | Self::FiguresInconsistent(Inconsistency::Controls(controls))
        | Self::PropertyMissing(MissingProperty::OfControls { controls, part: _ })
        | Self::NoLongerScored(
            NoLongerScored::Controls { number: _, controls, lost: _ } | NoLongerScored::OfBaseline { controls },
        )
        | Self::FiguresUncertain(UncertainFigures::OfBaseline(controls))
        | Self::HistoryTooShort(HistoryShortage::NewControls { controls }) = self
        {
            return controls;
        }
        &[]
    }

    /// Every text that comes from a policy or from the tenant.
    pub(crate) fn texts_mut(&mut self) -> Vec<&mut String> {
        match self {
            Self::NoControlScore { controls }
            | Self::FiguresInconsistent(Inconsistency::Controls(controls))
            | Self::NoLongerScored(
                NoLongerScored::Controls { number: _, controls, lost: _ } | NoLongerScored::OfBaseline { controls },
            )
            | Self::FiguresUncertain(UncertainFigures::OfBaseline(controls))
            | Self::HistoryTooShort(HistoryShortage::NewControls { controls }) => controls.iter_mut().collect(),
            Self::FindingsUnknown { findings } => findings.iter_mut().collect(),
            Self::PropertyMissing(MissingProperty::OfControls { controls, part }) => {
                controls.iter_mut().chain([part]).collect()
            }
            Self::NewControlUnweighted { control, cause } => {
                let mut texts = cause.texts_mut();
                texts.push(control);
                texts
            }
            Self::ControlsMayBeMissing { date: _, cause } | Self::DayUnusable { date: _, cause, role: _ } => {
                cause.texts_mut()
            }
            Self::Several(reasons) => reasons.iter_mut().flat_map(Self::texts_mut).collect(),
            Self::FiguresInconsistent(Inconsistency::PeerAverages { group, of_category: _ }) => vec![group],
            Self::TenantUnknown(TenantUse::Pin(text))
            | Self::StateUnknown(StateGap::Unrecognised(text))
            | Self::SnapshotTooOld { created: _, limit: text }
            | Self::HistoryTooShort(HistoryShortage::Window { begins: _, window: text, days: _ })
            | Self::HistoryTooShort(HistoryShortage::Reference { required: text, .. })
            | Self::HistoryGap { from: _, to: _, window: text } => vec![text],
            Self::MaximumUnassigned { points: _, part, may_be_scored: _ } => part.iter_mut().collect(),
            Self::SelectorUnmatched { patterns, known } => {
                patterns.iter_mut().chain(known.iter_mut().flatten()).collect()
            }
            Self::ControlMissing { in_catalogue: _, suggestion } => suggestion.iter_mut().collect(),
            Self::NoPeerAverage { group, category } => category.iter_mut().chain([group]).collect(),
            Self::SnapshotPartial
            | Self::NoCurrentScore
            | Self::NoMaxScore(_)
            | Self::NoControls
            | Self::FiguresInconsistent(
                Inconsistency::CurrentScore { .. }
                | Inconsistency::Sum { .. }
                | Inconsistency::Maxima(_)
                | Inconsistency::UnknownMaxima { .. }
                | Inconsistency::Subject(_)
                | Inconsistency::Points(_),
            )
            | Self::TenantUnknown(TenantUse::Baseline | TenantUse::Comparison)
            | Self::RoundedPercentage { .. }
            | Self::StateUnknown(
                StateGap::NoProfile
                | StateGap::ContradictoryProfiles
                | StateGap::Unreadable
                | StateGap::Undated
                | StateGap::SetLater(_)
                | StateGap::SetThatDay
                | StateGap::Empty
                | StateGap::Controls { .. },
            )
            | Self::CatalogueIncomplete
            | Self::TooFewControls { .. }
            | Self::RequirementMissing
            | Self::NoMaximum
            | Self::ZeroMaximum
            | Self::PropertyMissing(
                MissingProperty::Profile | MissingProperty::Category | MissingProperty::OfProfile,
            )
            | Self::SyncDateMissing
            | Self::DateInFuture { .. }
            | Self::NoLongerScored(NoLongerScored::Subject { .. })
            | Self::NothingComparable(_)
            | Self::FiguresUncertain(UncertainFigures::Subject | UncertainFigures::Controls(_))
            | Self::PastMaximumUnknown { .. }
            | Self::NoBaseline
            | Self::BaselineInFuture { .. }
            | Self::BaselineTooOld { .. }
            | Self::BaselineOutdated { .. }
            | Self::TooFewSnapshots { .. }
            | Self::HistoryTooShort(HistoryShortage::NewControl { .. }) => Vec::new(),
        }
    }
}
