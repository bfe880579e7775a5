//! The schemas of policies and of waiver files, and the words that their authors know from other tools.

use super::expect::against_remedy;
use super::{Policy, WaiverFile, quantity};
use crate::tenant::ID_REMEDY;
use crate::yaml::FileSchema;
use crate::yaml::typed::Schematic;
use crate::yaml::vocabulary::{EntryName, TextForm, Vocabulary};

/// The schema of policies.
pub static POLICY_SCHEMA: FileSchema = FileSchema::of::<Policy>(
    "schemas/policy.schema.json",
    "urn:scoregate:schema:policy:1",
    include_str!("../../schemas/policy.schema.json"),
    &VOCABULARY,
);

/// The schema of waiver files.
pub static WAIVERS_SCHEMA: FileSchema = FileSchema::of::<WaiverFile>(
    "schemas/waivers.schema.json",
    "urn:scoregate:schema:waivers:1",
    include_str!("../../schemas/waivers.schema.json"),
    &VOCABULARY,
);

impl Schematic for Policy {
    fn schema() -> &'static FileSchema {
        &POLICY_SCHEMA
    }
}

impl Schematic for WaiverFile {
    fn schema() -> &'static FileSchema {
        &WAIVERS_SCHEMA
    }
}

/// The words of messages about policies and waivers that are not in their schemas.
pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    too_large: "divide the file into several policies",
    too_deep: "a policy needs no more than ten levels",
    too_long: "shorten it; `description`, `why` and `fix` can be of any length",
    alternative: "expectation",
    several_alternatives: "write a separate rule for each expectation",
    entries: &[
        EntryName { list: "rules", noun: "the rule", id: Some("id") },
        EntryName { list: "waivers", noun: "the waiver", id: None },
    ],
    synonyms: &SYNONYMS,
    forms: &FORMS,
    near_quantity: quantity::near,
    remedy: |key, text| (key == "against").then(|| against_remedy(text)),
};

/// Words of other tools and of the portal, and what they are called here. A word can have several, in different places.
const SYNONYMS: [(&str, &[&str]); 16] = [
    ("implemented", &["completed", "complete", "done", "enabled", "compliant", "met", "on"]),
    ("ignored", &["risk-accepted", "accepted", "excepted"]),
    ("third-party", &["resolved-through-third-party", "3rd-party"]),
    ("reviewed", &["alternate-mitigation", "resolved-through-alternate-mitigation"]),
    ("default", &["to-address", "unset"]),
    ("advise", &["warn", "warning", "audit", "report", "notify", "soft", "soft-fail", "advisory"]),
    ("block", &["deny", "error", "enforce", "enforced", "fail", "hard", "mandatory", "required"]),
    ("disabled", &["off", "none", "skip", "inactive"]),
    ("medium", &["moderate", "warning"]),
    ("low", &["info", "informational", "note"]),
    ("at-least", &["min", "minimum", "least", "gte", "threshold", "greater-than", "min-score"]),
    ("at-most", &["max", "maximum", "lte", "less-than", "max-share"]),
    ("max-drop", &["max", "maximum", "drop", "max-loss", "tolerance"]),
    ("why", &["rationale", "reason", "description", "because"]),
    ("fix", &["remediation", "how", "resolution", "solution"]),
    ("match", &["ids", "id", "controls", "include", "names"]),
];

