//! The JSON Schemas of policies, waiver files and baselines: the contract that editors and this program share.

use std::sync::LazyLock;

use jiff::civil::Date;
use jsonschema::Validator;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use super::{Policy, WaiverFile};
use crate::baseline::file::BaselineFile;
use crate::yaml::shape::shape;

/// The kinds of file that have a schema here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaKind {
    /// A policy.
    Policy,
    /// A file of waivers.
    Waivers,
    /// A baseline.
    Baseline,
}

/// A compiled schema, and its text as a value for what messages quote from it.
pub(crate) struct Contract {
    pub(crate) schema: Value,
    pub(crate) validator: Validator,
}

impl SchemaKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Policy, Self::Waivers, Self::Baseline];

    /// The schema as it is published: the text of the file in `schemas/`.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Policy => include_str!("../../schemas/policy.schema.json"),
            Self::Waivers => include_str!("../../schemas/waivers.schema.json"),
            Self::Baseline => include_str!("../../schemas/baseline.schema.json"),
        }
    }

    /// The path of the published file in the repository.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Policy => "schemas/policy.schema.json",
            Self::Waivers => "schemas/waivers.schema.json",
            Self::Baseline => "schemas/baseline.schema.json",
        }
    }

    const fn id(self) -> &'static str {
        match self {
            Self::Policy => "urn:scoregate:schema:policy:1",
            Self::Waivers => "urn:scoregate:schema:waivers:1",
            Self::Baseline => "urn:scoregate:schema:baseline:1",
        }
    }

    /// The compiled schema; compiling costs more than validating, so it is done once. `None` cannot happen: a test compiles all.
    pub(crate) fn contract(self) -> Option<&'static Contract> {
        static POLICY: LazyLock<Option<Contract>> = LazyLock::new(|| compile(SchemaKind::Policy));
        static WAIVERS: LazyLock<Option<Contract>> = LazyLock::new(|| compile(SchemaKind::Waivers));
        static BASELINE: LazyLock<Option<Contract>> = LazyLock::new(|| compile(SchemaKind::Baseline));
        match self {
            Self::Policy => POLICY.as_ref(),
            Self::Waivers => WAIVERS.as_ref(),
            Self::Baseline => BASELINE.as_ref(),
        }
    }
}

impl Contract {
    /// The schema itself, where this is a reference to one.
    pub(crate) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let reference = schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
        reference.and_then(|pointer| self.schema.pointer(pointer)).unwrap_or(schema)
    }
}

fn compile(kind: SchemaKind) -> Option<Contract> {
    let schema: Value = serde_json::from_str(kind.text()).ok()?;
    let validator = jsonschema::draft202012::options()
        .should_validate_formats(true)
        // The parser of the types decides what a date is, so that nothing passes here and fails there.
        .with_format("date", |text: &str| text.parse::<Date>().is_ok())
        .build(&schema)
        .ok()?;
    Some(Contract { schema, validator })
}

/// Generates the schema from the types: what the file in `schemas/` must say. Ends with a line feed.
#[must_use]
pub fn schema_json(kind: SchemaKind) -> String {
    let schema = match kind {
        SchemaKind::Policy => generate::<Policy>(kind.id()),
        SchemaKind::Waivers => generate::<WaiverFile>(kind.id()),
        SchemaKind::Baseline => generate::<BaselineFile>(kind.id()),
    };
    format!("{:#}\n", schema.as_value())
}

fn generate<T: JsonSchema>(id: &str) -> Schema {
    let settings = SchemaSettings::draft2020_12().for_deserialize();
    let mut generated: Schema = settings.into_generator().into_root_schema_for::<T>();
    shape(&mut generated);
    generated.insert("$id".to_owned(), id.into());
    generated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_schemas_compile() {
        for kind in SchemaKind::ALL {
            assert!(kind.contract().is_some(), "{kind:?}");
        }
    }

    #[test]
    fn no_null_is_offered_to_authors() {
        for kind in SchemaKind::ALL {
            assert!(!schema_json(kind).contains("null"), "{kind:?}");
        }
    }
}
