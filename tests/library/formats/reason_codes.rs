//! The table of reason codes in docs/outputs.md is the one of the code.

use std::fmt::Write;
use std::path::Path;

use scoregate::report::ReasonCode;

const BEGIN: &str = "<!-- reason codes -->\n";
const END: &str = "<!-- end of reason codes -->\n";

#[test]
fn the_documentation_lists_every_code_of_a_reason() {
    let mut table = "| code | meaning |\n|---|---|\n".to_owned();
    for code in ReasonCode::ALL {
        writeln!(table, "| `{}` | {} |", code.as_str(), code.meaning()).unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/outputs.md");
    let page = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let expected = format!("{before}{BEGIN}{table}{END}{after}");
    if std::env::var_os("SCOREGATE_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(&path, &expected).unwrap();
    } else {
        assert!(page == expected, "docs/outputs.md has another table: run SCOREGATE_BLESS=1 cargo test");
    }
}
