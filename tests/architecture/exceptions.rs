//! Where the library is not yet as it should be. The lists only shrink.

/// Imports from a layer above.
pub(crate) const UPWARD: &[(&str, &str)] = &[];

/// Imports that are part of a circle.
pub(crate) const CIRCULAR: &[(&str, &str)] = &[
    ("evidence/document", "evidence/recording"),
    ("evidence/document", "evidence/wire"),
    ("evidence/recording", "evidence/document"),
    ("evidence/recording", "evidence/wire"),
    ("evidence/wire", "evidence/document"),
];

/// Files that write to standard output or error.
pub(crate) const PRINTING: &[&str] = &[];

/// Files whose texts name flags.
pub(crate) const FLAGS: &[&str] = &[
    "entra/azure_cli",
    "entra/choose",
    "entra/error_codes",
    "entra/failure",
    "entra/managed_identity",
    "entra/provider",
    "evidence/assemble",
    "evidence/collect",
    "evidence/pages",
    "evidence/shape",
    "graph/failure",
    "graph/fetch",
    "graph/permission",
    "policy/expect/regression",
    "policy/load",
];

/// Files that start a runtime.
pub(crate) const RUNTIME: &[&str] = &[];
