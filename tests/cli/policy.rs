//! `scoregate policy`: what authors see.

use std::path::Path;

use std::fmt::Write;

use insta::assert_snapshot;
use scoregate::baseline::BASELINE_SCHEMA;
use scoregate::policy::{POLICY_SCHEMA, WAIVERS_SCHEMA};

use crate::support::generated;
use crate::support::workspace::Workspace;

const VALID: &str = "\
scoregate: 1
policy: base
rules:
  - id: overall
    severity: high
    expect: { score: { at-least: 70% } }
  - id: admins
    severity: critical
    expect: { controls: { match: [AdminMFAV2], state: implemented } }
";

const WAIVER: &str = "reason: moving, approved-by: ciso, expires: 2027-01-31";

/// What is seen when one file is validated.
fn seen(content: impl AsRef<[u8]>) -> String {
    let workspace = Workspace::new();
    workspace.file("a.yaml", content);
    workspace.run("policy validate a.yaml").seen()
}

#[test]
fn the_schemas_are_in_step_with_the_types() {
    for schema in [&POLICY_SCHEMA, &WAIVERS_SCHEMA, &BASELINE_SCHEMA] {
        generated::file_says(schema.path, &schema.generate());
    }
}

#[test]
fn the_schemas_are_printed_as_published() {
    let workspace = Workspace::new();
    for kind in ["policy", "waivers", "baseline", "recording", "report"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{kind}.schema.json"));
        let published = std::fs::read_to_string(file).unwrap();
        let run = workspace.run(&format!("policy schema --kind {kind}"));
        assert_eq!((run.code, run.stdout.as_str()), (0, published.as_str()), "{kind}");
    }
    assert_eq!(workspace.run("policy schema").stdout, POLICY_SCHEMA.text);
}

