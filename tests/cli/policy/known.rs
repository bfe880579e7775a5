//! Values that a catalogue or a framework knows, and suggestions for those that it does not.

use insta::assert_snapshot;

use super::{rule, seen};
use crate::support::workspace::Workspace;

#[test]
fn ids_of_controls_are_checked_where_a_catalogue_is_at_hand() {
    use crate::support::tenant::tenant;
    let policy = "scoregate: 1\npolicy: p\nrules:\n  - id: r\n    severity: low\n    expect: { controls: { match: [AdminMFAV3, adminmfav2, 'mdo_*'], at-least: 1% } }\nwaivers:\n  - { rule: r, controls: [AdminMFA2], reason: x, approved-by: y, expires: 2027-01-01 }\n";
    let known = tenant().control("AdminMFAV2", 1.0, 1.0);
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy).file("t.json", known.json()).file("part.json", known.incomplete().json());
    insta::assert_snapshot!(workspace.run("policy validate p.yaml --from t.json").seen());
    assert_eq!(workspace.run("policy validate p.yaml --from part.json").code, 0);
    assert_eq!(workspace.run("policy validate p.yaml").code, 0);
    let except = rule("    expect: { controls: { where: { tier: [Core] }, except: [AdminMFAV3], at-least: 1% } }");
    workspace.file("p.yaml", except);
    assert_eq!(
        workspace.run("policy validate p.yaml --from t.json").code,
        4,
        "an exception of a control that is unknown"
    );
}

#[test]
fn values_that_no_control_has_are_shown_with_those_that_exist() {
    use crate::support::tenant::tenant;
    let control = |where_: &str| rule(&format!("    expect: {{ controls: {{ where: {where_}, at-least: 1% }} }}"));
    let known = tenant().control("A", 1.0, 1.0).with("userImpact", "Moderate".into());
    let workspace = Workspace::new();
    workspace.file("t.json", known.json()).file("part.json", known.incomplete().json());
    let validate = |content: &str, from: &str| {
        workspace.file("a.yaml", content);
        workspace.run(&format!("policy validate a.yaml --from {from}"))
    };
    let wrong = [
        control("{ tier: [Cor], category: [Identiy], service: [AzureADD] }"),
        control(
            "{ threat: [Account breech], action-type: [Confg], implementation-cost: [cheap], user-impact: [Hihg] }",
        ),
        rule("    expect: { score: { at-least: 1%, category: Idenity } }"),
        rule("    expect: { score: { at-least: 1%, service: Exchange } }"),
        rule(
            "    expect: { regression: { against: previous, controls: { where: { tier: [Basic] }, max-drop: 1pp } } }",
        ),
        rule("    expect: { freshness: { last-synced: 9d, controls: { where: { service: [AAD] } } } }"),
        rule("    expect: { score: { at-least: 1% } }")
            .replace("policy: base", "policy: base\ntenant: contoso.example"),
    ];
    let shown: Vec<String> = wrong.iter().map(|content| validate(content, "t.json").seen()).collect();
    assert_snapshot!(shown.join("\n"));
    for content in &wrong[..6] {
        assert_eq!(validate(content, "part.json").code, 0, "an incomplete catalogue shows nothing");
    }
    for fine in [
        control("{ tier: [core, 'defense in depth'], category: [Infrastructure], service: [azuread] }"),
        control("{ threat: [accountBreach], user-impact: [moderate] }"),
        rule("    expect: { score: { at-least: 1% } }").replace(
            "policy: base",
            &format!("policy: base\ntenant: {}", crate::support::tenant::TENANT.to_uppercase()),
        ),
    ] {
        let run = validate(&fine, "t.json");
        assert_eq!(run.code, 0, "{}", run.seen());
    }
}

#[test]
fn references_have_the_form_of_their_framework() {
    let with =
        |references: &str| rule(&format!("    references: {references}\n    expect: {{ score: {{ at-least: 70% }} }}"));
    assert_snapshot!(seen(with("{ attack: [T1078, t1110.003, Phishing], nist-800-53: [AC-2, AC-2 (1)], cis: [six] }")));
    let fine =
        with("{ attack: [T1078.004], nist-800-53: [AC-2(1)], cis: ['6.3', 5.2.2.1], internal: [whatever we call it] }");
    assert!(seen(&fine).starts_with("exit 0"), "{}", seen(&fine));
    assert_snapshot!(
        "misspelt_frameworks",
        seen(with("{ atack: [T1078], nist: [AC-2], nits-800-53: [], nist-800-63: [IAL2], iso-27001: [A.5] }"))
    );
    let workspace = Workspace::new();
    let tenant = crate::support::tenant::tenant().control("A", 10.0, 10.0);
    workspace.file("t.json", tenant.json()).file("a.yaml", with("{ attack: [t1078] }"));
    assert_eq!(workspace.run(&format!("check -p a.yaml -f t.json --now {}", crate::support::tenant::NOW)).code, 0);
}
