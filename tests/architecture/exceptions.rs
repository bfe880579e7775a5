//! Where the library is not yet as it should be. The lists only shrink.

/// Imports from a layer above.
pub(crate) const UPWARD: &[(&str, &str)] = &[];

/// Imports that are part of a circle.
pub(crate) const CIRCULAR: &[(&str, &str)] = &[];

/// Files that write to standard output or error.
pub(crate) const PRINTING: &[&str] = &[];

/// Files that pass flags to another program.
pub(crate) const FLAGS_OF_OTHERS: &[&str] = &["entra/azure_cli"];

/// Files that start a runtime.
pub(crate) const RUNTIME: &[&str] = &[];