#[test]
fn valid_files_are_counted_and_hidden_files_are_left_out() {
    let workspace = Workspace::new();
    workspace
        .file("policies/base.yaml", VALID)
        .file(
            "policies/deep/other.YML",
            VALID.replace("base", "a-longer-name").replace("high", "high\n    enforcement: disabled"),
        )
        .file("policies/.hidden.yaml", "nonsense")
        .file("policies/.git/x.yaml", "nonsense")
        .file("policies/README.md", "nonsense")
        .file(
            "waivers.txt",
            format!("scoregate: 1\nwaivers: [{{ rule: base/overall, {WAIVER} }}, {{ rule: bsae/x, {WAIVER} }}]\n"),
        );
    assert_snapshot!(workspace.run("policy validate policies waivers.txt").seen());
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let workspace = Workspace::new();
    workspace.file("policies/base.yaml", VALID);
    let run = workspace.run("policy validate policies/base.yaml policies ./policies/../policies/base.yaml policies");
    assert_snapshot!(run.seen());
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_a_circle_end() {
    let workspace = Workspace::new();
    workspace.file("policies/base.yaml", VALID);
    std::os::unix::fs::symlink("../policies", workspace.path("policies/up")).unwrap();
    std::os::unix::fs::symlink("base.yaml", workspace.path("policies/same.yaml")).unwrap();
    assert_snapshot!(workspace.run("policy validate policies").seen());
}

#[test]
fn every_problem_of_a_file_is_shown_at_its_place() {
    assert_snapshot!(seen(include_str!("policy/bad.yaml")));
}

#[test]
fn the_problems_of_all_files_are_shown_together() {
    let workspace = Workspace::new();
    workspace
        .file("p/a.yaml", VALID.replace("high", "hihg"))
        .file("p/b.yaml", "policy: [\n")
        .file("p/c.yaml", VALID.replace("policy: base", "policy: scoregate"))
        .file("p/d.yaml", VALID)
        .file("p/e.yaml", VALID);
    assert_snapshot!(workspace.run("policy validate missing.yaml p").seen());
}

#[test]
fn repeated_keys_are_shown_with_both_places() {
    assert_snapshot!(seen(
        VALID.replace("    severity: high\n", "    severity: high\n    severity: low\n    id: again\n")
    ));
}

#[test]
fn what_makes_no_sense_together_is_a_problem() {
    assert_snapshot!(seen(include_str!("policy/senseless.yaml")));
}

#[test]
fn waivers_must_fit_their_rules() {
    let workspace = Workspace::new();
    workspace.file("a.yaml", VALID).file(
        "w.yaml",
        format!(
            "scoregate: 1
waivers:
  - {{ rule: overall, {WAIVER} }}
  - {{ rule: base/overal, {WAIVER} }}
  - {{ rule: base/overall, controls: [AdminMFAV2], {WAIVER} }}
  - {{ rule: base/admins, {WAIVER} }}
  - {{ rule: base/admins, controls: [\"Admin*\"], {WAIVER} }}
"
        ),
    );
    assert_snapshot!("waivers_of_a_wrong_form", workspace.run("policy validate a.yaml w.yaml").seen());
    let content = workspace.read("w.yaml").replace("\"Admin*\"", "AdminMFAV2");
    let run = workspace
        .file("w.yaml", content + &format!("  - {{ rule: scoregate/fresh, {WAIVER} }}\n"))
        .run("policy validate a.yaml w.yaml");
    assert_snapshot!("waivers_of_wrong_rules", run.seen());
}

#[test]
fn a_path_without_a_policy_is_a_problem() {
    let workspace = Workspace::new();
    let waivers = format!("scoregate: 1\nwaivers: [{{ rule: base/overall, {WAIVER} }}]\n");
    workspace.file("empty/note.txt", "").file("w.yaml", waivers);
    assert_snapshot!("a_folder_without_a_policy", workspace.run("policy validate empty").seen());
    assert_snapshot!("a_run_without_a_policy", workspace.run("policy validate w.yaml").seen());
}

#[test]
fn a_file_of_no_known_kind_is_a_problem() {
    let shown: Vec<String> = ["", "# nothing\n", "- a\n", "colour: red\n"].into_iter().map(seen).collect();
    assert_snapshot!(shown.join("\n"));
}

/// A policy of one rule, with its lines behind the severity.
fn rule(lines: &str) -> String {
    format!("scoregate: 1\npolicy: base\nrules:\n  - id: r\n    severity: high\n{lines}\n")
}

#[test]
fn words_and_forms_of_other_tools_get_the_one_that_is_meant() {
    let expect = |expect: &str| rule(&format!("    expect: {{ {expect} }}"));
    let score = "expect: { score: { at-least: 70% } }";
    let files = [
        expect("controls: { match: [A], state: completed }"),
        rule(&format!("    enforcement: warn\n    {score}")),
        expect("score: { min: 70% }"),
        expect("controls: { match: AdminMFAV2, state: implemented }"),
        expect("controls: { where: { tier: Defense in Depth }, state: implemented }"),
        expect("regression: { against: best-of-30d, score: { max-drop: 1pp } }"),
        expect("regression: { against: 7 days, score: { max-drop: 1pp } }"),
        expect("regression: { against: yesterday, score: { max-drop: 1pp } }"),
        rule("    expect:\n      score:\n        at-least: 70,5 %"),
        expect("score: { at-least: 70,5 % }"),
        expect("regression: { against: previous, score: { max-drop: 2% } }"),
        expect("freshness: { snapshot: 3 days }"),
    ];
    let shown: Vec<String> = files.iter().map(seen).collect();
    assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_colon_without_quotes_and_a_wrong_indent_are_named() {
    let score = "    expect: { score: { at-least: 70% } }";
    let files = [
        rule(&format!("    why: Note: this is text\n{score}")),
        rule(&format!("    why: He said \"no\": it's so\n{score}")),
        rule(&format!("    - why: Note: this is text\n{score}")),
        rule(&format!("     enforcement: block\n{score}")),
        rule("   enforcement: block"),
        rule("    expect:\n    score: { at-least: 70% }"),
        rule("\texpect: {}"),
    ];
    let shown: Vec<String> = files.iter().map(seen).collect();
    assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_colon_in_quotes_and_a_decimal_point_are_valid() {
    for lines in [
        "    why: \"Note: this is text\"\n    expect: { score: { at-least: 70.5 % } }",
        "    why: it is 12:30 and a:b\n    expect: { regression: { against: { best-of: 30d }, score: { max-drop: 1pp } } }",
    ] {
        assert_eq!(seen(rule(lines)).lines().next(), Some("exit 0"), "{lines}");
    }
}

#[test]
fn yaml_that_cannot_be_read_is_shown_at_its_place() {
    let files = [
        "policy: base\nwhy: one: two\n",
        "policy: \"base\n",
        "policy: base\nrules:\n\t- id: x\n",
        "policy: base\n---\npolicy: other\n",
        "x: &x { a: 1 }\npolicy:\n  <<: *x\n",
        "policy: !secret base\n",
        "rules: [{ match: *MFA* }]\n",
        "policy: .inf\n",
    ];
    let shown: Vec<String> = files.into_iter().map(seen).collect();
    assert_snapshot!(shown.join("\n"));
}

#[test]
fn small_files_that_become_large_trees_are_refused() {
    let mut bomb = "policy: x\na: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, next) in "abcdefgh".chars().zip("bcdefghi".chars()) {
        writeln!(bomb, "{next}: &{next} [{}]", vec![format!("*{name}"); 9].join(", ")).unwrap();
    }
    let nested = [format!("policy: {}", "[".repeat(100_000)), format!("rules:\n{}x\n", "- ".repeat(200))];
    let large = "# long\n".repeat(2 << 20);
    let shown: Vec<String> = [bomb].into_iter().chain(nested).chain([large]).map(seen).collect();
    assert_snapshot!(shown.join("\n"));
}

#[test]
fn every_encoding_shows_the_same_problem_at_the_same_place() {
    let text = VALID
        .replace("severity: high", "why: 'ä 😀', severity: hihg")
        .replace("  - id: overall\n    why", "  - { id: overall, why");
    let text = text
        .replace("hihg\n    expect: { score: { at-least: 70% } }", "hihg, expect: { score: { at-least: 70% } } }")
        .replace('\n', "\r\n");
    let utf8 = seen(&text);
    assert_snapshot!(utf8);
    assert_eq!(seen(format!("\u{feff}{text}")), utf8);
    let marked = format!("\u{feff}{text}");
    assert_eq!(seen(marked.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()), utf8);
    assert_eq!(seen(marked.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()), utf8);
}

#[test]
fn bytes_that_are_no_text_are_shown_at_their_place() {
    assert_snapshot!(seen(b"scoregate: 1\npolicy: base\ntitle: caf\xe9\n"));
}

#[test]
fn control_characters_reach_no_terminal() {
    let escaped = VALID.replace("id: overall", "id: \"over\\e[31mall\"").replace("AdminMFAV2", "\"Admin\\eMFA\"");
    let raw = VALID.replace("id: overall", "id: over\u{1b}[31mall");
    let hidden = VALID.replace("id: overall", "id: over\u{202e}all");
    let shown: Vec<String> = [escaped, raw, hidden].into_iter().map(seen).collect();
    let shown = shown.join("\n");
    assert!(!shown.contains(['\u{1b}', '\u{202e}']));
    assert_snapshot!(shown);
}

#[test]
fn five_thousand_rules_are_valid() {
    let mut text = "scoregate: 1\npolicy: base\nrules:\n".to_owned();
    for number in 0..5_000 {
        write!(
            text,
            "  - id: rule-{number}\n    title: Rule {number}\n    severity: low\n    expect:\n      controls: {{ match: [Control{number}], \
             at-least: 50% }}\n    why: Because.\n    fix: Mend it.\n    references: {{ cis: [\"1.{number}\"] }}\n"
        )
        .unwrap();
    }
    assert_snapshot!(seen(&text));
    let shown = seen(text.replace("50%", "50"));
    assert!(shown.contains("more problems of a.yaml are not shown"), "only so many problems of one file are shown");
}

#[test]
fn help_shows_examples() {
    let workspace = Workspace::new();
    assert_snapshot!("help_of_validate", workspace.run("policy validate --help").seen());
    assert_snapshot!("help_of_schema", workspace.run("policy schema --help").seen());
}

#[test]
fn text_that_says_nothing_is_a_problem() {
    let text = VALID
        .replace("    severity: high\n", "    severity: high\n    title: ' '\n    why: \"\\u200b\"\n    fix: ''\n")
        .replace("policy: base\n", "policy: base\nowner: ' '\n");
    let waiver =
        format!("waivers: [{{ rule: overall, {} }}]\n", WAIVER.replace("moving", "' '").replace("ciso", "' '"));
    assert_snapshot!(seen(text + &waiver));
}

#[test]
fn tests_that_no_command_runs_are_refused() {
    let workspace = Workspace::new();
    workspace.file("p/base.yaml", VALID).file("p/base.test.yaml", "tests:\n  - expect: failed\n");
    assert_snapshot!("a_test_file_in_a_folder", workspace.run("policy validate p").seen());
    workspace.file("t.json", crate::support::tenant::tenant().control("AdminMFAV2", 10.0, 10.0).json());
    assert_eq!(workspace.run("check -p p -f t.json").code, 4);
    assert_snapshot!("tests_in_a_policy", seen(format!("{VALID}tests: []\n")));
    let waivers = format!("tests: []\nwaivers: [{{ rule: base/overall, {WAIVER} }}]\n");
    assert_eq!(workspace.file("w.yaml", waivers).run("policy validate p/base.yaml w.yaml").code, 4);
    assert_eq!(workspace.run("policy validate p/base.yaml").code, 0, "the policy itself is valid");
}

#[test]
fn a_key_that_nothing_reads_is_refused_in_every_kind_of_file() {
    let workspace = Workspace::new();
    for key in ["tests: []", "test: []", "metadata: {}", "x-note: a", "includes: []", "vars: {}"] {
        workspace.file("a.yaml", format!("{VALID}{key}\n"));
        assert_eq!(workspace.run("policy validate a.yaml").code, 4, "{key} in a policy");
        let waivers = format!("scoregate: 1\n{key}\nwaivers: [{{ rule: base/overall, {WAIVER} }}]\n");
        workspace.file("a.yaml", VALID).file("w.yaml", waivers);
        assert_eq!(workspace.run("policy validate a.yaml w.yaml").code, 4, "{key} in a file of waivers");
    }
}

#[test]
fn tags_and_aliases_are_refused_and_exclamation_marks_in_text_are_not() {
    for (from, to) in [
        ("policy: base", "policy: !!str base"),
        ("policy: base", "policy: !!binary YmFzZQ=="),
        ("policy: base", "policy: ! base"),
        ("rules:\n", "rules: !!seq\n"),
        ("expect: { score", "expect: !!map { score"),
        ("[AdminMFAV2]", "[!!str AdminMFAV2]"),
        ("severity: high", "!!str severity: high"),
    ] {
        let shown = seen(VALID.replace(from, to));
        assert!(shown.contains("tags are not allowed"), "{to}: {shown}");
    }
    let shown = seen(VALID.replace("id: overall", "id: &a overall").replace("[AdminMFAV2]", "[*a]"));
    assert!(shown.contains("aliases (`*name`) are not allowed"), "{shown}");
    let text = "policy: base # really!\n# !x\ntitle: hi !x\nowner: \"ä '!x'\"\ndescription: |\n  a: !x\n\n  # b !y\n";
    let fine = VALID.replace("policy: base\n", text).replace(
        "    severity: high\n",
        "    severity: high\n    why: >-\n      one\n      !two\n    fix: one\n      !two\n    title: 'it''s !x'\n",
    );
    let shown = seen(fine);
    assert!(shown.starts_with("exit 0"), "{shown}");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_refused_and_does_not_hang() {
    let workspace = Workspace::new();
    workspace.file("policies/base.yaml", VALID);
    let made = std::process::Command::new("mkfifo").arg(workspace.path("policies/pipe.yaml")).status().unwrap();
    assert!(made.success());
    assert_eq!(workspace.run("policy validate policies").code, 4);
}

#[test]
fn the_version_is_a_plain_one() {
    for version in ["0x1", "1.0", "1e0", "+1"] {
        assert!(
            seen(VALID.replace("scoregate: 1", &format!("scoregate: {version}"))).starts_with("exit 4"),
            "{version}"
        );
    }
}

#[test]
fn waivers_that_could_never_hold_or_whose_life_is_not_known_are_problems() {
    let workspace = Workspace::new();
    let extra = "waiver-limits: { longest-life: 30d }\n";
    let fresh = "  - { id: fresh, severity: low, expect: { freshness: { snapshot: 3d } } }\n";
    let odd = VALID.replace("state: implemented", "state: implemented, points: observed");
    workspace.file("a.yaml", format!("{odd}{fresh}{extra}")).file(
        "w.yaml",
        format!(
            "scoregate: 1\nwaivers:\n  - {{ rule: base/overall, {WAIVER} }}\n  \
             - {{ rule: base/fresh, granted: 2027-01-01, while-at-least: 5%, {WAIVER} }}\n"
        ),
    );
    assert_snapshot!(workspace.run("policy validate a.yaml w.yaml").seen());
}

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
    let workspace = Workspace::new();
    let tenant = crate::support::tenant::tenant().control("A", 10.0, 10.0);
    workspace.file("t.json", tenant.json()).file("a.yaml", with("{ attack: [t1078] }"));
    assert_eq!(workspace.run(&format!("check -p a.yaml -f t.json --now {}", crate::support::tenant::NOW)).code, 0);
}

#[test]
fn a_problem_of_one_file_does_not_hide_those_of_another() {
    let workspace = Workspace::new();
    workspace
        .file("form.yaml", VALID.replace("70%", "70"))
        .file("reference.yaml", VALID.replace("base", "other") + "    references: { attack: [T12] }\n")
        .file("control.yaml", VALID.replace("base", "third").replace("AdminMFAV2", "AdminMFAV9"));
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contoso.json");
    let validate = "policy validate form.yaml reference.yaml control.yaml";
    let run = workspace.run(&format!("{validate} --from {}", example.display()));
    assert_eq!(run.code, 4, "{}", run.seen());
    for file in ["form.yaml:", "reference.yaml:", "control.yaml:"] {
        assert!(run.stderr.contains(file), "{file} {}", run.seen());
    }
    let run = workspace.run(&format!("{validate} --from missing.json"));
    assert!(
        run.code == 4 && run.stderr.contains("form.yaml:") && run.stderr.contains("reference.yaml:"),
        "{}",
        run.seen()
    );
}
