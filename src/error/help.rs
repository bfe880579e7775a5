//! The remedy of an error, in words that refer to the interface of the caller without knowing it.

use std::fmt;
use std::ops::Add;

/// A part of the interface that a remedy refers to. The command line calls it by a flag or a command, a server by other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// The setting of the sign-in method.
    Auth,
    /// The setting of the cloud.
    Cloud,
    /// The setting of the host of Microsoft Graph.
    GraphHost,
    /// The setting of the host that signs in.
    LoginHost,
    /// The setting of the longest time that a read of the tenant may take.
    Timeout,
    /// The setting of the sources of evidence.
    Sources,
    /// The command that records the tenant.
    Record,
    /// The command that records the tenant with its incidents.
    RecordIncidents,
    /// The page that lists the sign-in methods.
    SignInMethods,
    /// The setting of the address that a server listens on.
    Listen,
    /// The setting of a name that callers use for a server.
    AllowHost,
    /// The setting of an origin whose pages may use a server.
    AllowOrigin,
    /// The setting of the days of history that a server reads.
    History,
    /// The setting of the sources of incidents.
    Incidents,
}

impl Reference {
    /// The words without an interface.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Auth => "the setting `auth`",
            Self::Cloud => "the setting `cloud`",
            Self::GraphHost => "the setting `graph-host`",
            Self::LoginHost => "the setting `login-host`",
            Self::Timeout => "the setting `timeout`",
            Self::Sources => "the sources of evidence",
            Self::Record => "the command that records the tenant",
            Self::RecordIncidents => "the command that records the tenant with its incidents",
            Self::SignInMethods => "the documentation",
            Self::Listen => "the setting `listen`",
            Self::AllowHost => "the setting `allow-host`",
            Self::AllowOrigin => "the setting `allow-origin`",
            Self::History => "the setting `history`",
            Self::Incidents => "the sources of incidents",
        }
    }
}

/// A remedy: text, and references to the interface. It is put together with `+`: `"check " + Reference::Cloud + " again"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Reference(Reference),
}

impl Help {
    /// The remedy in the words of an interface.
    #[must_use]
    pub fn worded(&self, words: fn(Reference) -> &'static str) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Reference(reference) => words(*reference).to_owned(),
        };
        self.0.iter().map(part).collect()
    }

    /// The remedy with another text in the place of each of its texts.
    pub(crate) fn map(self, change: impl Fn(&str) -> String) -> Self {
        let part = |part| match part {
            Part::Text(text) => Part::Text(change(&text)),
            Part::Reference(reference) => Part::Reference(reference),
        };
        Self(self.0.into_iter().map(part).collect())
    }
}

impl fmt::Display for Help {
    /// Writes the remedy without an interface.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.worded(Reference::plain))
    }
}

impl From<String> for Help {
    fn from(text: String) -> Self {
        Self(vec![Part::Text(text)])
    }
}

impl From<&String> for Help {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<&str> for Help {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Add<Reference> for &str {
    type Output = Help;

    fn add(self, reference: Reference) -> Help {
        Help::from(self) + reference
    }
}

impl Add<String> for Help {
    type Output = Self;

    fn add(mut self, text: String) -> Self {
        self.0.push(Part::Text(text));
        self
    }
}

impl Add<Reference> for Help {
    type Output = Self;

    fn add(mut self, reference: Reference) -> Self {
        self.0.push(Part::Reference(reference));
        self
    }
}

impl Add<&str> for Help {
    type Output = Self;

    fn add(mut self, text: &str) -> Self {
        self.0.push(Part::Text(text.to_owned()));
        self
    }
}

impl Add<Help> for Help {
    type Output = Self;

    fn add(mut self, mut other: Help) -> Self {
        self.0.append(&mut other.0);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remedy_has_the_words_of_its_interface() {
        let help = "check " + Reference::GraphHost + " and the proxy";
        assert_eq!(help.to_string(), "check the setting `graph-host` and the proxy");
        assert_eq!(help.worded(|_| "--graph-host"), "check --graph-host and the proxy");
    }
}
