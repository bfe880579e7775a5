//! The files and responses that evidence was read from.

use jiff::Timestamp;

/// The origins of Microsoft Graph in the clouds of Microsoft: global (with GCC), US government L4 (GCC High), US government L5
/// (DoD), China (21Vianet).
pub(crate) const GRAPH_ORIGINS: [&str; 4] = [
    "https://graph.microsoft.com",
    "https://graph.microsoft.us",
    "https://dod-graph.microsoft.us",
    "https://microsoftgraph.chinacloudapi.cn",
];

/// Whether an origin is that of Microsoft Graph in one of Microsoft's clouds.
pub(crate) fn is_graph_of_microsoft(origin: &str) -> bool {
    GRAPH_ORIGINS.contains(&origin)
}

/// One file or response that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The path, `-` for standard input, or the address for a response that was fetched.
    pub name: String,
    /// The SHA-256 of its bytes as they were read, in lower-case hexadecimal; none where it was read without hashes.
    pub sha256: Option<String>,
    /// The number of bytes that were read.
    pub bytes: u64,
    /// The number of bytes of the responses of Graph in it that were used, unpacked: of a recording their bodies; of a file of raw
    /// responses their JSON as the file has it.
    pub response_bytes: u64,
    /// The kind of the input.
    pub kind: InputKind,
    /// The endpoint of Graph that a recording says it was made from.
    pub graph: Option<String>,
}

/// The kind of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InputKind {
    /// A recording of scoregate.
    Recording {
        /// Whether every response in it matched the SHA-256 that was recorded with it.
        verified: bool,
        /// When it was recorded.
        captured: Option<Timestamp>,
        /// Whether names in it are pseudonyms.
        redacted: bool,
    },
    /// Responses of Graph as they came, without a record of how they were obtained.
    Raw,
    /// A response of Graph that this run fetched.
    Live {
        /// When the last response of the run had come.
        captured: Timestamp,
    },
    /// A response of Graph that an earlier run fetched, out of the cache.
    Cached {
        /// When the last response of that run had come.
        captured: Timestamp,
    },
}

impl Input {
    /// The endpoint that a recording was made from, where it is none of Microsoft's: a proxy, a test server, or a forgery.
    #[must_use]
    pub fn foreign_graph(&self) -> Option<&str> {
        let graph = self.graph.as_deref()?;
        (!is_graph_of_microsoft(graph)).then_some(graph)
    }

    /// The host that a response was fetched from by this run, such as `https://graph.microsoft.com`; none for a file or the
    /// cache.
    #[must_use]
    pub fn live_origin(&self) -> Option<&str> {
        match self.kind {
            InputKind::Live { .. } => self.origin(),
            InputKind::Cached { .. } | InputKind::Recording { .. } | InputKind::Raw => None,
        }
    }

    /// The host that a response came from, by this run or by the one that filled the cache; none for a file.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        match self.kind {
            InputKind::Live { .. } | InputKind::Cached { .. } => {
                let host = self.name.find("://").map_or(0, |at| at + "://".len());
                let end = self.name[host..].find('/').map_or(self.name.len(), |at| host + at);
                Some(&self.name[..end])
            }
            InputKind::Recording { .. } | InputKind::Raw => None,
        }
    }
}
