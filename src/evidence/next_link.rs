//! The key of the link to a next page, as Graph and the programs between Graph and a file spell it.

/// Whether a key is the link to a next page: of a response (`@odata.nextLink`, `OdataNextLink`, …), or of a list in an entry
/// (`alerts@odata.nextLink`, `AlertsNextLink`, …).
pub(super) fn is_next_link(key: &str) -> bool {
    let is_word = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._".contains(&byte));
    let (list, name) = key.split_once('@').unwrap_or(("", key));
    if !key.ends_with(['k', 'K']) || !is_word(list) || !is_word(name) {
        return false;
    }
    let name = name.replace(['.', '_'], "").to_ascii_lowercase();
    // What stands before the words is the list, which stands before an `@` if there is one: an address of mail is no link.
    name.strip_suffix("nextlink").is_some_and(|before| !key.contains('@') || ["", "odata"].contains(&before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_link_to_a_next_page_by_its_words_alone() {
        for key in [
            "@odata.nextLink",
            "@nextLink",
            "odata.nextLink",
            "OdataNextLink",
            "odata_next_link",
            "alerts@odata.nextlink",
        ] {
            assert!(is_next_link(key), "{key}");
        }
        for key in [
            "",
            "@",
            "@odata.deltaLink",
            "next",
            "nextLinks",
            "jane.doe@contoso.nextLink",
            "jane doe nextLink",
            "alerts",
            "link@next.example",
        ] {
            assert!(!is_next_link(key), "{key}");
        }
    }
}
