//! The collections of Graph, and which of them a run fetches.

use crate::evidence::Plan;
use crate::graph::cloud::Cloud;
use crate::graph::permission::Need;

/// Graph keeps 90 days (<https://learn.microsoft.com/graph/api/security-list-securescores>); no more are requested at once.
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

impl Collection {
    /// Whether a run fetches it. Without a catalogue, as in China, the evidence is incomplete, which decides more than no evidence.
    pub(super) fn is_in(self, plan: Plan, cloud: &Cloud) -> bool {
        match self {
            Self::Scores => true,
            Self::Profiles => cloud.offers_profiles(),
            Self::Incidents => plan.incidents,
        }
    }

    /// The path and query of the first request.
    ///
    /// - `secureScores` come newest first, and `$top` is the number of days.
    /// - For profiles, `$top=999` requests all at once: a tenant has more of them than the usual page of about 200 holds, and pages
    ///   can only be requested one after another. It is no promise, so nextLinks are followed all the same. Where Graph then refuses
    ///   the `$skiptoken` of its own nextLink, the pages are fetched again from the first one without `$top`.
    /// - Incidents come 50 at most, and their alerts on request only.
    pub(super) fn first(self, plan: Plan) -> String {
        let top = match self {
            Self::Scores => plan.days.clamp(1, DAYS_AT_ONCE),
            Self::Profiles => 999,
            Self::Incidents => 50,
        };
        match self {
            Self::Scores | Self::Profiles => format!("{}?$top={top}", self.path()),
            Self::Incidents => format!("{}&$top={top}", self.first_of_usual_size()),
        }
    }

    /// The path and query of the first request where the size of the pages is left to Graph.
    pub(super) fn first_of_usual_size(self) -> String {
        match self {
            Self::Scores | Self::Profiles => self.path().to_owned(),
            Self::Incidents => format!("{}?$expand=alerts", self.path()),
        }
    }

    /// The path of all of its pages.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Scores => "/v1.0/security/secureScores",
            Self::Profiles => "/v1.0/security/secureScoreControlProfiles",
            Self::Incidents => "/v1.0/security/incidents",
        }
    }

    /// The permission to read it.
    pub(super) const fn need(self) -> Need {
        match self {
            Self::Scores | Self::Profiles => Need::SCORES,
            Self::Incidents => Need::INCIDENTS,
        }
    }

    /// The noun for one of its entries.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Scores => "day",
            Self::Profiles => "profile",
            Self::Incidents => "incident",
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn collections(cloud: &str, incidents: bool) -> Vec<Collection> {
        let (plan, cloud) = (Plan { days: 1, incidents }, Cloud::named(cloud).unwrap());
        let all = [Collection::Scores, Collection::Profiles, Collection::Incidents];
        all.into_iter().filter(|collection| collection.is_in(plan, &cloud)).collect()
    }

    #[test]
    fn the_catalogue_is_asked_for_in_every_cloud_but_that_of_china() {
        for cloud in Cloud::NAMES {
            let expected: &[Collection] =
                if cloud == "china" { &[Collection::Scores] } else { &[Collection::Scores, Collection::Profiles] };
            assert_eq!(collections(cloud, false), expected, "{cloud}");
        }
    }

    #[test]
    fn incidents_are_asked_for_on_demand_alone() {
        assert_eq!(collections("china", true), [Collection::Scores, Collection::Incidents]);
    }

    #[test]
    fn no_more_days_are_asked_for_than_graph_keeps() {
        let top = |days| Collection::Scores.first(Plan { days, incidents: false });
        assert_eq!(top(0), "/v1.0/security/secureScores?$top=1");
        assert_eq!(top(31), "/v1.0/security/secureScores?$top=31");
        assert_eq!(top(u32::MAX), "/v1.0/security/secureScores?$top=90");
        let incidents = Collection::Incidents.first(Plan { days: 1, incidents: true });
        assert_eq!(incidents, "/v1.0/security/incidents?$expand=alerts&$top=50");
    }
}
