//! The live tenant: from the options and the environment to a source, and the runtime that waits for it.

use std::cell::OnceCell;
use std::sync::Arc;

use super::connection::ConnectionArgs;
use super::progress::{Progress, Spinner};
use crate::error::{Error, EvidenceErrorKind};
use crate::evidence::{self, Evidence, Fetched, Fetching, Incidents, LIVE, Needs, Plan, Source};
use crate::graph::Graph;
use crate::graph::cache::{Cache, Cached};

/// The work on files.
pub(super) const READING: &str = "reading the data";

/// The live tenant. Nothing is requested until it is read.
#[derive(Debug)]
pub(super) struct Live {
    source: Box<dyn Source>,
    progress: Arc<Progress>,
    /// The responses of this run with incidents, once they were fetched: evidence and incidents take one read.
    fetched: OnceCell<Fetched>,
}

/// A source that gives responses that were fetched before.
#[derive(Debug)]
struct Given<'f>(&'f Fetched);

impl Source for Given<'_> {
    fn fetch(&self, _: Plan) -> Fetching<'_> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }

    fn identity(&self) -> Result<Option<String>, Error> {
        Ok(None)
    }
}

impl Live {
    /// The tenant that the options name, behind a cache if there is one.
    pub(super) fn new(args: &ConnectionArgs, cache: Option<Cache>) -> Self {
        let progress = Arc::new(Progress::new(args.verbose()));
        let graph = Graph::new(args.connection(&progress));
        let source: Box<dyn Source> = match cache {
            Some(cache) => Box::new(Cached::new(graph, cache, Arc::clone(&progress) as _)),
            None => Box::new(graph),
        };
        Self { source, progress, fetched: OnceCell::new() }
    }

    /// Reads sources, of which the live tenant may be one.
    pub(super) fn collect(&self, sources: &[String], needs: Needs) -> Result<Evidence, Error> {
        if !is_among(sources) {
            let _spinner = Spinner::start(READING);
            return evidence::collect(sources, || needs);
        }
        self.wait(evidence::collect_with(sources, &*self.source, needs))
    }

    /// Reads sources as [`Live::collect`] does, and the incidents of the live tenant in the same read.
    pub(super) fn collect_with_incidents(&self, sources: &[String], needs: Needs) -> Result<Evidence, Error> {
        if !is_among(sources) {
            let _spinner = Spinner::start(READING);
            return evidence::collect(sources, || needs);
        }
        let fetched = self.with_incidents(needs.entries())?;
        wait(evidence::collect_with(sources, &Given(fetched), needs))
    }

    /// Reads incidents, of which the live tenant may be one source.
    pub(super) fn incidents(&self, sources: &[String]) -> Result<Incidents, Error> {
        let fetched = self.with_incidents(1)?;
        wait(evidence::collect_incidents_with(sources, &Given(fetched)))
    }

    fn with_incidents(&self, days: u32) -> Result<&Fetched, Error> {
        if let Some(fetched) = self.fetched.get() {
            return Ok(fetched);
        }
        let fetched = self.fetch(Plan { days, incidents: true })?;
        Ok(self.fetched.get_or_init(|| fetched))
    }

    /// Fetches the data of the tenant.
    pub(super) fn fetch(&self, plan: Plan) -> Result<Fetched, Error> {
        self.wait(self.source.fetch(plan))
    }

    fn wait<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let result = wait(work);
        self.progress.clear();
        result
    }
}

/// Whether the live tenant is one of some sources.
pub(super) fn is_among(sources: &[String]) -> bool {
    sources.iter().any(|source| source == LIVE)
}

/// Waits for work over the network.
pub(super) fn wait<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        let message = format!("the network cannot be used: {error}");
        let help = "raise the limits of the system on open files and threads";
        Error::evidence(EvidenceErrorKind::Local, message, help)
    })?;
    let result = runtime.block_on(work);
    // A pending DNS request must not keep the program running after --timeout.
    runtime.shutdown_background();
    result
}
