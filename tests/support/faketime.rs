//! The variables through which a machine gives programs another date (libfaketime): the program under test keeps them where its
//! environment is otherwise empty, so that the tests and the program share one date.

use std::ffi::OsString;

/// The variables of this process that the program under test needs to see the same date.
pub(crate) fn date_variables() -> impl Iterator<Item = (OsString, OsString)> {
    std::env::vars_os().filter(|(name, _)| {
        let name = name.to_string_lossy();
        name.starts_with("FAKETIME") || matches!(&*name, "LD_PRELOAD" | "DYLD_INSERT_LIBRARIES")
    })
}
