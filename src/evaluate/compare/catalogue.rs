//! The changes of Microsoft's catalogue between two captures.

use std::sync::Arc;

use super::same_files;
use crate::evaluate::timeline::Side;
use crate::evidence::{Catalogue, Profile};
use crate::report::{CatalogueChange, CatalogueChanges, Difference, Profiled};
use crate::text::{points, sample};

/// The number of controls that are named in a note.
const NAMED: usize = 5;

/// The profiles that differ, were added or were removed. They are compared only where each day has a catalogue of its own.
pub(super) fn changes(earlier: Side<'_>, later: Side<'_>) -> CatalogueChanges {
    let note = |note: String| CatalogueChanges { notes: vec![note], ..CatalogueChanges::default() };
    let [before, after] = [earlier, later].map(|side| &side.posture.evidence.catalogue);
    let dates = [earlier, later].map(|side| side.posture.evidence.snapshot.date());
    let missing =
        [(before, dates[0]), (after, dates[1])].into_iter().find(|(catalogue, _)| catalogue.profiles.is_empty());
    if let Some((_, date)) = missing {
        return note(format!("The data of {date} has no catalogue, so the catalogues cannot be compared."));
    }
    if same_files(earlier, later) {
        return note(format!(
            "Both days use the one catalogue in this data (of {}). Changes of the catalogue do not show, except changed maxima, which are computed from points and percentages.",
            dates[1]
        ));
    }
    let mut notes = Vec::new();
    for (side, newest) in [(earlier, dates[0]), (later, dates[1])] {
        if side.past.is_some() {
            notes.push(format!("The catalogue used for {} is that of {newest}.", side.date()));
        }
    }
    if !before.complete {
        notes.push(format!("The catalogue of {} is incomplete: it is unknown which controls are new.", dates[0]));
    }
    if !after.complete {
        notes.push(format!("The catalogue of {} is incomplete: it is unknown which controls were removed.", dates[1]));
    }
    notes.extend(disputed(before, after));
    CatalogueChanges { compared: true, changes: all(before, after), notes }
}

fn disputed(before: &Catalogue, after: &Catalogue) -> Option<String> {
    let mut disputed: Vec<&str> =
        before.profiles.values().chain(after.profiles.values()).filter(|p| p.disputed).map(|p| p.id.as_str()).collect();
    disputed.sort_unstable();
    disputed.dedup();
    let named = sample(&disputed, NAMED);
    (!disputed.is_empty())
        .then(|| format!("Not compared, because a catalogue has contradictory profiles of them: {named}."))
}

fn all(before: &Catalogue, after: &Catalogue) -> Vec<CatalogueChange> {
    let mut ids: Vec<&String> = before.profiles.keys().chain(after.profiles.keys()).collect();
    ids.sort_unstable();
    ids.dedup();
    let changed = |id: &String| {
        let [of_before, of_after] = [before, after].map(|catalogue| catalogue.profiles.get(id).map(Arc::as_ref));
        change(of_before, of_after, before, after)
    };
    ids.into_iter().filter_map(changed).collect()
}

fn change(
    old: Option<&Profile>,
    new: Option<&Profile>,
    before: &Catalogue,
    after: &Catalogue,
) -> Option<CatalogueChange> {
    let (profile, profiled) = match (old, new) {
        (None, None) => return None,
        (Some(old), Some(new)) if old.disputed || new.disputed => return None,
        (Some(old), Some(new)) => {
            let differences = differences(old, new);
            (new, (!differences.is_empty()).then_some(Profiled::Changed(differences))?)
        }
        // A missing page may contain it, or a profile with another spelling of the id.
        (Some(old), None) => (old, (after.complete && after.profile(&old.id).is_none()).then_some(Profiled::Went)?),
        (None, Some(new)) => (new, (before.complete && before.profile(&new.id).is_none()).then_some(Profiled::Came)?),
    };
    Some(CatalogueChange { id: profile.id.clone(), title: profile.title.clone(), profiled })
}

fn differences(old: &Profile, new: &Profile) -> Vec<Difference> {
    let text = |pick: fn(&Profile) -> &Option<String>| (pick(old).clone(), pick(new).clone());
    let maximum = match (old.max, new.max) {
        // Each with the digits that distinguish it from the other.
        (Some(from), Some(to)) => (Some(points(from, Some(to))), Some(points(to, Some(from)))),
        (from, to) => (from.map(|max| points(max, None)), to.map(|max| points(max, None))),
    };
    let deprecated = |profile: &Profile| Some(if profile.deprecated { "yes" } else { "no" }.to_owned());
    let all = [
        ("maximum", maximum),
        ("deprecated", (deprecated(old), deprecated(new))),
        ("tier", text(|profile| &profile.tier)),
        ("service", text(|profile| &profile.service)),
        ("category", text(|profile| &profile.category)),
        ("title", text(|profile| &profile.title)),
    ];
    let differing = all.into_iter().filter(|(_, (from, to))| from != to);
    differing.map(|(property, (from, to))| Difference { property, from, to }).collect()
}
