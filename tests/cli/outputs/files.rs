//! Reports in files: whole or not at all, where they may go, and who may read them.

use std::fs;

use super::{check, workspace};
#[cfg(unix)]
use crate::support::shell::shell;
use crate::support::tenant::{NOW, tenant};
use crate::support::workspace::outcome;
use crate::usage::{HEADER, row};

#[test]
fn a_path_that_cannot_be_written_is_noticed_before_the_evidence_is_read() {
    let workspace = workspace(10.0);
    workspace.file("folder/x", "");
    insta::assert_snapshot!(workspace.run("check -p p.yaml -f missing.json -o json=folder").seen());
    let run = workspace.run("check -p p.yaml -f missing.json -o json=nowhere/r.json");
    assert_eq!(run.code, 6, "{}", run.seen());
}

#[test]
fn a_run_that_fails_leaves_older_reports_as_they_were() {
    let workspace = workspace(10.0);
    workspace.file("r.json", "older").file("bad.json", "{");
    assert_eq!(workspace.run("check -p p.yaml -f bad.json -o json=r.json").code, 5);
    assert_eq!(workspace.read("r.json"), "older");
    assert_eq!(workspace.names(), ["bad.json", "p.yaml", "r.json", "t.json"]);
}

#[test]
fn reports_in_files_hold_no_terminal_styles_and_can_be_read_by_others() {
    let workspace = workspace(9.0);
    let mut command = workspace.command(&check("-o human=h.txt"));
    command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
    outcome(command);
    assert!(!workspace.read("h.txt").contains('\u{1b}'));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(workspace.path("h.txt")).unwrap().permissions().mode() & 0o777, 0o644);
    }
}

#[test]
fn an_output_that_is_an_input_or_another_output_is_a_usage_error() {
    let workspace = workspace(10.0);
    let before = (workspace.read("p.yaml"), workspace.read("t.json"));
    workspace.file("o/x", "").file("policies/q.yaml", before.0.replace("policy: p", "policy: q"));
    let absolute = workspace.path("a");
    for outputs in [
        "-o json=p.yaml",
        "-o json=o/../t.json",
        "-p policies -o json=policies/q.yaml",
        "-o json=a -o sarif=./a",
        "-o json=a -o sarif=o/../a",
        &format!("-o json=a -o sarif={}", absolute.display()),
    ] {
        let run = workspace.run(&check(outputs));
        assert_eq!(run.code, 2, "{outputs}: {}", run.seen());
    }
    assert_eq!((workspace.read("p.yaml"), workspace.read("t.json")), before);
    assert_eq!(workspace.names(), ["o", "p.yaml", "policies", "t.json"]);
    assert_eq!(workspace.run(&check("-o json=new/")).code, 6);
    let run = workspace.run(&check("-o json=nowhere/r.json"));
    assert!(!run.seen().contains(".scoregate-"), "{}", run.seen());
}

