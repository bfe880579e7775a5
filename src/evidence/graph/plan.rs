//! What to ask Graph for.

/// What a run needs of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How many of the newest days; at least one is always asked for.
    pub days: u32,
    /// Whether the incidents are needed, which takes a permission of their own.
    pub incidents: bool,
}

/// Graph keeps 90 days (<https://learn.microsoft.com/graph/api/security-list-securescores>); no more are asked for at once.
const DAYS_AT_ONCE: u32 = 90;

/// A collection of Graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Collection {
    /// The days.
    Scores,
    /// The catalogue.
    Profiles,
    /// The incidents.
    Incidents,
}

impl Plan {
    /// How many days to wait for.
    pub(super) fn enough_days(self) -> usize {
        usize::try_from(self.days.max(1)).unwrap_or(usize::MAX)
    }
}

impl Collection {
    /// The path and query of the first request.
    ///
    /// - `secureScores` come newest first, and `$top` is the number of days.
    /// - For profiles, `$top=999` asks for all at once: a tenant has more of them than the usual page of about 200 holds, and pages
    ///   can only be asked for one after another. It is no promise, so nextLinks are followed all the same.
    /// - Incidents come 50 at most.
    pub(super) fn first(self, plan: &Plan) -> String {
        let top = match self {
            Self::Scores => plan.days.clamp(1, DAYS_AT_ONCE),
            Self::Profiles => 999,
            Self::Incidents => 50,
        };
        format!("{}?$top={top}", self.path())
    }

    /// The path of all of its pages.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Scores => "/v1.0/security/secureScores",
            Self::Profiles => "/v1.0/security/secureScoreControlProfiles",
            Self::Incidents => "/v1.0/security/incidents",
        }
    }

    /// The least permission that reads it.
    pub(super) const fn permission(self) -> &'static str {
        match self {
            Self::Scores | Self::Profiles => "SecurityEvents.Read.All",
            Self::Incidents => "SecurityIncident.Read.All",
        }
    }

    /// What its entries are called.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Scores => "day",
            Self::Profiles => "profile",
            Self::Incidents => "incident",
        }
    }
}
