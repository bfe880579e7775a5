//! The run of a fleet: tenants are selected, results of an earlier run are reused, the others are judged, and reports are written.

use super::input::TenantInput;
use super::judge::{Judge, Judged};
use super::order::in_order;
use super::result::TenantResult;
use super::selection::Selection;
use super::store::ResultStore;
use crate::error::Error;
use crate::report::Report;

/// Writes the reports of one tenant into its folder.
pub type WriteReports<'a> = &'a (dyn Fn(&str, &Report) -> Result<(), Error> + Sync);

/// A run over many tenants.
pub struct Fleet<'a> {
    /// The requirements.
    pub judge: Judge<'a>,
    /// The tenants that are taken; none is every one.
    pub selection: Option<&'a Selection>,
    /// The folder of reports and results, and the writer of reports.
    pub store: Option<(&'a ResultStore, WriteReports<'a>)>,
    /// The number of threads.
    pub threads: usize,
}

impl Fleet<'_> {
    /// Judges every tenant, and hands its result on in the order of the tenants; the flag is whether it is reused from an earlier run.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where a report cannot be written, and the first error of `each`.
    pub fn run(
        &self,
        tenants: impl Iterator<Item = TenantInput> + Send,
        mut each: impl FnMut(TenantResult, bool) -> Result<(), Error> + Send,
    ) -> Result<(), Error> {
        let taken = tenants.filter_map(|input| match self.selection {
            Some(selection) => selection.take(input),
            None => Some(input),
        });
        in_order(
            taken,
            self.threads,
            |input| self.result(input),
            |result| match result? {
                Some((result, is_reused)) => each(result, is_reused),
                None => Ok(()),
            },
        )
    }

    /// The result of one tenant; none where the list of tenants does not select it.
    fn result(&self, input: TenantInput) -> Result<Option<(TenantResult, bool)>, Error> {
        let reused = self.store.and_then(|(store, _)| store.find(&input));
        let is_reused = reused.is_some();
        let mut judged = reused.unwrap_or_else(|| self.judge.judge(input));
        if self.selection.is_some_and(|selection| !selection.settle(&mut judged)) {
            return Ok(None);
        }
        if let Some((store, write)) = self.store.filter(|_| !is_reused) {
            keep(store, write, &judged)?;
        }
        Ok(Some((judged.result, is_reused)))
    }
}

/// Writes the reports of a tenant, and then its result: an interrupted run leaves no result without its reports.
fn keep(store: &ResultStore, write: WriteReports<'_>, judged: &Judged) -> Result<(), Error> {
    let name = judged.result.name.as_deref().unwrap_or_default();
    store.forget(name)?;
    match &judged.report {
        Some(report) => write(name, report).and_then(|()| store.keep(judged)),
        None => Ok(()),
    }
}
