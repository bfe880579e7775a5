//! The files of a check: those that are given, and the OpenAPI document in the folder of a manifest.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_saphyr::Spanned;

use super::finding::Findings;
use super::manifest::groups::documents;
use super::rule::Rule;
use super::unreadable;
use crate::error::Problem;
use crate::paths::{leads_into_the_system, leaves_its_folder, shown};
use crate::text::suggest::code;
use crate::text::{count, list};
use crate::yaml::document::Document;
use crate::yaml::file::{self, Budget};
use crate::yaml::problem::LocatedProblem;
use crate::yaml::tree::{Cursor, Node};
use crate::yaml::vocabulary::Vocabulary;

/// The most entries of a folder that are looked at.
const MOST_ENTRIES: usize = 1000;
/// The most documents that a message names.
const MOST_NAMED: usize = 5;
/// The keys that a manifest has at its top, and no other file.
const OF_MANIFEST: [&str; 3] = ["Descriptor", "SkillGroups", "AgentDefinitions"];

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A manifest of Security Copilot.
    Manifest,
    /// An OpenAPI document.
    Document,
}

/// The manifests that use a document.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Uses {
    /// Whether any does.
    pub(super) is_used: bool,
    /// Whether each of them names the server.
    pub(super) has_endpoint: bool,
}

/// A file that was read.
pub(super) struct Input {
    pub(super) document: Document,
    pub(super) root: Spanned<Node>,
    pub(super) kind: Kind,
    /// The folder that holds it, without links.
    folder: PathBuf,
}

impl Input {
    pub(super) const fn cursor(&self) -> Cursor<'_> {
        Cursor::root(&self.root)
    }

    pub(super) fn path(&self) -> &str {
        &self.document.source.path
    }
}

/// The files of a run.
#[derive(Default)]
pub(super) struct Files {
    pub(super) inputs: Vec<Input>,
    uses: BTreeMap<usize, Uses>,
    /// The searches of folders in which no document was given.
    searches: BTreeMap<PathBuf, Search>,
    next: usize,
    seen: BTreeSet<PathBuf>,
    root: Option<PathBuf>,
    budget: Budget,
}

impl Files {
    /// Reads the files that are given.
    pub(super) fn read(paths: &[PathBuf], root: Option<&Path>, findings: &mut Findings) -> Self {
        let mut files = Self { root: root.map(Path::to_owned), ..Self::default() };
        for path in paths {
            if files.seen.insert(real(path)) {
                // The reason why a file is not read is a finding already.
                files.add(path, Origin::Given, findings).ok();
            }
            if files.is_full(findings) {
                break;
            }
        }
        files
    }

    /// The manifests that use a document.
    pub(super) fn uses(&self, input: &Input) -> Uses {
        self.uses.get(&input.document.order).copied().unwrap_or_default()
    }

    /// Reads a file, and returns its index where it is a manifest or a document.
    fn add(&mut self, path: &Path, origin: Origin, findings: &mut Findings) -> Result<usize, NotRead> {
        let (order, root) = (self.next, self.root.as_deref());
        self.next += 1;
        let bytes = file::read(path, root).map_err(|problem| {
            let problem = if path.is_dir() { folder_problem(path, root) } else { problem };
            findings.add(Rule::Unreadable, LocatedProblem { order, offset: 0, problem });
            NotRead::Unreadable
        })?;
        if let Some(problem) = file::hidden(path, root) {
            findings.hide(order, problem);
        }
        let input = input(order, shown(path, root), path.to_owned(), &bytes, origin, findings);
        self.budget.count(bytes.len(), input.as_ref().map_or(0, |input| input.root.value.nodes()));
        self.inputs.push(input?);
        Ok(self.inputs.len() - 1)
    }

    /// Whether the limit of all files is exceeded, which is a finding.
    fn is_full(&self, findings: &mut Findings) -> bool {
        let Some(limit) = self.budget.exceeded() else { return false };
        let problem = Problem::without_place(
            format!("the files have more than {limit} together, and are not read any further"),
            "check fewer files at a time",
        );
        findings.add(Rule::Unreadable, LocatedProblem { order: usize::MAX, offset: 0, problem });
        true
    }

