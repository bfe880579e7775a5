//! The schemas of inputs and answers: for OpenAPI 3.0, and for JSON Schema of MCP. No value is null: what is not known is missing.

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::transform::RecursiveTransform;
use schemars::{Schema, json_schema};
use serde_json::{Map, Value, json};

use super::operation::Operation;
use super::parameter::{Kind, Parameter};

/// The pattern of a day, or of no text. Days that a month does not have are refused too.
const DAY: &str = "^([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))?$";

/// The generator of schemas for OpenAPI 3.0, which collects the types under `#/components/schemas`.
pub(super) fn openapi() -> SchemaGenerator {
    let settings = SchemaSettings::openapi3().for_serialize();
    settings.with_transform(RecursiveTransform(without_null)).into_generator()
}

impl Operation {
    /// The JSON Schema of the inputs, as an object.
    #[must_use]
    pub fn input_schema(&self) -> Map<String, Value> {
        let properties: Map<String, Value> =
            self.parameters.iter().map(|parameter| (parameter.name.to_owned(), with_description(parameter))).collect();
        let required: Vec<&str> = self
            .parameters
            .iter()
            .filter(|parameter| parameter.is_required())
            .map(|parameter| parameter.name)
            .collect();
        let mut schema = Map::new();
        schema.insert("type".to_owned(), json!("object"));
        schema.insert("properties".to_owned(), Value::Object(properties));
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        schema.insert("additionalProperties".to_owned(), json!(false));
        schema
    }

    /// The JSON Schema (draft 2020-12) of the answer, as an object without references to other documents.
    #[must_use]
    pub fn output_schema(&self) -> Map<String, Value> {
        let mut settings = SchemaSettings::draft2020_12().for_serialize();
        settings.inline_subschemas = true;
        let mut generator = settings.with_transform(RecursiveTransform(without_null)).into_generator();
        let mut schema = (self.response)(&mut generator);
        generator.transforms_mut().for_each(|transform| transform.transform(&mut schema));
        match schema.to_value() {
            Value::Object(mut object) => {
                object.insert("type".to_owned(), json!("object"));
                object
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
        }
    }
}

fn with_description(parameter: &Parameter) -> Value {
    let mut schema = parameter.schema();
    schema.insert("description".to_owned(), json!(parameter.description));
    schema.to_value()
}

impl Parameter {
    /// The schema of its values, which means the same in JSON Schema and in OpenAPI 3.0.
    pub(super) fn schema(&self) -> Schema {
        match self.kind {
            Kind::RequiredText { longest, example } => {
                json_schema!({ "type": "string", "minLength": 1, "maxLength": longest, "example": example })
            }
            Kind::Text { longest } => json_schema!({ "type": "string", "maxLength": longest, "default": "" }),
            Kind::Day => json_schema!({
                "type": "string", "maxLength": 10, "pattern": DAY, "default": "",
            }),
            Kind::Integer { default, least, most } => {
                json_schema!({ "type": "integer", "format": "int32", "minimum": least, "maximum": most, "default": default })
            }
            Kind::Word { default, words } => json_schema!({ "type": "string", "enum": words, "default": default }),
            Kind::Switch => json_schema!({ "type": "boolean", "default": false }),
        }
    }
}

/// Removes null from the values that a schema allows.
fn without_null(schema: &mut Schema) {
    schema.remove("nullable");
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            schema.insert("type".to_owned(), one);
        }
    }
    for key in ["anyOf", "oneOf"] {
        let Some(Value::Array(choices)) = schema.get_mut(key) else { continue };
        choices.retain(|choice| choice.get("type") != Some(&json!("null")));
        // A choice of one is that one.
        if let [Value::Object(one)] = choices.as_slice() {
            let one = one.clone();
            schema.remove(key);
            for (name, value) in one {
                schema.insert(name, value);
            }
        }
    }
}
