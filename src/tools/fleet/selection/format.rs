//! The file of a list of tenants: its types, whose doc comments are the descriptions in `schemas/tenants.schema.json`, and the checks
//! that no schema can express.

use std::collections::BTreeMap;

use glob::Pattern;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::tenant::{ID_REMEDY, TenantId};
use crate::text::suggest::code;
use crate::yaml::FileSchema;
use crate::yaml::problem::{DiagnosticText, LocatedProblem};
use crate::yaml::typed::{Schematic, TypedDocument};
use crate::yaml::vocabulary::{EntryName, TextForm, Vocabulary};

/// The key that tells a list of tenants from every other file.
const KEY: &str = "scoregate-tenants";

/// A list of tenants: which tenants a fleet takes, and their labels.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(title = "scoregate tenants")]
pub(super) struct TenantsContent {
    /// The version of the format and of its semantics: 1.
    #[schemars(extend("const" = 1))]
    pub(super) scoregate_tenants: u32,
    /// The tenants. An entry that no tenant has is a line of the summary, as a tenant that cannot be read.
    #[schemars(length(min = 1))]
    pub(super) tenants: Vec<TenantEntry>,
}

/// One tenant, or several by a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct TenantEntry {
    /// The id of the tenant, or the name of its file or folder, with or without its ending; names may have `*`, `?` and `[…]`. Letter
    /// case does not count.
    #[schemars(regex(pattern = r"^[^\u0000-\u001f\u007f]+$"), length(max = 300))]
    pub(super) tenant: String,
    /// The id of the tenant that data of this name must be of. Data of another tenant, or of none, is not evaluated.
    #[schemars(regex(pattern = r"^[^\u0000-\u001f\u007f]+$"), length(max = 100))]
    pub(super) id: Option<String>,
    /// Labels, such as `ring: canary`, which the summary repeats. Of several entries the first that has a label counts.
    #[serde(default)]
    pub(super) labels: BTreeMap<String, String>,
}

/// The schema of lists of tenants.
pub static TENANTS_SCHEMA: FileSchema = FileSchema::of::<TenantsContent>(
    "schemas/tenants.schema.json",
    "urn:scoregate:schema:tenants:1",
    include_str!("../../../../schemas/tenants.schema.json"),
    &VOCABULARY,
);

impl Schematic for TenantsContent {
    fn schema() -> &'static FileSchema {
        &TENANTS_SCHEMA
    }
}

/// The words of messages about lists of tenants that are not in their schema.
pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    too_large: "divide the list into several runs",
    too_deep: "a list of tenants has no more than three levels",
    entries: &[EntryName { list: "tenants", noun: "the tenant", id: Some("tenant") }],
    forms: &[
        TextForm {
            key: "tenant",
            noun: "the id or name of a tenant",
            label: "not a name",
            remedy: "write an id, or a name or pattern such as `contoso*`, without control characters",
        },
        TextForm { key: "id", noun: "the id of a tenant", label: "not an id", remedy: ID_REMEDY },
    ],
    ..Vocabulary::PLAIN
};

/// Checks one file on its own.
pub(super) fn check(loaded: &TypedDocument<TenantsContent>) -> Vec<LocatedProblem> {
    let mut found = Vec::new();
    loaded.check_version(KEY, &mut found);
    let mut firsts: BTreeMap<String, usize> = BTreeMap::new();
    for (index, tenant) in loaded.content.tenants.iter().enumerate() {
        let entry = loaded.entry("tenants", index);
        loaded.check_blank(entry, &["tenant"], &mut found);
        found.extend(id_problem(tenant).map(|words| loaded.problem(entry, "id", words)));
        if let Err(error) = Pattern::new(&tenant.tenant) {
            let words = DiagnosticText::new(
                format!("{} is not a valid pattern: {}", code(&tenant.tenant), error.msg),
                "not a pattern",
                "`*` stands for any characters, `?` for one, `[ab]` for one of a choice",
            );
            found.push(loaded.problem(entry, "tenant", words));
        }
        let place = || loaded.place(0, entry, "tenant").line as usize;
        match firsts.get(&tenant.tenant.to_lowercase()) {
            Some(first) => {
                let words = DiagnosticText::new(
                    format!("the tenant {} is given twice: first in line {first}", code(&tenant.tenant)),
                    "given twice",
                    "remove one of the two",
                );
                found.push(loaded.problem(entry, "tenant", words));
            }
            None => drop(firsts.insert(tenant.tenant.to_lowercase(), place())),
        }
    }
    found
}

/// The problem of the id that an entry requires.
fn id_problem(entry: &TenantEntry) -> Option<DiagnosticText> {
    let id = entry.id.as_ref()?;
    let is_id = |text: &str| TenantId::of(text).is_some_and(|id| id.is_well_formed());
    if !is_id(id) {
        let message = format!("{} is not the id of a tenant", code(id));
        return Some(DiagnosticText::new(message, "not an id", ID_REMEDY));
    }
    is_id(&entry.tenant).then(|| {
        let message = "`id` stands beside a `tenant` that is an id itself";
        DiagnosticText::new(message, "not needed", "remove `id`, or write the name of the file or folder as `tenant`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_schema_compiles_and_offers_no_null() {
        assert!(TENANTS_SCHEMA.compiled().is_some());
        assert!(!TENANTS_SCHEMA.generate().contains("null"));
    }
}
