//! The layers of the library, and what only the command line may do. ARCHITECTURE.md explains them; its list is checked here.
//!
//! Each exception must still occur: when the last use of one is gone, the test asks for its line to be removed.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "architecture/exceptions.rs"]
mod exceptions;
#[path = "architecture/graph.rs"]
mod graph;
#[path = "architecture/source.rs"]
mod source;

use std::collections::BTreeSet;
use std::path::Path;

use graph::{Edge, Files, circles, files, folders, imports, upward};
use source::Source;

/// From top to bottom: a module imports from its own layer and from those below.
const LAYERS: &[&[&str]] = &[
    &["main", "cli"],
    &["serve"],
    &["copilot", "audit"],
    &["operations"],
    &["render"],
    &["tools"],
    &["evaluate"],
    &["report"],
    &["policy", "baseline", "crosswalk"],
    &["graph", "azure"],
    &["entra", "net"],
    &["evidence"],
    &["yaml"],
    &["tenant", "figures", "text", "names", "pseudonym", "hash", "tokens", "error", "exit", "output", "paths"],
];

/// The modules that print, know the flags and start the runtime.
const COMMAND_LINE: [&str; 2] = ["main", "cli"];

fn edges(list: &[(&str, &str)]) -> BTreeSet<Edge> {
    list.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
}

/// Asserts that what was found is what is listed as an exception, no more and no less.
fn assert_listed<T: Ord + std::fmt::Debug>(what: &str, found: &BTreeSet<T>, listed: &BTreeSet<T>) {
    let new: Vec<_> = found.difference(listed).collect();
    assert!(new.is_empty(), "{what}: {new:#?}");
    let gone: Vec<_> = listed.difference(found).collect();
    assert!(gone.is_empty(), "no longer needed in tests/architecture/exceptions.rs ({what}): {gone:#?}");
}

/// The files outside the command line of which something is true, as paths.
fn outside_the_command_line(files: &Files, is_so: impl Fn(&Source) -> bool) -> BTreeSet<String> {
    let outside =
        files.iter().filter(|(module, _)| module.first().is_some_and(|first| !COMMAND_LINE.contains(&&**first)));
    outside.filter(|(_, source)| is_so(source)).map(|(module, _)| module.join("/")).collect()
}

fn named(list: &[&str]) -> BTreeSet<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

/// Whether a text names a flag of this program: two hyphens and a letter at the beginning of a word, and not in a command of the
/// Azure CLI.
fn names_a_flag(text: &str) -> bool {
    let text = text.split_once("az ").map_or(text, |(before, _)| before);
    text.match_indices("--").any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + 2..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '!')
            && after.is_some_and(|c| c.is_ascii_lowercase())
    })
}

#[test]
fn every_module_has_a_layer() {
    let tops: BTreeSet<String> = files().keys().map(|module| module[0].clone()).collect();
    let unknown: Vec<_> = tops.iter().filter(|top| *top != "lib" && !LAYERS.concat().contains(&&***top)).collect();
    assert!(unknown.is_empty(), "no layer: {unknown:?}");
}

#[test]
fn no_module_imports_from_a_layer_above_its_own() {
    let mut imported = imports(&files(), &[]);
    // The root declares every module.
    imported.retain(|(from, _)| from != "lib");
    assert_listed("import from a layer above", &upward(&imported, LAYERS), &edges(exceptions::UPWARD));
}

#[test]
fn no_folders_import_one_another_in_a_circle() {
    let files = files();
    let (folders, mut found) = (folders(&files), BTreeSet::new());
    for parent in &folders {
        let within = |name: &String| [parent.as_slice(), std::slice::from_ref(name)].concat();
        let holds = |name: &String| folders.contains(&within(name));
        let mut between = imports(&files, parent);
        // Of the top every module counts, and below it those that are folders.
        between.retain(|(from, to)| parent.is_empty() || (holds(from) && holds(to)));
        let path = |name: &String| within(name).join("/");
        found.extend(circles(&between).iter().map(|(from, to)| (path(from), path(to))));
    }
    assert_listed("part of a circle", &found, &edges(exceptions::CIRCULAR));
}

