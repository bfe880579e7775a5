//! `scoregate fleet`: many tenants in one run.

mod filter;
mod law;
mod messages;
mod names;
mod notes;
mod reuse;
mod select;
mod summary;

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::workspace::Workspace;

/// The time at which the examples are judged.
const NOW: &str = "2026-11-24T06:00:00Z";

/// A run of the fleet of [`examples`].
const FLEET: &str = "fleet --policy mfa.yaml --from tenants --now 2026-11-24T06:00:00Z";

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(example(name)).unwrap()
}

/// A folder with the shipped examples as tenants, one of them a folder and one broken, and a policy.
fn examples() -> Workspace {
    let workspace = Workspace::new();
    workspace.file("mfa.yaml", bytes("mfa.yaml"));
    workspace.file("tenants/contoso.json", bytes("contoso.json"));
    workspace.file("tenants/fabrikam.json", bytes("fabrikam.json"));
    workspace.file("tenants/history/days.json", bytes("contoso-history.json"));
    workspace.file("tenants/broken.json", &bytes("contoso.json")[..4_000]);
    workspace.file("tenants/README.md", "not a tenant");
    workspace
}

/// A recording on one line, without the hashes of the lines that it had.
fn on_one_line(name: &str) -> String {
    let mut recording: serde_json::Value = serde_json::from_slice(&bytes(name)).unwrap();
    recording.as_object_mut().unwrap().remove("seal");
    for response in recording["responses"].as_array_mut().unwrap() {
        response.as_object_mut().unwrap().remove("sha256");
    }
    recording.to_string()
}

/// The summary as JSON.
fn summary(workspace: &Workspace, arguments: &str) -> serde_json::Value {
    let run = workspace.run(&format!("{arguments} --summary json"));
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.seen()))
}
