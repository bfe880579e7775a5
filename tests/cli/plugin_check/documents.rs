//! Which document belongs to a manifest, and in which forms files are read.

use super::{files, found, lines};
use crate::support::workspace::Workspace;

/// The lines of a document as JSON that is indented by tabs.
const JSON: &str = "{\n\t\"openapi\": \"3.0.1\",\n\t\"info\": {\"title\": \"t\", \"version\": 1},\n\t\"servers\": [{\"url\": \"https://a.com\"}],\n\t\"paths\": {\"/a\": {\"get\": {\"operationId\": \"A\", \"responses\": {\"204\": {\"description\": \"d\"}}}}}\n}\n";

fn of(workspace: &Workspace, arguments: &str) -> Vec<String> {
    lines(&workspace.run(&format!("copilot plugin --check {arguments} -o json")).stdout)
}

#[test]
fn the_only_document_of_the_folder_is_checked_whatever_its_name() {
    let workspace = Workspace::new();
    let [(_, api), (_, openapi), ..] = files();
    workspace.file("p/api.yaml", &api).file("p/what.txt", openapi.replace("GetDevice", "Get device"));
    workspace.file("p/readme.md", "openapi is a format").file("p/other.yaml", "x: {openapi: 1}");
    let found = of(&workspace, "p/api.yaml");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("operation-id-name p/what.txt:10 "), "{found:#?}");
}

#[test]
fn a_document_that_is_given_may_lie_in_another_folder() {
    let workspace = Workspace::new();
    let [(_, api), (_, openapi), ..] = files();
    let other = api.replace("Name: ContosoDevices", "Name: ContosoPhones");
    workspace.file("p/a.yaml", &api).file("p/b.yaml", other).file("specs/o.yaml", openapi);
    assert_eq!(of(&workspace, "p/a.yaml specs/o.yaml"), Vec::<String>::new());
    assert_eq!(of(&workspace, "p/a.yaml p/b.yaml specs/o.yaml"), Vec::<String>::new());
    assert_eq!(of(&workspace, "p/a.yaml p/b.yaml").len(), 2);
}

#[test]
fn several_documents_are_named_and_none_is_chosen() {
    let workspace = Workspace::new();
    let [(_, api), (_, openapi), ..] = files();
    workspace.file("api.yaml", &api).file("a.yaml", &openapi).file("b.yaml", &openapi);
    let found = of(&workspace, "api.yaml");
    let message = "2 documents are in its folder: `a.yaml` and `b.yaml`";
    assert!(found.iter().any(|line| line.starts_with("document-not-checked ") && line.contains(message)), "{found:#?}");
    assert_eq!(of(&workspace, "api.yaml a.yaml"), Vec::<String>::new());
}

#[test]
fn documents_that_nobody_named_and_no_manifest_uses_are_not_checked() {
    let workspace = Workspace::new();
    let [(_, api), (_, openapi), ..] = files();
    let bad = openapi.replace("GetDevice", "Get device");
    let other = api.replace("Name: ContosoDevices", "Name: ContosoPhones");
    workspace.file("a.yaml", &bad).file("b.yaml", bad.replace("openapi: 3.0.1", "openapi: 3.0.1\nopenapi: 3.0.1"));
    workspace.file("c.yaml", "openapi: 3.0.1\ninfo: [\n").file("api.yaml", &api).file("other.yaml", other);
    for given in ["api.yaml", "api.yaml other.yaml"] {
        let run = workspace.run(&format!("copilot plugin --check {given}"));
        let found = of(&workspace, given);
        let number = given.split(' ').count();
        assert_eq!(found.len(), number, "{found:#?}");
        let message = "3 documents are in its folder: `a.yaml`, `b.yaml` and `c.yaml`";
        assert!(found.iter().all(|line| line.starts_with("document-not-checked ") && line.contains(message)));
        assert!(run.stdout.contains(", 0 OpenAPI documents: "), "{}", run.stdout);
    }
}

#[test]
fn other_files_beside_a_manifest_may_mention_openapi() {
    let workspace = Workspace::new();
    let [(_, api), (_, openapi), ..] = files();
    workspace.file("api.yaml", &api).file("o.yaml", openapi);
    workspace.file("package.json", "{\"dependencies\": {\"openapi\": \"1\"}}");
    assert_eq!(of(&workspace, "api.yaml"), Vec::<String>::new());
    assert_eq!(of(&workspace, "api.yaml package.json").len(), 1, "a file that is named is not passed over");
}

#[test]
fn a_folder_is_refused_with_what_to_name() {
    let workspace = Workspace::new();
    workspace.file("plugin/api.yaml", &files()[0].1);
    let run = workspace.run("copilot plugin --check plugin");
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.seen());
}

#[test]
fn a_document_that_cannot_be_read_is_not_passed_over() {
    let workspace = Workspace::new();
    let [(_, api), ..] = files();
    workspace.file("api.yaml", &api).file("o.yaml", "openapi: 3.0.1\ninfo: [\n");
    let found = of(&workspace, "api.yaml");
    assert!(found.iter().any(|line| line.starts_with("unreadable o.yaml:")), "{found:#?}");
}

#[test]
fn fewer_documents_than_the_manifest_names_are_an_error() {
    let workspace = Workspace::new();
    let [(_, api), (_, openapi), ..] = files();
    let group = "  - Format: API\n    Settings:\n      OpenApiSpecUrl: https://contoso.com/b.yaml\n";
    workspace.file("api.yaml", api + group).file("o.yaml", openapi);
    let found = of(&workspace, "api.yaml");
    assert_eq!(found.iter().filter(|line| line.starts_with("document-not-checked ")).count(), 2, "{found:#?}");
}

#[test]
fn a_json_document_with_tabs_and_a_byte_order_mark_is_read_with_its_lines() {
    let expected = ["openapi-structure o.json:3 info.version must be a string, found the number 1".to_owned()];
    assert_eq!(found(&[("o.json", JSON.to_owned())]), expected);
    assert_eq!(found(&[("o.json", format!("\u{feff}{}", JSON.replace('\n', "\r\n")))]), expected);
}