#[cfg(unix)]
#[test]
fn links_devices_and_permissions_outlive_an_output() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    let workspace = workspace(10.0);
    workspace.file("deep/real.json", "older");
    fs::set_permissions(workspace.path("deep/real.json"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("deep/real.json", workspace.path("link.json")).unwrap();
    let run = workspace.run(&check("-o json=link.json -o sarif=/dev/null -o human=/dev/stdout"));
    assert_eq!(run.code, 0, "{}", run.seen());
    assert!(run.stdout.contains("PASSED"), "{}", run.stdout);
    assert!(fs::symlink_metadata(workspace.path("link.json")).unwrap().is_symlink());
    assert!(workspace.read("deep/real.json").starts_with('{'));
    let mode = fs::metadata(workspace.path("deep/real.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    assert_eq!(workspace.run(&check("-o json=link.json -o sarif=deep/real.json")).code, 2);
}

/// A limit on the size of files ends in an error rather than a signal, and leaves nothing.
#[cfg(unix)]
#[test]
fn a_limit_on_the_size_of_files_is_an_error_of_the_output() {
    let workspace = workspace(9.0);
    workspace.file("older.json", "older");
    for rest in ["-o json=r.json", "-o human -o sarif=older.json", "-o json=/dev/null -o junit=r.xml"] {
        let run = outcome(shell(&workspace, &format!("ulimit -f 0; exec \"$0\" {}", check(rest))));
        assert_eq!(run.code, 6, "{rest}: {}", run.seen());
        assert_eq!(workspace.names(), ["older.json", "p.yaml", "t.json"], "{rest}");
        assert_eq!(workspace.read("older.json"), "older");
    }
}

/// What is killed at any moment leaves whole reports or none.
#[cfg(target_os = "linux")]
#[test]
fn a_run_that_is_killed_leaves_nothing_behind() {
    use std::process::Stdio;
    let workspace = workspace(9.0);
    let mut took = std::time::Duration::from_millis(100);
    for round in 0..30_u32 {
        let begun = std::time::Instant::now();
        let outputs = format!("-o json=r{round}.json -o sarif=r{round}.sarif -o junit=r{round}.xml");
        let mut child =
            workspace.process(&check(&outputs)).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        if round == 0 {
            // Only to know how long a run takes here.
            child.wait().unwrap();
            took = begun.elapsed();
        } else {
            std::thread::sleep(took * round / 30);
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
    let left: Vec<String> = workspace.names().into_iter().filter(|name| name.starts_with('.')).collect();
    assert!(left.is_empty(), "{left:?}");
    for name in workspace.names().iter().filter(|name| name.starts_with('r') && name.ends_with(".json")) {
        assert!(serde_json::from_str::<serde_json::Value>(&workspace.read(name)).is_ok(), "{name}");
    }
}

/// A new report has the permissions of any new file, and a recording those of a secret.
#[cfg(unix)]
#[test]
fn reports_are_for_those_whom_the_mask_lets_read_and_keep_the_permissions_of_older_ones() {
    use std::os::unix::fs::PermissionsExt;
    let workspace = workspace(9.0);
    workspace.file("older.json", "");
    fs::set_permissions(workspace.path("older.json"), fs::Permissions::from_mode(0o640)).unwrap();
    let run = outcome(shell(
        &workspace,
        &format!("umask 027; exec \"$0\" {}", check("-o json=new.json -o sarif=older.json")),
    ));
    assert_eq!(run.code, 1, "{}", run.seen());
    let mode = |name: &str| fs::metadata(workspace.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!([mode("new.json"), mode("older.json")], [0o640, 0o640]);
}

#[test]
fn each_command_names_its_own_options_where_an_output_cannot_have_its_path() {
    let workspace = workspace(10.0);
    workspace
        .file("days.json", tenant().control("A", 1.0, 10.0).json())
        .file("usage.csv", format!("{HEADER}{}", row("Nov 2, 09:00 AM", "1")))
        .file("tenants/t.json", workspace.read("t.json"))
        .file("list.yaml", "scoregate-tenants: 1\ntenants: [{ tenant: t.json }]\n");
    let usage = format!("copilot usage --from usage.csv {}", crate::usage::NOW);
    let fleet = format!("fleet -p p.yaml -f tenants --now {NOW}");
    let refused = [
        check("-o json=a -o sarif=a"),
        check("-o json=p.yaml"),
        "diff t.json days.json -o json=a -o markdown=a".to_owned(),
        "diff t.json days.json -o json=t.json".to_owned(),
        format!("{usage} -o json=a -o html=a"),
        format!("{usage} -o json=usage.csv"),
        format!("{usage} -o json -o html"),
        format!("{fleet} -s json=a -s csv=a"),
        format!("{fleet} -s json=p.yaml"),
        format!("{fleet} -s json=tenants/t.json"),
        format!("{fleet} --select list.yaml -s json=list.yaml"),
        format!("{fleet} -s json -s csv"),
    ];
    let seen = refused.map(|arguments| {
        let run = workspace.run(&arguments);
        assert_eq!(run.code, 2, "{arguments}: {}", run.seen());
        format!("$ {arguments}\n{}", run.stderr.trim_end())
    });
    insta::assert_snapshot!(seen.join("\n\n"));
}
