//! Hyperlinks of terminals (OSC 8): text with an address behind it.

use url::Url;

/// The start of a sequence, before the address.
pub(super) const START: &str = "\u{1b}]8;;";
/// The end of a sequence, after the address.
pub(super) const END: &str = "\u{1b}\\";
/// The longest address that becomes a hyperlink, in bytes.
const LONGEST: usize = 2_000;

/// A text that links to an address; none where the address must not become a link. The text is written as it is given.
pub(crate) fn linked(address: &str, text: &str) -> Option<String> {
    is_linkable(address).then(|| format!("{START}{address}{END}{text}{START}{END}"))
}

/// Whether an address may become a link: an https address without a user, written in the characters of addresses alone. It can
/// come from a tenant, and a link hides it from the reader.
pub(super) fn is_linkable(address: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let is_web = |url: Url| {
        url.scheme() == "https" && url.host_str().is_some() && url.username().is_empty() && url.password().is_none()
    };
    address.len() <= LONGEST
        && address.starts_with("https://")
        && address.chars().all(is_plain)
        // The start of a command to the log of a pipeline.
        && !address.contains("##")
        && Url::parse(address).is_ok_and(is_web)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_web_addresses_become_links() {
        let link = "\u{1b}]8;;https://a.example/b?c=d#e\u{1b}\\text\u{1b}]8;;\u{1b}\\";
        assert_eq!(linked("https://a.example/b?c=d#e", "text").as_deref(), Some(link));
        for wrong in [
            "",
            "text",
            "http://a.example",
            "https://",
            "https://microsoft.com@evil.example/",
            "https://:x@evil.example/",
            "https://a.example/\u{1b}\\",
            "https://a.example/\u{7}",
            "https://a.example/ b",
            "https://a.example/\n",
            "https://a.example/ü",
            "https://a.example/##vso[x]",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "HTTPS://a.example",
        ] {
            assert_eq!(linked(wrong, "text"), None, "{wrong:?}");
        }
        assert_eq!(linked(&format!("https://a.example/{}", "x".repeat(LONGEST)), "text"), None);
    }
}
