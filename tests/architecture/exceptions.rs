//! Where the library is not yet as it should be. The lists only shrink.

/// Imports from a layer above.
pub(crate) const UPWARD: &[(&str, &str)] = &[("entra", "graph")];

/// Imports that are part of a circle.
pub(crate) const CIRCULAR: &[(&str, &str)] = &[
    ("entra", "graph"),
    ("entra", "net"),
    ("evidence/document", "evidence/recording"),
    ("evidence/document", "evidence/wire"),
    ("evidence/recording", "evidence/document"),
    ("evidence/recording", "evidence/wire"),
    ("evidence/wire", "evidence/document"),
    ("graph", "entra"),
    ("graph", "net"),
    ("net", "entra"),
];

/// Files that write to standard output or error.
pub(crate) const PRINTING: &[&str] = &["output"];

/// Files whose texts name flags.
pub(crate) const FLAGS: &[&str] = &[
    "entra",
    "entra/choose",
    "entra/error_codes",
    "entra/failure",
    "entra/federated",
    "entra/managed_identity",
    "entra/provider",
    "evaluate",
    "evaluate/baseline_day",
    "evaluate/baseline_of_snapshot",
    "evaluate/built_in_rules",
    "evaluate/regression/reference",
    "evidence/assemble",
    "evidence/collect",
    "evidence/pages",
    "evidence/shape",
    "graph/failure",
    "graph/fetch",
    "graph/permission",
    "policy/load",
    "policy/regression",
];

/// Files that start a runtime.
pub(crate) const RUNTIME: &[&str] = &[];
