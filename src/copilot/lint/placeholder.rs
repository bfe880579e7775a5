//! Placeholders that an author forgot to replace.

/// The longest placeholder, in bytes.
const LONGEST: usize = 100;

/// The first placeholder in a text.
pub(super) fn first(text: &str) -> Option<&str> {
    between(text, "<", ">").or_else(|| between(text, "**", "**")).or_else(|| word(text)).or_else(|| label(text))
}

/// `<YOUR-URL>` or `**CLUSTER URL**`: short, on one line, beginning with a letter.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    text.match_indices(open).find_map(|(start, _)| {
        let rest = text.get(start + open.len()..)?;
        // No more is looked at, so that a long text of opening marks takes no longer than another.
        let near = rest.get(..rest.floor_char_boundary(LONGEST))?;
        let inner = near.get(..near.find(close)?)?;
        let begins = inner.chars().next().is_some_and(char::is_alphabetic);
        (begins && !inner.contains(['\n', '<', '=', '/']))
            .then(|| text.get(start..start + 2 * open.len() + inner.len()))?
    })
}

/// `xxxxxxxx-xxxx-…`, the empty GUID, `YOUR_KEY`, `REPLACE_ME`, `[domain]`.
fn word(text: &str) -> Option<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '[' | ']'))).find(|word| {
        let lower = word.to_ascii_lowercase();
        let is_blank_guid = word.len() == 36
            && word.bytes().enumerate().all(|(at, byte)| {
                if matches!(at, 8 | 13 | 18 | 23) { byte == b'-' } else { matches!(byte, b'x' | b'X' | b'0') }
            });
        let has_prefix = ["your-", "your_", "replace-", "replace_", "[your", "insert-", "insert_"];
        let is_bracketed = lower.len() > 2
            && lower.starts_with('[')
            && lower.ends_with(']')
            && lower[1..lower.len() - 1].bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'-');
        is_blank_guid
            || is_bracketed
            || lower == "changeme"
            || has_prefix.iter().any(|prefix| lower.starts_with(prefix))
    })
}

/// The label of a field in the Entra portal, copied in the place of its value.
fn label(text: &str) -> Option<&str> {
    ["Directory(tenant)ID", "Directory (tenant) ID", "Application(client)ID", "Application (client) ID"]
        .into_iter()
        .find_map(|label| text.find(label).and_then(|at| text.get(at..at + label.len())))
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn what_is_to_be_replaced_is_found_and_values_are_not() {
        let left = [
            ("https://a/<YOUR-REPO-URL>/b", "<YOUR-REPO-URL>"),
            ("<id of client that wants to auth>", "<id of client that wants to auth>"),
            ("**ADX CLUSTER URL**", "**ADX CLUSTER URL**"),
            ("xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
            ("https://login/Directory(tenant)ID/x", "Directory(tenant)ID"),
            ("your_key", "your_key"),
            ("https://[domain]/x", "[domain]"),
        ];
        for (text, found) in left {
            assert_eq!(first(text), Some(found));
        }
        for text in ["a < b and c > d", "{{TenantId}}", "2 ** 3 ** 4", "https://contoso.com/your", "", "<", "**", "ä<ö"]
        {
            assert_eq!(first(text), None, "{text}");
        }
    }
}
