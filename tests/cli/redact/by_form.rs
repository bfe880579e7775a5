//! Names that show by their form: addresses, hosts, accounts, numbers.

use scoregate::evidence::recording::redact;
use serde_json::{Value, json};

use super::{day, profile, recording};
use crate::support::tenant::NOW;
use crate::support::workspace::Workspace;

/// Names that show by their form, and how a text can hold them.
const BY_FORM: [&str; 12] = [
    "tailspin.sharepoint.com",
    "tailspin-my.sharepoint.com",
    "first_last_tailspin_com",
    "tailspin\\alice",
    "dc01.corp.tailspin.local",
    "files01",
    "app.tailspin.example",
    "203.0.113.7",
    "2001:db8::7",
    "s-1-5-21-1004336348-1177238915-682003330-512",
    "+49 30 1234567",
    "first.last@tailspin.com",
];

const BY_FORM_TEXT: &str = "First.Last@tailspin.com (TAILSPIN\\alice, S-1-5-21-1004336348-1177238915-682003330-512, +49 30 1234567) at \
https://tailspin-my.sharepoint.com/personal/first_last_tailspin_com and tailspin.sharepoint.com, on dc01.corp.tailspin.local, \
\\\\files01\\share, https://app.tailspin.example:8443/x, 203.0.113.7 and 2001:db8::7; version 10.0.19045.1, since 2026-11-01, \
see https://learn.microsoft.com/x";

#[test]
fn names_that_show_by_their_form_go_from_recordings_and_digests_and_are_the_same_in_both() {
    let workspace = Workspace::new();
    let mut body = json!({ "value": [profile("AdminMFAV2", "ThirdParty", "x@tailspin.com")] });
    body["value"][0]["title"] = json!(BY_FORM_TEXT);
    body["value"][0]["controlStateUpdates"][0]["comment"] = json!(BY_FORM_TEXT);
    let scores = json!({ "value": [day("2026-11-23", &[("AdminMFAV2", 6.0)])] });
    let text = recording(&[
        ("/v1.0/security/secureScores?$top=1", scores.to_string()),
        ("/v1.0/security/secureScoreControlProfiles?$top=999", body.to_string()),
    ]);
    workspace
        .file("t.json", text)
        .file("p.yaml", crate::support::tenant::policy("controls: { match: [AdminMFAV2], at-least: 90% }"));
    assert_eq!(workspace.run("record --from t.json --redact --out r.json").code, 0);
    let redacted = workspace.read("r.json");
    let digest = workspace.run(&format!("check -p p.yaml -f t.json --now {NOW} -o digest --redact")).stdout;
    for text in [&redacted, &digest] {
        let lower = text.to_lowercase();
        for name in BY_FORM {
            assert!(!lower.contains(name), "{name}: {text}");
        }
        assert!(text.contains("AdminMFAV2") && text.contains("2026-11-"), "{text}");
    }
    assert!(redacted.contains("version 10.0.19045.1, since 2026-11-01, see "), "{redacted}");
    assert!(redacted.contains("https://learn.microsoft.com/x"), "{redacted}");
    let value: Value = serde_json::from_str(&redacted).unwrap();
    let title = value["responses"][1]["body"]["value"][0]["title"].as_str().unwrap();
    let users: Vec<&str> =
        title.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| word.starts_with("user-")).collect();
    assert_eq!(users.len(), 3, "{title}");
    assert_eq!(users[0], users[2], "an address and the personal site of the same person: {title}");
    assert!(users.iter().all(|user| digest.contains(user)), "{users:?}: {digest}");
    assert_eq!(redact(&redacted).unwrap().text, redacted, "redacting twice is redacting once");
}
