//! The link from one page of a collection to the next: where it may lead.

use url::Url;

use super::collection::Collection;
use crate::text::line;

/// The address of the next page, if it is one that the token may be sent to: https, on the host and port of Graph, and with
/// the path of the collection, so that the response chooses nothing but the query.
pub(super) fn follow(next: &str, origin: &Url, collection: Collection) -> Result<Url, String> {
    let url = Url::parse(next).map_err(|error| format!("its nextLink is no address: {error}"))?;
    let has_user = !url.username().is_empty() || url.password().is_some();
    if url.origin() == origin.origin() && !has_user {
        if url.path().eq_ignore_ascii_case(collection.path()) {
            return Ok(url);
        }
        return Err(format!("its nextLink leads to another collection, {}, which is not followed", line(url.path())));
    }
    let host = url.host_str().map_or_else(|| "no host".to_owned(), line);
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let scheme = line(url.scheme());
    Err(format!("its nextLink leads to another place, {scheme}://{host}{port}, which is not followed"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn only_links_to_the_very_origin_are_followed() {
        let origin = Url::parse("https://graph.microsoft.com").unwrap();
        let path = "/v1.0/security/secureScores";
        for good in [format!("https://graph.microsoft.com{path}?$skiptoken=x"), {
            format!("https://GRAPH.microsoft.com:443{}", path.to_lowercase())
        }] {
            assert!(follow(&good, &origin, Collection::Scores).is_ok(), "{good}");
        }
        for bad in [
            "http://graph.microsoft.com/a",
            "https://graph.microsoft.com:444/a",
            "https://graph.microsoft.com.evil.example/a",
            "https://graph.microsoft.com@evil.example/a",
            "https://evil.example\\@graph.microsoft.com/a",
            "https://user@graph.microsoft.com/a",
            "https://user:secret@graph.microsoft.com/a",
            "//graph.microsoft.com/a",
            "/v1.0/a",
            "data:,x",
            "",
        ] {
            // The path is right, so that it is the place that is refused.
            let bad = bad.replace("/a", path);
            assert!(follow(&bad, &origin, Collection::Scores).is_err(), "{bad}");
        }
    }

    #[test]
    fn no_link_leads_from_one_collection_to_another() {
        let origin = Url::parse("https://graph.microsoft.com").unwrap();
        for bad in [
            "https://graph.microsoft.com/v1.0/users?$top=999",
            "https://graph.microsoft.com/v1.0/security/secureScores/",
            "https://graph.microsoft.com/v1.0/security/secureScores/../incidents",
            "https://graph.microsoft.com/v1.0/security/secureScoreControlProfiles",
            "https://graph.microsoft.com/beta/security/secureScores",
            "https://graph.microsoft.com//v1.0/security/secureScores",
        ] {
            let refused = follow(bad, &origin, Collection::Scores).unwrap_err();
            assert!(refused.starts_with("its nextLink leads to another collection, /"), "{bad}: {refused}");
        }
    }
}
