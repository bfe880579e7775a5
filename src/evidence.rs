//! The evidence of a tenant: snapshots, the catalogue of controls, and what is missing from them.
//!
//! Nothing after [`Evidence`] knows where the data came from. All text in it is cleaned by [`crate::text`]: control
//! characters and bidirectional overrides are gone, so that later stages only escape by the rules of their format.

mod assemble;
mod catalogue;
mod collect;
mod container;
mod content;
mod document;
mod fault;
mod files;
mod gap;
mod incidents;
mod input;
mod lenient;
mod limits;
mod locate;
mod next_link;
pub(crate) mod page;
mod pages;
mod past;
mod read;
pub mod recording;
mod shape;
mod source;
mod stream;
mod window;
mod wire;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::tenant::TenantId;

pub use catalogue::{Catalogue, Profile, StateUpdate, without_instance};
pub use collect::{
    collect, collect_unhashed, collect_with, from_memory, hashes, of_recorded_text, of_recording, recording_text,
};
pub(crate) use files::USUAL_REMEDY;
pub use files::{has_evidence_ending, require_inside};
pub use gap::{Gap, Missing};
pub use incidents::{
    Alert, AlertSeverity, Dismissal, Incident, IncidentGap, IncidentNames, Incidents, Technique, collect_incidents,
    collect_incidents_with, incidents_from_memory,
};
pub(crate) use input::{GRAPH_ORIGINS, is_graph_of_microsoft};
pub use input::{Input, InputKind};
pub use past::{Needs, PastControl, PastDay};
pub(crate) use read::MOST_BYTES;
pub use source::{Fetched, Fetching, LIVE, Plan, Source};

/// Everything that was collected for one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The newest snapshot.
    pub snapshot: Snapshot,
    /// The catalogue of controls that goes with the snapshot.
    pub catalogue: Catalogue,
    /// The days before it that the run needs, the oldest first.
    pub history: Vec<PastDay>,
    /// The gaps, in the order in which they were noticed.
    pub gaps: Vec<Gap>,
    /// The inputs that the evidence was read from.
    pub inputs: Vec<Input>,
    /// The one tenant that anything of it names: profiles and days that are not used, too. The tenant of the snapshot is
    /// [`Snapshot::tenant`] alone.
    pub named: Option<TenantId>,
}

/// One day's `secureScore` with its controls.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// The tenant: `azureTenantId`, or else the one in `id`. It is never taken from elsewhere.
    pub tenant: Option<TenantId>,
    /// The day's time stamp (`createdDateTime`), in practice midnight UTC.
    pub created: Timestamp,
    /// When the data was fetched, where a recording says so.
    pub captured: Option<Timestamp>,
    /// `currentScore`, in points.
    pub current: Option<f64>,
    /// `maxScore`, in points.
    pub max: Option<f64>,
    /// The scored controls, by id without letter case. A control that the response holds twice with the same values is here
    /// once; with different values it is here once with [`ControlScore::disputed`].
    pub controls: Vec<ControlScore>,
    /// The averages of groups of tenants.
    pub peers: Vec<PeerAverage>,
    /// Whether the response has `controlScores` at all, be it an empty list.
    pub lists_controls: bool,
    /// Whether Graph answered that a part is missing (206 Partial Content): then no sum over the controls can be trusted.
    pub partial: bool,
}

/// One entry of `controlScores`.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlScore {
    /// `controlName`, as Graph wrote it.
    pub id: String,
    /// `controlCategory`.
    pub category: Option<String>,
    /// `score`, in points.
    pub score: Option<f64>,
    /// `scoreInPercentage`, 0 to 100.
    pub percentage: Option<f64>,
    /// `lastSynced`.
    pub last_synced: Option<Timestamp>,
    /// `implementationStatus`: free text for people, not evidence.
    pub status: Option<String>,
    /// The other score, where the response holds the control twice with different values.
    pub disputed: Option<Disputed>,
}

/// A contradiction: a response contains one control twice with different values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Disputed {
    /// The lowest score given, in points.
    pub lowest: f64,
    /// The highest score given, in points.
    pub highest: f64,
}

/// One entry of `averageComparativeScores`.
#[derive(Debug, Clone, PartialEq)]
pub struct PeerAverage {
    /// The group: `AllTenants`, `TotalSeats`, `IndustryTypes`.
    pub basis: String,
    /// The average of the group in percent; −1 means that there is none.
    pub average: Option<f64>,
    /// For each category (lower case) its average and its maximum, in points.
    pub categories: Vec<(String, Option<f64>, Option<f64>)>,
}

impl Snapshot {
    /// The day of the snapshot, in UTC.
    #[must_use]
    pub fn date(&self) -> Date {
        jiff::tz::Offset::UTC.to_datetime(self.created).date()
    }

    /// Whether two snapshots hold the same, whenever they were captured.
    fn says_the_same(&self, other: &Self) -> bool {
        let Self { tenant, created, captured: _, current, max, controls, peers, lists_controls, partial } = self;
        (tenant, created, current, max) == (&other.tenant, &other.created, &other.current, &other.max)
            && (controls, peers) == (&other.controls, &other.peers)
            && (lists_controls, partial) == (&other.lists_controls, &other.partial)
    }
}
