//! The JSON Schema of a kind of file: the contract that editors and this program share.
//!
//! It is generated from a type and reshaped so that an error names the one wrong value: a validator reports of a failed `oneOf` or
//! `anyOf` only that no alternative fits, and what generation writes for enums and optional fields is such a choice.

use std::sync::OnceLock;

use jiff::civil::Date;
use jsonschema::Validator;
use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use super::accept::{Acceptor, Agreement};
use super::vocabulary::Vocabulary;

/// The schema of a kind of file, as it is published in `schemas/`.
#[derive(Debug)]
pub struct FileSchema {
    /// The path of the published file in the repository.
    pub path: &'static str,
    /// The text of the published file.
    pub text: &'static str,
    id: &'static str,
    generate: fn() -> Schema,
    pub(crate) vocabulary: &'static Vocabulary,
    acceptor: OnceLock<Option<Acceptor>>,
    compiled: OnceLock<Option<CompiledSchema>>,
}

/// A compiled schema, and its text as a value for what messages quote from it.
#[derive(Debug)]
pub(crate) struct CompiledSchema {
    pub(crate) schema: Value,
    pub(crate) validator: Validator,
}

/// A date as it is written: `2027-01-31`.
#[derive(JsonSchema)]
#[serde(transparent)]
#[schemars(extend("format" = "date"))]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) struct DateText(#[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))] String);

impl FileSchema {
    /// The schema of files that hold a `T`.
    pub(crate) const fn of<T: JsonSchema>(
        path: &'static str,
        id: &'static str,
        text: &'static str,
        vocabulary: &'static Vocabulary,
    ) -> Self {
        Self {
            path,
            text,
            id,
            generate: root_schema::<T>,
            vocabulary,
            acceptor: OnceLock::new(),
            compiled: OnceLock::new(),
        }
    }

    /// Generates the schema from the type: what the published file must contain. Ends with a line feed.
    #[must_use]
    pub fn generate(&self) -> String {
        let mut generated = (self.generate)();
        shape(&mut generated);
        generated.insert("$id".to_owned(), self.id.into());
        format!("{:#}\n", generated.as_value())
    }

    /// The agreement of a value with the schema, as far as it is known without compiling it.
    pub(crate) fn agreement(&self, value: &Value) -> Agreement {
        let acceptor = self.acceptor.get_or_init(|| Acceptor::of(self.text));
        acceptor.as_ref().map_or(Agreement::Unknown, |acceptor| acceptor.agreement(value))
    }

    /// The compiled schema; compiling costs more than validating, so it is done once. `None` cannot happen: a test compiles all.
    pub(crate) fn compiled(&self) -> Option<&CompiledSchema> {
        self.compiled.get_or_init(|| compile(self.text)).as_ref()
    }
}

impl CompiledSchema {
    /// The schema itself, where this is a reference to one.
    pub(crate) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let reference = schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
        reference.and_then(|pointer| self.schema.pointer(pointer)).unwrap_or(schema)
    }
}

fn compile(text: &str) -> Option<CompiledSchema> {
    let schema: Value = serde_json::from_str(text).ok()?;
    let validator = jsonschema::draft202012::options()
        .should_validate_formats(true)
        // The parser of the types decides what a date is, so that nothing passes here and fails there.
        .with_format("date", |text: &str| text.parse::<Date>().is_ok())
        .build(&schema)
        .ok()?;
    Some(CompiledSchema { schema, validator })
}

fn root_schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_deserialize().into_generator().into_root_schema_for::<T>()
}

/// Reshapes a schema and everything in it.
fn shape(schema: &mut Schema) {
    if let Some(object) = schema.as_object_mut() {
        drop_null(object);
        merge_words(object);
        merge_kinds(object);
        bound_numbers(object);
    }
    transform_subschemas(&mut |inner: &mut Schema| shape(inner), schema);
}

/// An optional field is one that may be left out, not one that may be null.
fn drop_null(object: &mut Map<String, Value>) {
    if object.get("default").is_some_and(Value::is_null) {
        object.remove("default");
    }
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            object.insert("type".to_owned(), one);
        }
    }
    let Some(Value::Array(mut choices)) = object.get("anyOf").cloned() else { return };
    choices.retain(|choice| choice.get("type").is_none_or(|kind| kind != "null"));
    if let [Value::Object(one)] = choices.as_slice() {
        object.remove("anyOf");
        for (key, value) in one {
            object.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
}

/// An enum of words: one list of words, with the meaning of each in the description.
fn merge_words(object: &mut Map<String, Value>) {
    let Some(Value::Array(choices)) = object.get("oneOf") else { return };
    let words: Option<Vec<(String, String)>> = choices.iter().map(word).collect();
    let Some(words) = words.filter(|words| !words.is_empty()) else { return };
    object.remove("oneOf");
    let about = object.get("description").and_then(Value::as_str).unwrap_or_default();
    let meanings: Vec<String> = words.iter().map(|(word, meaning)| format!("- `{word}`: {meaning}")).collect();
    let description = format!("{about}\n\n{}", meanings.join("\n"));
    let words: Vec<Value> = words.into_iter().map(|(word, _)| word.into()).collect();
    object.insert("type".to_owned(), "string".into());
    object.insert("enum".to_owned(), words.into());
    object.insert("description".to_owned(), description.into());
}

fn word(choice: &Value) -> Option<(String, String)> {
    let word = choice.get("const")?.as_str()?;
    Some((word.to_owned(), choice.get("description")?.as_str()?.to_owned()))
}

/// An enum of kinds, each with content: one object that holds exactly one of the kinds.
fn merge_kinds(object: &mut Map<String, Value>) {
    let Some(Value::Array(choices)) = object.get("oneOf") else { return };
    let kinds: Option<Vec<(String, Value)>> = choices.iter().map(kind).collect();
    let Some(kinds) = kinds.filter(|kinds| !kinds.is_empty()) else { return };
    object.remove("oneOf");
    object.insert("type".to_owned(), "object".into());
    object.insert("properties".to_owned(), Value::Object(kinds.into_iter().collect()));
    object.insert("additionalProperties".to_owned(), false.into());
    object.insert("minProperties".to_owned(), 1.into());
    object.insert("maxProperties".to_owned(), 1.into());
}

fn kind(choice: &Value) -> Option<(String, Value)> {
    let properties = choice.get("properties")?.as_object()?;
    let mut properties = properties.iter();
    let (name, content) = properties.next()?;
    if properties.next().is_some() {
        return None;
    }
    let mut content = content.clone();
    if let (Some(object), Some(description)) = (content.as_object_mut(), choice.get("description")) {
        object.insert("description".to_owned(), description.clone());
    }
    Some((name.clone(), content))
}

/// `format: uint32` means nothing to editors; the bound that it stands for does, where the field has none of its own.
/// `format: double` stands for none.
fn bound_numbers(object: &mut Map<String, Value>) {
    if object.get("format").is_some_and(|format| format == "uint32") {
        object.remove("format");
        object.entry("maximum").or_insert_with(|| json!(u32::MAX));
    }
    if object.get("format").is_some_and(|format| format == "double") {
        object.remove("format");
    }
}
