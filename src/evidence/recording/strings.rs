//! Changes strings within JSON text and nothing else: numbers, spaces and the strings that stay keep every byte.

use crate::evidence::fault::Fault;

/// The greatest depth of objects and lists in one another, as for the reader of recordings.
const DEEPEST: usize = 128;

/// The place of a string in the JSON.
pub(super) struct Place<'k> {
    /// The key of the object that it belongs to; for a key itself, that key.
    pub(super) key: &'k str,
    /// The key of the object that the object is in; empty for that of the response.
    pub(super) parent: &'k str,
    /// The index in the list `value` of the response, for what belongs to an entry itself rather than to a part of it.
    pub(super) entry: Option<usize>,
    /// Whether it is a key.
    pub(super) is_key: bool,
}

/// An object or a list on the way to where the reader is.
enum Level {
    Object { key: String, at_key: bool },
    List { index: usize },
}

/// The text with what `change` gives in the place of strings; where it gives none the string stays as it is.
///
/// # Errors
///
/// [`Fault`] for a string that is no Unicode and for text that is no JSON.
pub(super) fn change_strings(
    json: &str,
    mut change: impl FnMut(&Place<'_>, &str) -> Option<String>,
) -> Result<String, Fault> {
    let mut out = String::with_capacity(json.len());
    let mut levels: Vec<Level> = Vec::new();
    let (mut copied, mut at) = (0, 0);
    let bytes = json.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = end_of_string(bytes, at).ok_or_else(|| Fault::malformed("a string in it has no end"))?;
                let literal = &json[at..end];
                let text: String =
                    serde_json::from_str(literal).map_err(|_| Fault::malformed("a string in it is no Unicode"))?;
                let is_key = matches!(levels.last(), Some(Level::Object { at_key: true, .. }));
                if let (true, Some(Level::Object { key, .. })) = (is_key, levels.last_mut()) {
                    key.clone_from(&text);
                }
                if let Some(changed) = change(&place(&levels, is_key), &text) {
                    out.push_str(&json[copied..at]);
                    out.push_str(&serde_json::Value::from(changed).to_string());
                    copied = end;
                }
                at = end;
                continue;
            }
            b'{' | b'[' if levels.len() == DEEPEST => return Err(Fault::malformed("it is nested too deeply")),
            b'{' => levels.push(Level::Object { key: String::new(), at_key: true }),
            b'[' => levels.push(Level::List { index: 0 }),
            b'}' | b']' => drop(levels.pop()),
            b':' | b',' => step(levels.last_mut(), *byte == b','),
            _ => {}
        }
        at += 1;
    }
    out.push_str(&json[copied..]);
    Ok(out)
}

/// Goes on behind a colon, or behind a comma.
fn step(level: Option<&mut Level>, is_comma: bool) {
    match level {
        Some(Level::Object { at_key, .. }) => *at_key = is_comma,
        Some(Level::List { index }) => *index += usize::from(is_comma),
        None => {}
    }
}

/// The place behind the closing quotation mark.
fn end_of_string(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn place(levels: &[Level], is_key: bool) -> Place<'_> {
    let mut keys = levels.iter().rev().filter_map(|level| match level {
        Level::Object { key, .. } => Some(key.as_str()),
        Level::List { .. } => None,
    });
    let (key, parent) = (keys.next(), keys.next().unwrap_or_default());
    let entry = match levels {
        [Level::Object { key, .. }, Level::List { index }, Level::Object { .. }] if key == "value" => Some(*index),
        _ => None,
    };
    Place { key: key.unwrap_or_default(), parent, entry, is_key }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn only_the_strings_that_change_change() {
        let json = r#" { "a" : "x\"\u0078" , "n":1.50e+01,"value":[{"id":"x","deep":[{"id":"x"}]} , {"id":"\/"}]}"#;
        let mut seen = Vec::new();
        let changed = change_strings(json, |place, text| {
            seen.push(format!("{} {:?} {} {text}", place.key, place.entry, place.is_key));
            (text == "x" && !place.is_key).then(|| "ä\"".to_owned())
        });
        let expected = json.replace(r#""id":"x""#, r#""id":"ä\"""#);
        assert_eq!(changed.unwrap(), expected);
        assert_eq!(seen.iter().filter(|line| line.starts_with("id Some(0) false")).count(), 1);
        assert_eq!(seen.last().unwrap(), "id Some(1) false /");
        assert_eq!(change_strings(json, |_, _| None).unwrap(), json);
    }

    #[test]
    fn what_is_no_text_is_an_error() {
        assert!(change_strings(r#"{"a":"\ud800"}"#, |_, _| None).is_err());
        assert!(change_strings(r#"{"a":"\"#, |_, _| None).is_err());
    }
}
