//! `--require-seal`: refuses data without a seal, such as an edited recording whose seal was removed.

use clap::Args;

use crate::error::{Error, EvidenceErrorKind};
use crate::evidence::{Evidence, Input, InputKind};
use crate::text::{line, sample};

/// Whether every file must be a sealed recording.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct SealArgs {
    /// Refuse data without a seal: every file must be a recording with its seal and a SHA-256 of each response.
    ///
    /// Without this option, a recording whose seal or SHA-256 was removed is read like any raw response, and a note states it. A
    /// seal that does not match is always refused. Data from Graph or from the cache needs no seal. A seal detects damage and
    /// careless edits, not forgery: for that, sign or attest the file.
    #[arg(long)]
    require_seal: bool,
}

impl SealArgs {
    /// Checks what was read.
    ///
    /// # Errors
    ///
    /// [`Error::Evidence`] with the files without a seal, where one is required.
    pub(super) fn check(&self, evidence: &Evidence) -> Result<(), Error> {
        let unsealed: Vec<String> =
            evidence.inputs.iter().filter(|input| is_unsealed(input)).map(|input| name(&input.name)).collect();
        if !self.require_seal || unsealed.is_empty() {
            return Ok(());
        }
        let message = format!("no seal, or a response without a SHA-256: {}", sample(&unsealed, 5));
        let help =
            "name recordings as `scoregate record` wrote them; without --require-seal, data without a seal is read too";
        Err(Error::evidence(EvidenceErrorKind::Altered, message, help))
    }
}

fn name(name: &str) -> String {
    if name == "-" { "standard input".to_owned() } else { line(name) }
}

const fn is_unsealed(input: &Input) -> bool {
    match input.kind {
        InputKind::Recording { verified, .. } => !verified,
        InputKind::Raw => true,
        InputKind::Live { .. } | InputKind::Cached { .. } => false,
    }
}
