//! The table of operations.

use schemars::{Schema, SchemaGenerator};

use super::answer::Answer;
use super::arguments::Arguments;
use super::basis::Basis;
use super::parameter::Parameter;
use super::refusal::Refusal;
use super::{changes, control, digest, findings, incidents, posture};

/// An operation. All are read-only: an answer changes nothing.
#[derive(Debug)]
pub struct Operation {
    /// The name, which is the `operationId` of OpenAPI and the name of the tool in MCP.
    pub name: &'static str,
    /// The path of the route.
    pub path: &'static str,
    /// The title, in a few words.
    pub summary: &'static str,
    /// The purpose and the content, for assistants that choose an operation.
    pub description: &'static str,
    /// Questions that it answers.
    pub example_prompts: &'static [&'static str],
    /// The inputs.
    pub parameters: &'static [Parameter],
    /// Writes the schema of the answer.
    pub(super) response: fn(&mut SchemaGenerator) -> Schema,
    /// Answers.
    pub(super) answer: fn(&Basis, &Arguments) -> Result<Answer, Refusal>,
}

impl Operation {
    /// Every operation, in the order of documents.
    pub const ALL: &'static [Self] = &[
        posture::OPERATION,
        findings::OPERATION,
        control::OPERATION,
        changes::OPERATION,
        incidents::OPERATION,
        digest::OPERATION,
    ];

    /// The operation of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|operation| operation.name == name)
    }

    /// Answers.
    ///
    /// # Errors
    ///
    /// [`Refusal`] where there is no answer.
    pub fn answer(&self, basis: &Basis, arguments: &Arguments) -> Result<Answer, Refusal> {
        (self.answer)(basis, arguments)
    }
}
