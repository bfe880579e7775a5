//! The unit of memory in the tables of all benchmarks.

/// The peak resident memory in MiB, of the KiB that GNU time reports as `%M`.
pub(crate) fn mebibytes(kibibytes: Option<f64>) -> String {
    kibibytes.map_or_else(|| "not known".to_owned(), |kibibytes| format!("{:.1} MiB", kibibytes / 1024.0))
}
