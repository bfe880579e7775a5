//! Which module imports which: the layers, and circles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::source::Source;

/// The files of the crate by the path of their module.
pub(crate) type Files = BTreeMap<Vec<String>, Source>;

/// An import of one module by another.
pub(crate) type Edge = (String, String);

/// Reads every file below `src`.
pub(crate) fn files() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut files, mut folders) = (Files::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let module = path.strip_prefix(&root).unwrap().with_extension("");
                let module: Vec<String> = module.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
                // A file of tests belongs to no layer.
                if module.last().is_none_or(|name| name != "tests") {
                    let source = Source::read(&module, &fs::read_to_string(&path).unwrap());
                    files.insert(module, source);
                }
            }
        }
    }
    files
}

/// The imports between the children of a module: of the root, between the layers' modules.
pub(crate) fn imports(files: &Files, parent: &[String]) -> BTreeSet<Edge> {
    let child = |path: &[String]| path.strip_prefix(parent).and_then(|rest| rest.first()).cloned();
    let children: BTreeSet<String> = files.keys().filter_map(|module| child(module)).collect();
    let mut edges = BTreeSet::new();
    for (module, source) in files {
        let Some(from) = child(module) else { continue };
        let imported = source.paths.iter().filter_map(|path| child(path)).filter(|to| children.contains(to));
        edges.extend(imported.filter(|to| *to != from).map(|to| (from.clone(), to)));
    }
    edges
}

/// The modules that hold others, and the root.
pub(crate) fn folders(files: &Files) -> BTreeSet<Vec<String>> {
    files.keys().filter_map(|module| module.split_last()).map(|(_, parent)| parent.to_vec()).collect()
}

/// The imports of a module by one that is not above it.
pub(crate) fn upward(edges: &BTreeSet<Edge>, layers: &[&[&str]]) -> BTreeSet<Edge> {
    let layer = |name: &str| layers.iter().position(|layer| layer.contains(&name));
    let is_upward = |(from, to): &&Edge| match (layer(from), layer(to)) {
        (Some(from), Some(to)) => to < from,
        // What has no layer may neither import nor be imported.
        _ => true,
    };
    edges.iter().filter(is_upward).cloned().collect()
}

/// The imports that are part of a circle: those whose target leads back to them.
pub(crate) fn circles(edges: &BTreeSet<Edge>) -> BTreeSet<Edge> {
    let leads_back = |(from, to): &&Edge| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![to]);
        while let Some(module) = next.pop() {
            if module == from {
                return true;
            }
            if seen.insert(module) {
                next.extend(edges.iter().filter(|(other, _)| other == module).map(|(_, target)| target));
            }
        }
        false
    };
    edges.iter().filter(leads_back).cloned().collect()
}
