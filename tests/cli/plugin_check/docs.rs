//! The table of rules in docs/copilot.md is the one of the code.

use std::fmt::Write;

use scoregate::copilot::lint::Rule;

use crate::support::generated::file_says;

const BEGIN: &str = "<!-- rules of plugins -->\n";
const END: &str = "<!-- end of rules of plugins -->\n";

#[test]
fn the_documentation_lists_every_rule_with_its_severity() {
    let mut table = "| rule | severity | finds that |\n|---|---|---|\n".to_owned();
    for rule in Rule::ALL {
        writeln!(table, "| `{}` | {} | {} |", rule.code(), rule.severity(), rule.about()).unwrap();
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/copilot.md");
    let page = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    file_says("docs/copilot.md", &format!("{before}{BEGIN}{table}{END}{after}"));
}
