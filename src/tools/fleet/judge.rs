//! The evaluation of one tenant of a fleet.

use miette::Diagnostic;

use super::input::TenantInput;
use super::result::{TenantError, TenantResult};
use crate::baseline::Baseline;
use crate::error::{Error, EvidenceErrorKind, Reference};
use crate::evaluate::{Evaluator, Run};
use crate::evidence::{Evidence, Input};
use crate::hash::sha256;
use crate::report::Report;
use crate::tenant::TenantId;
use crate::text::line;

/// The requirements that all tenants of a fleet are judged by.
#[derive(Clone, Copy)]
pub struct Judge<'a> {
    /// The policies.
    pub evaluator: &'a Evaluator<'a>,
    /// The time and the other facts of the run, without a baseline.
    pub run: &'a Run,
    /// The baselines, of which each tenant is compared with its own.
    pub baselines: &'a [Baseline],
    /// A further check of the data of each tenant.
    pub accept: &'a (dyn Fn(&Evidence) -> Result<(), Error> + Sync),
    /// Whether results state the SHA-256 of the data.
    pub is_hashed: bool,
    /// The words for parts of the interface in messages.
    pub words: fn(Reference) -> &'static str,
}

/// The outcome of one tenant.
#[derive(Debug)]
pub struct Judged {
    /// The result.
    pub result: TenantResult,
    /// The whole report; none where there is no verdict, or where the result was known already.
    pub report: Option<Report>,
    /// The tenant that the data names.
    pub tenant: Option<TenantId>,
    /// Whether only a tenant id of the list of tenants can select it.
    pub(super) needs_id_match: bool,
}

impl Judge<'_> {
    /// Reads and evaluates one tenant.
    #[must_use]
    pub fn judge(&self, input: TenantInput) -> Judged {
        let (name, labels, needs_id_match) = (input.name.clone(), input.labels.clone(), input.needs_id_match);
        let mut tenant = None;
        let report = self.report(input, &mut tenant);
        let mut judged = match report {
            Ok(report) => {
                let mut result = TenantResult::of(&report);
                result.sha256 = content_hash(&report.provenance.inputs);
                Judged { result, report: Some(report), tenant, needs_id_match }
            }
            Err(error) => {
                let error = error.worded(self.words);
                let mut result = TenantResult::unreadable(tenant_error(&error), error.exit().code());
                result.tenant = tenant.as_ref().map(TenantId::to_string);
                Judged { result, report: None, tenant, needs_id_match }
            }
        };
        judged.result.name = Some(name);
        judged.result.labels = labels;
        judged
    }

    /// The report of one tenant; `tenant` becomes the one that its data names.
    fn report(&self, input: TenantInput, tenant: &mut Option<TenantId>) -> Result<Report, Error> {
        let required = input.required.clone();
        let evidence = input.read(self.evaluator.policies().needs(), self.is_hashed)?;
        tenant.clone_from(&evidence.named);
        require(&required, evidence.snapshot.tenant.as_ref())?;
        (self.accept)(&evidence)?;
        let own = |baseline: &&Baseline| evidence.named.as_ref().is_some_and(|tenant| baseline.tenant == *tenant);
        let baseline = self.baselines.iter().find(own).cloned();
        let own_run = baseline.map(|baseline| Run { baseline: Some(baseline), ..self.run.clone() });
        let run = own_run.as_ref().unwrap_or(self.run);
        self.evaluator.evaluate(&evidence, run).map_err(|error| error.explained(run.advise))
    }
}

/// Refuses a snapshot that is not of the tenant which the list of tenants requires for the name.
fn require(required: &[TenantId], tenant: Option<&TenantId>) -> Result<(), Error> {
    let Some(other) = required.iter().find(|required| tenant != Some(*required)) else { return Ok(()) };
    let found = tenant
        .map_or_else(|| "its snapshot names no tenant".to_owned(), |tenant| format!("it belongs to tenant {tenant}"));
    let message = format!("{found}, but the list of tenants requires tenant {other} for this name");
    let help = "record the required tenant under this name, or correct `id` in the list of tenants";
    Err(Error::evidence(EvidenceErrorKind::OtherTenant, message, help))
}

/// The SHA-256 of the one input, or of the names and hashes of several; none where they were read without hashes.
fn content_hash(inputs: &[Input]) -> Option<String> {
    match inputs {
        [one] => one.sha256.clone(),
        several => {
            let line = |input: &Input| Some(format!("{}  {}\n", input.sha256.as_ref()?, input.name));
            several.iter().map(line).collect::<Option<String>>().map(sha256)
        }
    }
}

/// An error as a value.
pub(super) fn tenant_error(error: &Error) -> TenantError {
    let (code, message) = match error {
        Error::Evidence { kind, message, .. } => (kind.code(), message.clone()),
        Error::Usage { .. }
        | Error::Policy { .. }
        | Error::Baseline { .. }
        | Error::Rows { .. }
        | Error::Crosswalk { .. }
        | Error::Tenants { .. }
        | Error::SignIn { .. }
        | Error::Output { .. } => (error.exit().word(), error.to_string()),
    };
    TenantError {
        code: code.to_owned(),
        message: line(&message),
        help: error.help().map(|help| line(&help.to_string())).filter(|help| !help.is_empty()),
    }
}
