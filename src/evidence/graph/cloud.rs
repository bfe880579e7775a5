//! The clouds of Microsoft and their endpoints.

/// A pair of endpoints that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cloud {
    /// The name for people: `global`, or `custom` for a pair given by flags.
    pub(crate) name: &'static str,
    /// The origin of Graph, such as `https://graph.microsoft.com`.
    pub(crate) graph: String,
    /// The origin that signs in, such as `https://login.microsoftonline.com`.
    pub(crate) login: String,
}

impl Cloud {
    /// Whether Graph offers `secureScoreControlProfiles` in this cloud. It does not in China.
    pub(crate) fn offers_profiles(&self) -> bool {
        self.name != "china"
    }
}
