//! Files of the repository that are generated: a test keeps each in step with the code, and rewrites it when it is told to.

use std::fs;
use std::path::Path;

/// Checks that the file says what was generated. `SCOREGATE_BLESS=1 cargo test` writes it instead.
pub(crate) fn file_says(path: &str, generated: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("SCOREGATE_BLESS").is_some_and(|value| value == "1") {
        fs::write(&file, generated).unwrap();
    }
    // A checkout on Windows may have turned the line feeds around.
    let found = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        found == generated,
        "{path} is not what the code generates: run SCOREGATE_BLESS=1 cargo test, and look at the difference"
    );
}