    /// Finds the documents of every manifest that was given.
    pub(super) fn find_documents(&mut self, findings: &mut Findings) {
        let manifests: Vec<usize> = self.indices(|input| input.kind == Kind::Manifest);
        let given: Vec<usize> = self.indices(|input| input.kind == Kind::Document);
        // Documents that are given and lie beside no manifest that is given.
        let folders: BTreeSet<&Path> =
            manifests.iter().filter_map(|at| self.inputs.get(*at)).map(|input| input.folder.as_path()).collect();
        let is_elsewhere =
            |at: &&usize| self.inputs.get(**at).is_some_and(|input| !folders.contains(input.folder.as_path()));
        let elsewhere: Vec<usize> = given.iter().filter(is_elsewhere).copied().collect();
        for index in &manifests {
            let Some(manifest) = self.inputs.get(*index) else { continue };
            let folder = manifest.folder.clone();
            let wanted = documents(manifest.cursor()).len();
            if wanted == 0 {
                continue;
            }
            let beside = |at: &&usize| self.inputs.get(**at).is_some_and(|input| input.folder == folder);
            let mut found: Vec<usize> = given.iter().filter(beside).copied().collect();
            if found.is_empty() {
                found.clone_from(&elsewhere);
            }
            if !found.is_empty() {
                self.connect(*index, wanted, &found, None, findings);
                continue;
            }
            let mut search = match self.searches.remove(&folder) {
                Some(search) => search,
                None => self.search(&folder, findings),
            };
            search.is_used |= self.connect(*index, wanted, &search.readable, Some(&search), findings);
            self.searches.insert(folder, search);
        }
        self.forget_unused(findings);
    }

    /// Forgets what searches read and no manifest uses: nobody named these files, and a finding about the manifest states why.
    fn forget_unused(&mut self, findings: &mut Findings) {
        for search in self.searches.values().filter(|search| !search.is_used) {
            let orders = search.orders.clone();
            findings.forget(&orders);
            self.inputs.retain(|input| !orders.contains(&input.document.order));
        }
    }

    fn indices(&self, is_wanted: impl Fn(&Input) -> bool) -> Vec<usize> {
        self.inputs.iter().enumerate().filter(|(_, input)| is_wanted(input)).map(|(index, _)| index).collect()
    }

    /// Notes the use of documents by a manifest, or reports why there is none. Returns whether it uses them.
    fn connect(
        &mut self,
        manifest: usize,
        wanted: usize,
        found: &[usize],
        search: Option<&Search>,
        findings: &mut Findings,
    ) -> bool {
        let Some(input) = self.inputs.get(manifest) else { return false };
        let unreadable = search.map(|search| search.unreadable.as_slice()).unwrap_or_default();
        let readable = found.iter().filter_map(|at| self.inputs.get(*at)).map(Input::path);
        let named = readable.chain(unreadable.iter().map(String::as_str));
        let named: Vec<String> = named.take(MOST_NAMED).map(code).collect();
        let total = found.len() + unreadable.len();
        let is_ambiguous = search.is_some() && total > wanted;
        for group in documents(input.cursor()) {
            let (reason, help) = if total == 0 {
                let what = search.and_then(|search| search.limit).unwrap_or("none is given, and none is in its folder");
                (what.to_owned(), "save the document beside the manifest, or name its file too")
            } else if is_ambiguous {
                let more = if total > named.len() { ", and others" } else { "" };
                (
                    format!("{} are in its folder: {}{more}", count(total, "document"), list(&named, "and")),
                    "name the file of the one that is meant too",
                )
            } else if total < wanted {
                let (wanted, total) = (count(wanted, "document"), total);
                (format!("the manifest needs {wanted}, and {total} was found"), "name the files of all documents")
            } else {
                continue;
            };
            let message = format!("the OpenAPI document {} is not checked: {reason}", code(group.address));
            findings.at(&input.document, Rule::DocumentNotChecked, group.cursor, message, help);
        }
        let has_endpoint = documents(input.cursor()).iter().all(|group| group.has_endpoint);
        if is_ambiguous {
            return false;
        }
        for order in found.iter().filter_map(|at| self.inputs.get(*at)).map(|input| input.document.order) {
            let uses = self.uses.entry(order).or_insert(Uses { is_used: true, has_endpoint: true });
            uses.has_endpoint &= has_endpoint;
        }
        true
    }

