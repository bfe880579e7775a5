//! What an address says of itself: whether Security Copilot can reach it, and whether its content can change.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// The reason why Security Copilot cannot use an address; none of a public https address.
pub(in crate::copilot) fn fault(address: &str) -> Option<&'static str> {
    let Ok(url) = Url::parse(address.trim()) else { return Some("is not an absolute address") };
    if url.scheme() != "https" {
        return Some("must be https and public");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Some("contains a user or password");
    }
    if url.port() == Some(0) {
        return Some("has the port 0, which no server has");
    }
    let is_public = match url.host() {
        Some(Host::Domain(name)) => is_public_name(name),
        Some(Host::Ipv4(ip)) => is_public_v4(ip),
        Some(Host::Ipv6(ip)) => is_public_v6(ip),
        None => false,
    };
    (!is_public).then_some("is not a public address")
}

/// A name that the public DNS can hold: several labels, and none of the domains that RFC 2606, 6761, 6762, 8375 and ICANN reserve.
fn is_public_name(name: &str) -> bool {
    const RESERVED: [&str; 9] =
        ["localhost", "local", "internal", "invalid", "test", "example", "home.arpa", "lan", "localdomain"];
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let is_in = |domain: &str| name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    name.contains('.') && !RESERVED.iter().any(|domain| is_in(domain))
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [first, second, third, _] = ip.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_benchmark = first == 198 && (second == 18 || second == 19);
    let is_protocol = first == 192 && second == 0 && third == 0;
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || is_shared
        || is_benchmark
        || is_protocol
        || first == 0
        || first >= 224)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(ip) = ip.to_ipv4_mapped() {
        return is_public_v4(ip);
    }
    // Global unicast is 2000::/3; 2001:db8::/32 is for documentation.
    let [first, second, ..] = ip.segments();
    first & 0xe000 == 0x2000 && !(first == 0x2001 && second == 0xdb8)
}

/// Whether an address of GitHub names a branch, or the newest revision of a gist, and no commit.
pub(super) fn is_unpinned(address: &str) -> bool {
    let Ok(url) = Url::parse(address.trim()) else { return false };
    let parts: Vec<&str> = url.path_segments().into_iter().flatten().collect();
    let is_commit = |part: Option<&&str>| {
        part.is_some_and(|part| part.len() == 40 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    match url.host_str() {
        // /owner/repository/revision/path, and since 2024 /owner/repository/refs/heads/branch/path.
        Some("raw.githubusercontent.com") => parts.len() > 3 && !is_commit(parts.get(2)),
        // /owner/gist/raw/revision/file.
        Some("gist.githubusercontent.com") => parts.get(2) == Some(&"raw") && !is_commit(parts.get(3)),
        Some(_) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_https_addresses_are_without_fault() {
        for good in [
            "https://api.contoso.com/x",
            "https://172.13.112.25/",
            "https://[2606:4700::1]/",
            "https://raw.githubusercontent.com/a",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        let bad = [
            "http://172.13.112.25:5000/x",
            "https://localhost/",
            "https://10.0.0.1",
            "https://172.16.0.1",
            "https://server/x",
            "/api",
            "https://a.local/",
            "https://[::1]/",
            "https://[fd00::1]/",
            "https://[::ffff:10.0.0.1]",
            "https://u:p@contoso.com",
            "ftp://a.com",
            "https://192.0.2.1",
            "https://100.64.0.1",
            "https://contoso.com:0",
            "",
            "https://",
        ];
        for bad in bad {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn an_address_with_a_commit_is_pinned() {
        let commit = "0123456789abcdef0123456789abcdef01234567";
        assert!(is_unpinned("https://raw.githubusercontent.com/o/r/main/a.yaml"));
        assert!(!is_unpinned(&format!("https://raw.githubusercontent.com/o/r/{commit}/a.yaml")));
        assert!(is_unpinned("https://gist.githubusercontent.com/o/g/raw/a.yaml"));
        assert!(!is_unpinned(&format!("https://gist.githubusercontent.com/o/g/raw/{commit}/a.yaml")));
        assert!(!is_unpinned("https://contoso.com/main/a.yaml"));
    }
}
