//! Texts for people: the path of a request, a duration.

use std::time::Duration;

use crate::text::line;

/// The characters of a `$skiptoken` that are shown: enough to distinguish one from another.
const TOKEN_SHOWN: usize = 8;

/// A path and query for people: clean, with `$skiptoken` shortened.
pub(super) fn shown(path: &str) -> String {
    let path = line(path);
    let name = "skiptoken=";
    let Some(start) = path.to_ascii_lowercase().find(name).map(|at| at + name.len()) else { return path };
    let end = path[start..].find('&').map_or(path.len(), |length| start + length);
    match path[start..end].char_indices().nth(TOKEN_SHOWN) {
        Some((cut, _)) => format!("{}…{}", &path[..start + cut], &path[end..]),
        None => path,
    }
}

/// A time for people: `300 ms`, `2.5 s`, `120 s`.
pub(super) fn duration(time: Duration) -> String {
    match time.subsec_millis() {
        0 => format!("{} s", time.as_secs()),
        _ if time < Duration::from_secs(1) => format!("{} ms", time.as_millis()),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skiptokens_are_shortened_and_the_rest_stays() {
        assert_eq!(shown("/a?$top=1&$skiptoken=0123456789&x=y"), "/a?$top=1&$skiptoken=01234567…&x=y");
        assert_eq!(shown("/a?$skipToken=0123456789"), "/a?$skipToken=01234567…");
        assert_eq!(shown("/a?$skiptoken=01234567"), "/a?$skiptoken=01234567");
        assert_eq!(shown("/a\u{1b}?$top=1"), "/a?$top=1");
    }

    #[test]
    fn times_are_short() {
        assert_eq!(duration(Duration::from_millis(300)), "300 ms");
        assert_eq!(duration(Duration::from_secs(120)), "120 s");
        assert_eq!(duration(Duration::from_millis(2480)), "2.5 s");
    }
}
