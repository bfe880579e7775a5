//! The schema of recordings is the one that is generated from the types.

use std::path::Path;

use scoregate::baseline::BASELINE_SCHEMA;
use scoregate::crosswalk::CROSSWALK_SCHEMA;
use scoregate::policy::{POLICY_SCHEMA, WAIVERS_SCHEMA};
use scoregate::tools::fleet::TENANTS_SCHEMA;

use crate::support::generated;
use crate::support::workspace::Workspace;

#[test]
fn the_schema_of_recordings_in_the_repository_is_the_generated_one() {
    generated::file_says("schemas/recording.schema.json", &scoregate::evidence::recording::schema());
}

#[test]
fn the_schemas_are_in_step_with_the_types() {
    for schema in [&POLICY_SCHEMA, &WAIVERS_SCHEMA, &BASELINE_SCHEMA, &CROSSWALK_SCHEMA, &TENANTS_SCHEMA] {
        generated::file_says(schema.path, &schema.generate());
    }
}

#[test]
fn the_schemas_are_printed_as_published() {
    let workspace = Workspace::new();
    for kind in ["policy", "waivers", "baseline", "crosswalk", "recording", "report", "tenants", "fleet"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{kind}.schema.json"));
        let published = std::fs::read_to_string(file).unwrap();
        let run = workspace.run(&format!("policy schema --kind {kind}"));
        assert_eq!((run.code, run.stdout.as_str()), (0, published.as_str()), "{kind}");
    }
    assert_eq!(workspace.run("policy schema").stdout, POLICY_SCHEMA.text);
}

#[test]
fn the_schema_of_comparisons_in_the_repository_is_the_generated_one() {
    generated::file_says("schemas/diff.schema.json", &scoregate::render::comparison::json::schema());
    assert_eq!(Workspace::new().run("policy schema --kind diff").stdout, scoregate::render::comparison::json::schema());
}

#[test]
fn the_schema_of_lists_of_controls_in_the_repository_is_the_generated_one() {
    generated::file_says("schemas/controls.schema.json", &scoregate::render::inventory::json::schema());
    let printed = Workspace::new().run("policy schema --kind controls").stdout;
    assert_eq!(printed, scoregate::render::inventory::json::schema());
}

#[test]
fn the_schema_of_usage_in_the_repository_is_the_generated_one() {
    generated::file_says("schemas/usage.schema.json", &scoregate::copilot::usage::json::schema());
    let printed = Workspace::new().run("policy schema --kind usage").stdout;
    assert_eq!(printed, scoregate::copilot::usage::json::schema());
}

#[test]
fn the_schema_of_fleets_in_the_repository_is_the_generated_one() {
    generated::file_says("schemas/fleet.schema.json", &scoregate::render::fleet::json::schema());
}
