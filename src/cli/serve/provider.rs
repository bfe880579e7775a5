//! The evidence, the policies and the time of the server, as the command line names them.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use super::{ServeArgs, sources};
use crate::cli::advice::{advise, reference};
use crate::cli::connection::ConnectionArgs;
use crate::cli::environment;
use crate::cli::evaluation::EvaluationArgs;
use crate::cli::incidents::IncidentArgs;
use crate::cli::live::Live;
use crate::cli::seal::SealArgs;
use crate::error::{Error, Reference};
use crate::evaluate::{self, EvaluateError, evaluate};
use crate::evidence::Needs;
use crate::graph::cache::Cache;
use crate::policy;
use crate::report::Report;
use crate::serve::{Loaded, Provider};

/// What the command line names.
pub(super) struct CommandLine {
    policies: Vec<PathBuf>,
    sources: Vec<String>,
    evaluation: EvaluationArgs,
    history: Needs,
    seal: SealArgs,
    incidents: IncidentArgs,
    connection: ConnectionArgs,
    cache: Option<Cache>,
}

impl CommandLine {
    /// The provider of some arguments.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] where the options of the cache cannot be used.
    pub(super) fn new(args: &ServeArgs) -> Result<Self, Error> {
        Ok(Self {
            policies: args.policies.clone(),
            sources: args.sources.clone(),
            evaluation: args.evaluation.clone(),
            history: Needs { days: args.history },
            seal: args.seal,
            incidents: args.incidents.clone(),
            connection: args.connection.clone(),
            cache: args.cache.cache(&[args.sources.as_slice(), args.incidents.incident_sources.as_slice()].concat())?,
        })
    }
}

impl Provider for CommandLine {
    fn load(&self) -> Result<Loaded, Error> {
        let sources = self.sources.iter().chain(&self.incidents.incident_sources);
        let files = self.policies.iter().chain(&self.evaluation.baseline).chain(&self.incidents.crosswalks);
        sources::check(sources, files)?;
        let root = environment::checkout();
        // Invalid policies must not cause a request over the network.
        let policies = policy::load_from(&self.policies, root.as_deref())?;
        let baseline = self.evaluation.load_baseline(root.as_deref())?;
        // What an earlier refresh fetched must not be given again.
        let live = Live::new(&self.connection, self.cache.clone());
        // The digest shows techniques.
        let crosswalk = self.incidents.crosswalk(true)?;
        let needs = policies.needs().max(self.history);
        let evidence = self.incidents.collect_beside(&live, &self.sources, needs)?;
        self.seal.check(&evidence)?;
        let incidents = self.incidents.incidents(&live)?;
        Ok(Loaded { policies, baseline, evidence: Arc::new(evidence), crosswalk, incidents })
    }

    fn evaluate(&self, loaded: &Loaded) -> Result<Report, Error> {
        let Loaded { policies, baseline, evidence, crosswalk, incidents } = loaded;
        let run = self.evaluation.run(baseline.clone());
        // The same history as `check` reads, so that the verdict is the same.
        let evidence = evidence.within(policies.needs());
        let explained = |error: EvaluateError| error.explained(advise).worded(reference);
        let mut report = evaluate(policies, &evidence, &run).map_err(explained)?;
        if let Some(crosswalk) = crosswalk {
            report.techniques = evaluate::techniques(&evidence, crosswalk);
        }
        if let Some((incidents, crosswalk)) = incidents.as_ref().zip(crosswalk.as_ref()) {
            let found = evaluate::incidents(policies, &evidence, &run, incidents, crosswalk);
            report.incidents = Some(found.map_err(explained)?);
        }
        Ok(report)
    }

    fn now(&self) -> Timestamp {
        self.evaluation.now()
    }

    fn clock(&self) -> Timestamp {
        let now = Timestamp::now();
        // Answers state whole seconds.
        Timestamp::from_second(now.as_second()).unwrap_or(now)
    }

    fn words(&self) -> fn(Reference) -> &'static str {
        reference
    }
}
