//! Names of tenants, which are hostile text wherever they are written.

use super::{FLEET, bytes, examples};

const NAMES: [&str; 5] = [
    "=cmd|' '!A1.json",
    "::error::owned.json",
    "##vso[task.complete result=Failed].json",
    "\u{1b}[31mred\u{202e}.json",
    "a\nb,\"c\".json",
];

#[cfg(unix)]
#[test]
fn no_name_of_a_tenant_is_a_command_or_a_formula() {
    let workspace = examples();
    for name in NAMES {
        workspace.file(&format!("tenants/{name}"), bytes("contoso.json"));
        workspace.file(&format!("tenants/{name}.json"), "{");
    }
    for format in ["table", "json", "csv"] {
        let run = workspace.run(&format!("{FLEET} --out reports -s {format}"));
        assert_eq!(run.code, 1, "{}", run.seen());
        for line in run.stdout.lines() {
            assert!(!line.trim_start().starts_with("::") && !line.contains("##"), "{format}: {line}");
            assert!(line.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{format}: {line}");
        }
        let mut reader = csv_cells(&run.stdout);
        assert!(format != "csv" || reader.all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{}", run.stdout);
    }
    for entry in std::fs::read_dir(workspace.path("reports")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)), "{name}");
    }
}

/// The cells of a table, as far as none holds a comma in quotes at its start.
fn csv_cells(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split(','))
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_and_a_pipe_are_tenants_that_are_not_read() {
    let workspace = examples();
    std::os::unix::fs::symlink(workspace.path("mfa.yaml"), workspace.path("tenants/link.json")).unwrap();
    workspace.file("tenants/.hidden/a.json", bytes("contoso.json")).file("tenants/empty/notes.txt", "");
    let found = super::summary(&workspace, FLEET);
    let status = |name: &str| {
        let tenant = found["tenants"].as_array().unwrap().iter().find(|tenant| tenant["name"] == name);
        tenant.map(|tenant| tenant["status"].as_str().unwrap().to_owned())
    };
    assert_eq!(status("link.json").as_deref(), Some("unreadable"));
    assert_eq!(status("empty").as_deref(), Some("unreadable"));
    assert_eq!(status(".hidden"), None);
}

#[cfg(unix)]
#[test]
fn two_tenants_whose_names_look_alike_are_not_taken_for_one_another() {
    let workspace = examples();
    workspace
        .file("tenants/contoso\u{200b}.json", bytes("fabrikam.json"))
        .file("tenants/\u{200b}/a.json", bytes("contoso.json"));
    let found = super::summary(&workspace, &format!("{FLEET} --out reports"));
    let of = |name: &str| {
        let tenants = found["tenants"].as_array().unwrap();
        tenants.iter().find(|tenant| tenant["name"] == name).unwrap()["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        (of("contoso.json").as_str(), of("contoso.json (2)").as_str(), of("").as_str()),
        ("passed", "unreadable", "passed")
    );
    assert!(workspace.path("reports/contoso.json/report.json").exists());
}