/// The texts that have a form of their own, by key; the last entry is for all other keys.
const FORMS: [TextForm; 5] = [
    TextForm { key: "tenant", noun: "the id of a tenant", label: "blank", remedy: ID_REMEDY },
    TextForm {
        key: "rule",
        noun: "the id of a rule",
        label: "not an id",
        remedy: "write the id as the policy does: lower-case letters, digits and single hyphens; in a waiver file \
                 `policy/rule`",
    },
    TextForm {
        key: "controls",
        noun: "the id of a control",
        label: "not an id",
        remedy: "a waiver names each control by its id: no patterns, spaces or control characters",
    },
    TextForm {
        key: "match",
        noun: "the id of a control or a pattern",
        label: "not an id",
        remedy: "ids and patterns have no spaces or control characters; choose by properties with `where`",
    },
    TextForm {
        key: "",
        noun: "an id",
        label: "not an id",
        remedy: "use lower-case letters, digits and single hyphens, such as `admins-use-mfa`",
    },
];

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::yaml::accept::Agreement;
    use crate::yaml::tree;

    #[test]
    fn the_published_schemas_compile_and_offer_no_null() {
        for schema in [&POLICY_SCHEMA, &WAIVERS_SCHEMA] {
            assert!(schema.compiled().is_some(), "{}", schema.path);
            assert!(!schema.generate().contains("null"), "{}", schema.path);
        }
    }

    /// The values of a file of this repository.
    fn values(path: &std::path::Path) -> Value {
        tree::parse(&std::fs::read_to_string(path).unwrap()).unwrap().value.to_json()
    }

    /// Every value of a tree, as a pointer.
    fn pointers(value: &Value, here: &str, found: &mut Vec<String>) {
        found.push(here.to_owned());
        let below: Vec<(String, &Value)> = match value {
            Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
            Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), value)).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
        };
        below.into_iter().for_each(|(step, value)| pointers(value, &format!("{here}/{step}"), found));
    }

    /// Everything that one change makes of a tree at one place.
    fn changes(tree: &Value, pointer: &str) -> Vec<Value> {
        let at = |change: &dyn Fn(&mut Value)| {
            let mut changed = tree.clone();
            changed.pointer_mut(pointer).into_iter().for_each(change);
            changed
        };
        let other = json!([null, true, 0, 1, 2, -1, 1.0, 1.5, 1e300, "", " ", "ä", "\u{a0}", "\u{a0}x", "70%", "70 pp", "x y", "x\n",
            "12 points", "baseline", "30d", "0d", "2027-01-31", "2027-02-30", "x".repeat(5_000), "*", "a/b", "[1.1]", [], ["x"], [1], {},
            {"match": ["x"]}, {"at-least": "1%"}, {"x": 1}]);
        let mut found: Vec<Value> = other.as_array().unwrap().iter().map(|new| at(&|old| *old = new.clone())).collect();
        let keys: Vec<String> =
            tree.pointer(pointer).and_then(Value::as_object).into_iter().flat_map(Map::keys).cloned().collect();
        for key in &keys {
            found.push(at(&|old| drop(old.as_object_mut().unwrap().remove(key))));
        }
        for (key, new) in [
            ("unknown", json!(1)),
            ("where", json!({"tier": ["Core"]})),
            ("match", json!(["x"])),
            ("state", json!("implemented")),
        ] {
            found.push(at(&|old| drop(old.as_object_mut().map(|members| members.insert(key.to_owned(), new.clone())))));
        }
        found
    }

    #[test]
    fn what_is_certain_without_compiling_a_schema_is_what_the_validator_says() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files: Vec<_> = ["policies", "examples", "examples/policies"]
            .iter()
            .filter_map(|folder| std::fs::read_dir(root.join(folder)).ok())
            .flat_map(|entries| entries.map(|entry| entry.unwrap().path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
            .collect();
        files.sort();
        let mut certain = 0;
        for path in &files {
            let tree = values(path);
            let schema = if tree.get("rules").is_some() {
                &POLICY_SCHEMA
            } else if tree.get("waivers").is_some() {
                &WAIVERS_SCHEMA
            } else {
                continue;
            };
            assert_eq!(schema.agreement(&tree), Agreement::Certain, "{}", path.display());
            let validator = &schema.compiled().unwrap().validator;
            let mut all = Vec::new();
            pointers(&tree, "", &mut all);
            // Rules are alike: a few of a large file are enough.
            for pointer in all.iter().take(400) {
                for changed in changes(&tree, pointer) {
                    let expected = match schema.agreement(&changed) {
                        Agreement::Certain => true,
                        Agreement::Contradicted => false,
                        Agreement::Unknown => continue,
                    };
                    certain += 1;
                    assert_eq!(expected, validator.is_valid(&changed), "{} at {pointer}: {changed}", path.display());
                }
            }
        }
        assert!(certain > 10_000, "{certain}");
    }

    #[test]
    fn words_of_other_tools_are_known_where_they_fit() {
        let meant = |word: &str, candidates: [&'static str; 2]| VOCABULARY.meant(word, candidates);
        assert_eq!(meant("Completed", ["implemented", "default"]), Some("implemented"));
        assert_eq!(meant("min", ["at-least", "peers"]), Some("at-least"));
        assert_eq!(meant("min", ["at-most", "unwaived"]), None);
        assert_eq!(meant("Risk accepted", ["ignored", "default"]), Some("ignored"));
        assert_eq!(meant("atleast", ["at-least", "peers"]), Some("at-least"));
    }
}
