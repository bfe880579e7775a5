//! Hostile files: no panic, no long run, no control characters.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use scoregate::copilot::lint::check_bytes;

use super::files;
use crate::support::workspace::Workspace;

proptest! {
    #[test]
    fn any_bytes_are_findings_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(!check_bytes("a.yaml", &bytes).is_empty());
    }

    #[test]
    fn a_plugin_with_any_bytes_in_it_never_panics(
        file in 0_usize..4,
        at in 0.0_f64..1.0,
        length in 0_usize..40,
        inserted in "[ -~\n\u{e9}]{0,12}",
    ) {
        let text = files()[file].1.clone();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index")]
        let start = text.floor_char_boundary((text.len() as f64 * at) as usize);
        let end = text.floor_char_boundary((start + length).min(text.len()));
        let changed = format!("{}{inserted}{}", &text[..start], &text[end..]);
        for finding in check_bytes("a.yaml", changed.as_bytes()) {
            prop_assert!(!finding.problem.message.is_empty());
        }
    }
}

/// Texts that make careless code quadratic.
#[test]
fn large_files_take_no_more_than_a_moment() {
    let keys: String = (0..60_000).map(|n| format!("  k{n}: 1\n")).collect();
    let refs: String =
        (0..40_000).map(|n| format!("    s{n}: {{$ref: '#/components/schemas/s{}'}}\n", n + 1)).collect();
    let circle: String =
        (0..40_000).map(|n| format!("    r{n}: {{$ref: '#/components/responses/r{}'}}\n", (n + 1) % 40_000)).collect();
    let servers: String = (0..40_000).map(|n| format!("{{v{}}}", n % 20_000)).collect();
    let declared: String = (0..20_000).map(|n| format!("      v{n}: {{default: xxxxxxxxxxxxxxxx}}\n")).collect();
    let deep = format!("{}1{}", "[".repeat(120), "]".repeat(120));
    let variables: String = (0..50_000).map(|n| format!("{{{{v{n}}}}}")).collect();
    let head = "openapi: 3.0.1\ninfo: {title: t, version: v}\nservers: [{url: https://a.com}]\npaths: {}\n";
    let kql = files()[2].1.clone();
    let hostile = [
        format!("Descriptor:\n{keys}"),
        format!("{head}components:\n  schemas:\n{refs}"),
        format!("{head}components:\n  responses:\n{circle}"),
        format!(
            "{}components: {{}}\n",
            head.replace(
                "[{url: https://a.com}]",
                &format!("\n  - url: 'https://{servers}'\n    variables:\n{declared}")
            )
        ),
        format!("{{\"openapi\": \"3.0.1\", \"x\": [{}]}}", vec![deep; 1_000].join(",")),
        kql.replace("Summarize {{digest}}", &format!("'{variables}'")),
        kql.replace("ResourceGroupName: rg", &format!("ResourceGroupName: '{}'", "<".repeat(1_000_000))),
        "Descriptor: &a [*a, *a]\n".to_owned(),
    ];
    for text in hostile {
        let start = Instant::now();
        drop(check_bytes("a.yaml", text.as_bytes()));
        let shown: String = text.chars().take(40).collect();
        assert!(start.elapsed() < Duration::from_secs(20), "{shown}: {:?}", start.elapsed());
    }
}

#[test]
fn deep_files_are_refused() {
    let workspace = Workspace::new();
    let levels: String = (0..500).map(|n| format!("{}a:\n", " ".repeat(n + 1))).collect();
    for text in [format!("openapi: {}", "[".repeat(100_000)), format!("openapi: 3.0.1\npaths:\n{levels}")] {
        workspace.file("deep.yaml", text);
        let run = workspace.run("copilot plugin --check deep.yaml");
        assert_eq!(run.code, 1);
        assert!(run.stdout.contains("the YAML is nested too deeply"), "{}", run.stdout);
    }
}

#[test]
fn hostile_text_stays_inert() {
    let workspace = Workspace::new();
    let name = "x\\e[31m\\u202e::error::\\n::warning::y";
    workspace.file("m.yaml", format!("Descriptor:\n  Name: \"{name}/\"\n  \"{name}\": 1\n"));
    for format in ["human", "json", "github"] {
        let run = workspace.run(&format!("copilot plugin --check m.yaml -o {format}"));
        assert_eq!(run.code, 1);
        assert!(!run.stdout.contains(['\u{1b}', '\u{202e}']), "{format}: {}", run.stdout);
        let begins = run.stdout.lines().filter(|line| line.starts_with("::")).all(|line| line.contains("file=m.yaml"));
        assert!(begins, "{format}: {}", run.stdout);
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_rather_than_waited_for() {
    let workspace = Workspace::new();
    let made = std::process::Command::new("mkfifo").arg(workspace.path("pipe")).status().unwrap();
    assert!(made.success());
    let run = workspace.run("copilot plugin --check pipe");
    assert_eq!(run.code, 1, "{}", run.seen());
    assert!(run.stdout.contains("pipe is not read: it is a pipe, a socket or a device, not a file"), "{}", run.stdout);
}
