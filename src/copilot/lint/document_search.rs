//! Finds the OpenAPI documents of manifests: the files that were given, else the only one in the folder of the manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::files::{Files, Input, Kind, NotRead, Origin, Uses, real};
use super::finding::Findings;
use super::manifest::groups::documents;
use super::rule::Rule;
use crate::paths::{leads_into_the_system, leaves_its_folder, shown};
use crate::text::suggest::code;
use crate::text::{count, list};
use crate::yaml::file;

/// The most entries of a folder that are looked at.
const MOST_ENTRIES: usize = 1000;
/// The most documents that a message names.
const MOST_NAMED: usize = 5;

/// The documents that the search of a folder found.
#[derive(Default)]
struct Search {
    /// The documents that could be read, by their index.
    readable: Vec<usize>,
    /// The files that look like a document and cannot be read.
    unreadable: Vec<String>,
    /// All these files, by their place in the order of reading.
    orders: Vec<usize>,
    /// Whether a manifest uses them.
    is_used: bool,
    /// The reason why the search was not complete.
    limit: Option<&'static str>,
}

impl Files {
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
        // Manifests of one folder share its search.
        let mut searches = BTreeMap::new();
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
            let mut search = match searches.remove(&folder) {
                Some(search) => search,
                None => self.search(&folder, findings),
            };
            search.is_used |= self.connect(*index, wanted, &search.readable, Some(&search), findings);
            searches.insert(folder, search);
        }
        self.forget_unused(&searches, findings);
    }

    /// Forgets what searches read and no manifest uses: the command line does not name these files, and a finding about the manifest states why.
    fn forget_unused(&mut self, searches: &BTreeMap<PathBuf, Search>, findings: &mut Findings) {
        for search in searches.values().filter(|search| !search.is_used) {
            let orders = search.orders.as_slice();
            findings.forget(orders);
            self.inputs.retain(|input| !orders.contains(&input.document.order));
        }
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
        let is_ambiguous = search.is_some_and(|search| found.len() + search.unreadable.len() > wanted);
        for group in documents(input.cursor()) {
            let Some((reason, help)) = self.not_checked(wanted, found, search) else { continue };
            let message = format!("the OpenAPI document {} is not checked: {reason}", code(group.address));
            findings.at(&input.document, Rule::DocumentNotChecked, group.cursor, message, help);
        }
        if is_ambiguous {
            return false;
        }
        let has_endpoint = documents(input.cursor()).iter().all(|group| group.has_endpoint);
        for order in found.iter().filter_map(|at| self.inputs.get(*at)).map(|input| input.document.order) {
            let uses = self.uses.entry(order).or_insert(Uses { is_used: true, has_endpoint: true });
            uses.has_endpoint &= has_endpoint;
        }
        true
    }

    /// The reason why the documents of a manifest are not checked, and the fix; none where there are as many as are wanted.
    fn not_checked(&self, wanted: usize, found: &[usize], search: Option<&Search>) -> Option<(String, &'static str)> {
        let unreadable = search.map(|search| search.unreadable.as_slice()).unwrap_or_default();
        let total = found.len() + unreadable.len();
        if total == 0 {
            let limit = search.and_then(|search| search.limit);
            let reason = limit.unwrap_or("none is given, and none is in its folder");
            return Some((reason.to_owned(), "save the document beside the manifest, or name its file too"));
        }
        if search.is_some() && total > wanted {
            let readable = found.iter().filter_map(|at| self.inputs.get(*at)).map(Input::path);
            let named = readable.chain(unreadable.iter().map(String::as_str));
            let named: Vec<String> = named.take(MOST_NAMED).map(code).collect();
            let more = if total > named.len() { ", and others" } else { "" };
            let reason = format!("{} are in its folder: {}{more}", count(total, "document"), list(&named, "and"));
            return Some((reason, "name the file of the one that is meant too"));
        }
        let reason = format!("the manifest needs {}, and only {total} was found", count(wanted, "document"));
        (total < wanted).then_some((reason, "name the files of all documents"))
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
