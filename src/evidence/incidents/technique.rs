//! Techniques of MITRE ATT&CK.

use std::fmt;

/// The id of a technique (`T1566`) or of a sub-technique (`T1566.002`) of MITRE ATT&CK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Technique {
    /// The four digits of the technique.
    number: u16,
    /// The three digits of the sub-technique.
    sub: Option<u16>,
}

impl Technique {
    /// Reads an id, in any letter case; none where the text is no id.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix(['T', 't'])?;
        let (number, sub) = match digits.split_once('.') {
            Some((number, sub)) => (number, Some(sub)),
            None => (digits, None),
        };
        let read = |text: &str, length: usize| {
            let is_number = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| text.parse::<u16>().ok()).flatten()
        };
        Some(Self {
            number: read(number, 4)?,
            sub: match sub {
                Some(sub) => Some(read(sub, 3)?),
                None => None,
            },
        })
    }

    /// The technique that this is a sub-technique of.
    #[must_use]
    pub const fn parent(self) -> Option<Self> {
        match self.sub {
            Some(_) => Some(Self { number: self.number, sub: None }),
            None => None,
        }
    }
}

impl fmt::Display for Technique {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T{:04}", self.number)?;
        self.sub.map_or(Ok(()), |sub| write!(f, ".{sub:03}"))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written_and_nothing_else_is_one() {
        for id in ["T1566", "T1566.002", "T0001.010"] {
            assert_eq!(Technique::of(id).unwrap().to_string(), id);
        }
        assert_eq!(Technique::of(" t1566.002 "), Technique::of("T1566.002"));
        for text in
            ["", "T", "1566", "T156", "T15666", "T1566.", "T1566.02", "T1566.0021", "T+566", "TA0001", "T１５６６"]
        {
            assert_eq!(Technique::of(text), None, "{text}");
        }
        assert_eq!(Technique::of("T1566.002").unwrap().parent(), Technique::of("T1566"));
        assert_eq!(Technique::of("T1566").unwrap().parent(), None);
    }
}