#[test]
fn only_the_command_line_prints() {
    let prints = |source: &Source| {
        let names = ["println", "print", "eprintln", "eprint", "stdout", "stderr", "dbg"];
        names.iter().any(|name| source.identifiers.contains(*name))
    };
    let found = outside_the_command_line(&files(), prints);
    assert_listed("writes to standard output or error", &found, &named(exceptions::PRINTING));
}

#[test]
fn only_the_command_line_names_flags() {
    let found = outside_the_command_line(&files(), |source| source.texts.iter().any(|text| names_a_flag(text)));
    assert_listed("names a flag", &found, &named(exceptions::FLAGS_OF_OTHERS));
}

#[test]
fn only_the_command_line_starts_a_runtime() {
    let starts = |source: &Source| {
        let names = ["Runtime", "new_current_thread", "new_multi_thread", "block_on"];
        names.iter().any(|name| source.identifiers.contains(*name))
    };
    assert_listed("starts a runtime", &outside_the_command_line(&files(), starts), &named(exceptions::RUNTIME));
}

#[test]
fn only_the_server_uses_the_crates_of_one() {
    let crates = ["axum", "axum_server", "governor", "jsonwebtoken", "prometheus_client", "rmcp", "tower_http"];
    let serves = |source: &Source| crates.iter().any(|name| source.identifiers.contains(*name));
    let files = files();
    let found = files.iter().filter(|(module, source)| module[0] != "serve" && serves(source));
    let found: BTreeSet<String> = found.map(|(module, _)| module.join("/")).collect();
    assert_eq!(found, BTreeSet::new());
}

#[test]
fn the_layers_of_the_documentation_are_these() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let page = std::fs::read_to_string(path).unwrap();
    let list = page.split("<!-- layers -->").nth(1).expect("ARCHITECTURE.md marks its list of layers");
    let rows = list.lines().filter(|line| line.starts_with("| `"));
    let found: Vec<Vec<&str>> =
        rows.map(|row| row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2).collect()).collect();
    assert_eq!(found, LAYERS.iter().map(|layer| layer.to_vec()).collect::<Vec<_>>());
}

/// A crate that is invented, as the checks see it.
fn invented(sources: &[(&str, &str)]) -> Files {
    let module = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
    sources.iter().map(|(path, text)| (module(path), Source::read(&module(path), text))).collect()
}

#[test]
fn an_invented_import_from_above_is_found_however_it_is_written() {
    let written = [
        "use crate::render::Format;",
        "use crate::{hash, render::{self, Format}};",
        "pub(crate) use crate::render as r;",
        "fn f() { format!(\"{}\", crate::render::x()); }",
        "mod inner { use super::super::render; }",
        "impl From<super::render::Format> for T {}",
    ];
    for text in written {
        let files = invented(&[("evidence", text), ("render", ""), ("hash", "")]);
        let found = upward(&imports(&files, &[]), LAYERS);
        assert_eq!(found, edges(&[("evidence", "render")]), "{text}");
    }
    let harmless = "/// As [`crate::render::x`].\n// crate::render\n#[cfg(test)] mod tests { use crate::render; }\nconst A: &str = \"crate::render\";";
    let files = invented(&[("evidence", harmless), ("render", "use crate::evidence;")]);
    assert_eq!(upward(&imports(&files, &[]), LAYERS), BTreeSet::new());
}

#[test]
fn an_invented_circle_is_found() {
    let files = invented(&[
        ("report/a/x", "use crate::report::b::Y;"),
        ("report/b/y", "use super::super::c::z;"),
        ("report/c/z", "use crate::{report::a::x};"),
        ("report/d/w", "use crate::report::a;"),
    ]);
    let found = circles(&imports(&files, &["report".to_owned()]));
    assert_eq!(found, edges(&[("a", "b"), ("b", "c"), ("c", "a")]));
}

#[test]
fn a_flag_is_distinguished_from_a_dash_and_a_comment() {
    assert!(
        names_a_flag("use `--from graph`") && names_a_flag("--now") && names_a_flag("--auth, or `az login --tenant x`")
    );
    assert!(!names_a_flag("run `az login --tenant x`"));
    assert!(
        !names_a_flag("<!--layers-->") && !names_a_flag("a -- b") && !names_a_flag("|---|") && !names_a_flag("a--b")
    );
}
