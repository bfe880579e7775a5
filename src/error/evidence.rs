//! The kinds of faults that evidence can have.

/// The kind of a fault of evidence: a program that calls the library decides by it, and not by the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceErrorKind {
    /// A file or folder cannot be read, or contains no evidence.
    Unreadable,
    /// The data is larger than what is read.
    TooLarge,
    /// The data is not JSON, or breaks off.
    Malformed,
    /// The data is neither a response of Microsoft Graph nor a recording.
    Foreign,
    /// A recording is not the one that was written.
    Altered,
    /// A value of the data contradicts its definition or another value.
    Invalid,
    /// The data is of several tenants, or of another tenant than expected.
    OtherTenant,
    /// A tenant of a list has no data at all.
    TenantMissing,
    /// The data contains no snapshot that can be evaluated.
    NoSnapshot,
    /// Two different captures of one day, of which neither is known to be the later.
    Ambiguous,
    /// A host cannot be reached, or its response broke off.
    Unreachable,
    /// The time for the read is over.
    TimedOut,
    /// Microsoft Graph refused the token, or a permission is missing.
    Unauthorized,
    /// Microsoft Graph limits the number of requests.
    Throttled,
    /// Microsoft Graph refused the request for another reason.
    Refused,
    /// Something that a read needs cannot be set up on this machine.
    Local,
}

impl EvidenceErrorKind {
    /// Every kind, in the order of the declaration.
    pub const ALL: [Self; 16] = [
        Self::Unreadable,
        Self::TooLarge,
        Self::Malformed,
        Self::Foreign,
        Self::Altered,
        Self::Invalid,
        Self::OtherTenant,
        Self::TenantMissing,
        Self::NoSnapshot,
        Self::Ambiguous,
        Self::Unreachable,
        Self::TimedOut,
        Self::Unauthorized,
        Self::Throttled,
        Self::Refused,
        Self::Local,
    ];

    /// The stable code, in kebab case.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::TooLarge => "too-large",
            Self::Malformed => "malformed",
            Self::Foreign => "foreign",
            Self::Altered => "altered",
            Self::Invalid => "invalid",
            Self::OtherTenant => "other-tenant",
            Self::TenantMissing => "tenant-missing",
            Self::NoSnapshot => "no-snapshot",
            Self::Ambiguous => "ambiguous",
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed-out",
            Self::Unauthorized => "unauthorized",
            Self::Throttled => "throttled",
            Self::Refused => "refused",
            Self::Local => "local",
        }
    }
}