    /// Reads the OpenAPI documents of a folder.
    fn search(&mut self, folder: &Path, findings: &mut Findings) -> Search {
        let mut search = Search::default();
        let Ok(entries) = fs::read_dir(folder) else {
            search.limit = Some("its folder cannot be read");
            return search;
        };
        let mut paths: Vec<PathBuf> = entries.take(MOST_ENTRIES + 1).flatten().map(|entry| entry.path()).collect();
        if paths.len() > MOST_ENTRIES {
            search.limit = Some("its folder has more than 1,000 entries, and none is given");
            return search;
        }
        paths.sort();
        for path in paths.iter().filter(|path| path.is_file()) {
            if leaves_its_folder(path) || leads_into_the_system(path) {
                continue;
            }
            if self.seen.contains(&real(path)) {
                continue;
            }
            let bytes = file::read(path, self.root.as_deref()).unwrap_or_default();
            if !may_be_document(&bytes) {
                continue;
            }
            self.seen.insert(real(path));
            let order = self.next;
            match self.add(path, Origin::Found, findings) {
                Ok(index) if self.inputs.get(index).is_some_and(|input| input.kind == Kind::Document) => {
                    search.orders.push(order);
                    search.readable.push(index);
                }
                Ok(_) => drop(self.inputs.pop()),
                Err(NotRead::Unreadable) => {
                    search.orders.push(order);
                    search.unreadable.push(shown(path, self.root.as_deref()));
                }
                Err(NotRead::Unknown) => {}
            }
            if self.is_full(findings) {
                break;
            }
        }
        search
    }
}

/// The problem of a folder that was given.
fn folder_problem(path: &Path, root: Option<&Path>) -> Problem {
    Problem::without_place(
        format!("{} is a folder", shown(path, root)),
        "name the manifests in it; the OpenAPI document beside a manifest is found",
    )
}

/// Where a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The user named it.
    Given,
    /// It is in the folder of a manifest, and may be anything.
    Found,
}

/// Why a file is not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotRead {
    /// It cannot be read.
    Unreadable,
    /// It is neither a manifest nor a document.
    Unknown,
}

/// What the search of a folder found.
#[derive(Default)]
struct Search {
    /// The documents that could be read, by their index.
    readable: Vec<usize>,
    /// The files that look like a document and cannot be read.
    unreadable: Vec<String>,
    /// The places of all these files in the order of reading.
    orders: Vec<usize>,
    /// Whether a manifest uses them.
    is_used: bool,
    /// The reason why the search was not complete.
    limit: Option<&'static str>,
}

fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Reads the bytes of one file; what is wrong with them is a finding.
pub(super) fn input(
    order: usize,
    name: String,
    path: PathBuf,
    bytes: &[u8],
    origin: Origin,
    findings: &mut Findings,
) -> Result<Input, NotRead> {
    let (document, root) = file::parse(order, name, &without_tabs(bytes), &Vocabulary::PLAIN).map_err(|located| {
        findings.add(Rule::Unreadable, unreadable::explained(*located, bytes));
        NotRead::Unreadable
    })?;
    let has = |name: &str| root.value.get(name).is_some();
    let kind = if has("openapi") || has("swagger") {
        Kind::Document
    } else if OF_MANIFEST.into_iter().any(has) {
        Kind::Manifest
    } else {
        if origin == Origin::Given {
            let message = "the file is neither a manifest of Security Copilot nor an OpenAPI document".to_owned();
            let help = "name manifests, which have `Descriptor` and `SkillGroups` at their top, and OpenAPI documents, which have \
                        `openapi`; other files, such as the schema of a table, are not checked";
            findings.at(&document, Rule::UnknownDocument, Cursor::root(&root), message, help);
        }
        return Err(NotRead::Unknown);
    };
    let folder = real(&path).parent().map(Path::to_owned).unwrap_or_default();
    Ok(Input { document, root, kind, folder })
}

/// JSON may be indented by tabs, and YAML may not; every byte keeps its place.
fn without_tabs(bytes: &[u8]) -> Cow<'_, [u8]> {
    let is_json = bytes.contains(&b'\t') && serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok();
    if is_json { bytes.iter().map(|byte| if *byte == b'\t' { b' ' } else { *byte }).collect() } else { bytes.into() }
}

/// Whether a file may be an OpenAPI document: it has the key at its top, as far as that can be seen without parsing it.
fn may_be_document(bytes: &[u8]) -> bool {
    let keys = ["openapi", "swagger"];
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        return keys.iter().any(|key| text.contains(&format!("\"{key}\"")));
    }
    text.lines().any(|line| {
        let line = line.trim_start_matches(['"', '\'']);
        keys.iter().any(|key| {
            let rest = line.strip_prefix(key).map(|rest| rest.trim_start_matches(['"', '\'']).trim_start());
            rest.is_some_and(|rest| rest.starts_with(':'))
        })
    })
}
