//! Reshapes a generated schema so that an error names the one wrong value.
//!
//! A validator says of a failed `oneOf` or `anyOf` only that no alternative fits; what generation writes for enums and optional
//! fields is such a choice, and none is needed.

use schemars::Schema;
use schemars::transform::transform_subschemas;
use serde_json::{Map, Value, json};

/// Reshapes a schema and everything in it.
pub(crate) fn shape(schema: &mut Schema) {
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
