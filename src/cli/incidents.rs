//! The options of `check` about incidents.

use std::path::PathBuf;

use clap::Args;

use super::environment;
use super::live::{self, Live};
use super::progress::Spinner;
use crate::crosswalk::{self, Crosswalk};
use crate::error::Error;
use crate::evidence::{self, Evidence, Incidents, Needs};

/// The name of standard input among sources.
const STANDARD_INPUT: &str = "-";

/// The incidents of a run.
#[derive(Debug, Clone, Args)]
pub(super) struct IncidentArgs {
    /// Incidents of the tenant, to show which controls bear on which incident: `graph`, files, folders, or `-`.
    ///
    /// A file contains responses of Microsoft Graph (/security/incidents?$expand=alerts, /security/alerts_v2), or a recording that was
    /// made with `record --incidents`, which can be the one of --from. `graph` requires the permission
    /// `SecurityIncident.Read.All`. The verdict does not depend on incidents.
    #[arg(long = "incidents", value_name = "SOURCE", num_args = 1..)]
    pub(super) incident_sources: Vec<String>,

    /// A crosswalk whose rows are added to the shipped ones, or replace or remove them; can be repeated.
    #[arg(long = "crosswalk", value_name = "FILE", requires = "incident_sources")]
    pub(super) crosswalks: Vec<PathBuf>,
}

impl IncidentArgs {
    /// The crosswalk, where there are incidents, or where a report shows techniques.
    pub(super) fn crosswalk(&self, shows_techniques: bool) -> Result<Option<Crosswalk>, Error> {
        let load = || crosswalk::load_from(&self.crosswalks, environment::checkout().as_deref());
        (shows_techniques || !self.incident_sources.is_empty()).then(load).transpose()
    }

    /// Whether the live tenant is a source.
    pub(super) fn is_live(&self) -> bool {
        live::is_among(&self.incident_sources)
    }

    /// Reads the evidence, with the permission for the incidents too where both are of the live tenant.
    pub(super) fn collect_beside(&self, live: &Live, sources: &[String], needs: Needs) -> Result<Evidence, Error> {
        if self.is_live() { live.collect_with_incidents(sources, needs) } else { live.collect(sources, needs) }
    }

    /// Reads the incidents, if there are sources of them.
    pub(super) fn incidents(&self, live: &Live) -> Result<Option<Incidents>, Error> {
        match self.incident_sources.as_slice() {
            [] => Ok(None),
            sources if self.is_live() => live.incidents(sources).map(Some),
            sources => {
                let _spinner = Spinner::start(live::READING);
                evidence::collect_incidents(sources).map(Some)
            }
        }
    }

    /// Refuses standard input for two things.
    pub(super) fn require_own_input(&self, evidence: &[String]) -> Result<(), Error> {
        let is_read = |sources: &[String]| sources.iter().any(|source| source == STANDARD_INPUT);
        if is_read(&self.incident_sources) && is_read(evidence) {
            return Err(Error::Usage {
                message: "--from and --incidents both read standard input".to_owned(),
                help: "name a file with one of them; a recording with incidents can be named with both".into(),
            });
        }
        Ok(())
    }
}
