//! The catalogue: what Microsoft says about every control (`secureScoreControlProfiles`).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use jiff::Timestamp;

/// The profiles of the controls that Graph knows for the tenant.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Catalogue {
    /// The profiles, by lower-case id.
    pub profiles: BTreeMap<String, Arc<Profile>>,
    /// For each id whose profile the catalogue gives with instance prefixes alone: that profile; disputed where the instances
    /// differ, since then nothing says which is meant.
    by_bare_id: BTreeMap<String, Arc<Profile>>,
    /// Whether it holds every profile, as far as the responses show.
    pub complete: bool,
    /// Whether that is proved: the requests of a recording link its first page to one without a nextLink. Only then does a
    /// control that it does not hold count as retired; a raw page alone can be the last of several.
    pub linked: bool,
}

/// One `secureScoreControlProfile`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// The id, as Graph wrote it.
    pub id: String,
    /// The title.
    pub title: Option<String>,
    /// The most points that the control gives.
    pub max: Option<f64>,
    /// `tier`.
    pub tier: Option<String>,
    /// `service`.
    pub service: Option<String>,
    /// `threats`; none where the response has null. An empty list is a value; an entry without text is `""`, and may be any.
    pub threats: Option<Vec<String>>,
    /// `actionType`.
    pub action_type: Option<String>,
    /// `actionUrl`: where in Microsoft's portals the control is changed.
    pub action_url: Option<String>,
    /// `implementationCost`.
    pub implementation_cost: Option<String>,
    /// `userImpact`.
    pub user_impact: Option<String>,
    /// `controlCategory` of the catalogue, which can differ from the snapshot's.
    pub category: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `controlStateUpdates`; none at all (not even an empty list) where the response has none.
    pub updates: Option<Vec<StateUpdate>>,
    /// Whether two pages gave different values for this id, so that nothing can rest on it.
    pub disputed: bool,
}

/// One entry of `controlStateUpdates`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StateUpdate {
    /// The state as Graph wrote it.
    pub state: Option<String>,
    /// When it was set; a profile without changes has one entry without a date.
    pub updated: Option<Timestamp>,
    /// The user who set it.
    pub by: Option<Arc<str>>,
    /// The comment that was left.
    pub comment: Option<Arc<str>>,
}

impl Catalogue {
    /// A catalogue of profiles that are keyed by their lower-case ids; nothing is known of its completeness yet.
    #[must_use]
    pub fn new(profiles: BTreeMap<String, Arc<Profile>>) -> Self {
        let mut by_bare_id: BTreeMap<String, Arc<Profile>> = BTreeMap::new();
        for (id, profile) in &profiles {
            let bare = without_instance(id);
            if bare != id && !profiles.contains_key(bare) {
                Profile::add(by_bare_id.entry(bare.to_owned()), profile);
            }
        }
        Self { profiles, by_bare_id, complete: false, linked: false }
    }

    /// Removes the states: the catalogue is older than the snapshot, and states may have been set since.
    pub(super) fn forget_states(&mut self) {
        self.profiles
            .values_mut()
            .chain(self.by_bare_id.values_mut())
            .for_each(|profile| Arc::make_mut(profile).updates = None);
        self.mark_incomplete();
    }

    /// Records that profiles are missing.
    pub(super) const fn mark_incomplete(&mut self) {
        self.complete = false;
        self.linked = false;
    }

    /// The profile of a scored control: the one of its id; else the one of its id without an instance prefix
    /// (`11770.MDA_Google_…`); else, for an id without one, the one of its instances.
    #[must_use]
    pub fn profile(&self, control: &str) -> Option<&Profile> {
        let key = control.to_lowercase();
        let own = self.profiles.get(&key).or_else(|| self.profiles.get(without_instance(&key)));
        own.or_else(|| self.by_bare_id.get(&key)).map(Arc::as_ref)
    }
}

impl Profile {
    /// Adds a profile to those of its control. One that differs from the first makes it disputed.
    pub(super) fn add(entry: Entry<'_, String, Arc<Self>>, profile: &Arc<Self>) {
        match entry {
            Entry::Vacant(free) => drop(free.insert(Arc::clone(profile))),
            Entry::Occupied(mut first) => Arc::make_mut(first.get_mut()).merge(profile),
        }
    }

    /// Notes whether another profile of the same control says something else. Ids are the same here but for letter case and
    /// instance.
    fn merge(&mut self, other: &Self) {
        let same = *self == Self { id: self.id.clone(), disputed: self.disputed, ..other.clone() };
        self.disputed |= !same;
    }
}

/// An id without the number of a connector's instance in front of it: `11770.MDA_Google_X` is `MDA_Google_X`.
#[must_use]
pub fn without_instance(id: &str) -> &str {
    let rest = id.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix('.') {
        Some(bare) if rest.len() < id.len() && !bare.is_empty() => bare,
        Some(_) | None => id,
    }
}
