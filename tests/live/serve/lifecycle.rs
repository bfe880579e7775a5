//! The start and the end of the server.

use insta::assert_snapshot;

use super::{arguments, serving};
use crate::support::live::until;
use crate::support::workspace::Workspace;

#[cfg(unix)]
#[test]
fn a_signal_ends_the_server_without_an_error() {
    for signal in [rustix::process::Signal::TERM, rustix::process::Signal::INT] {
        let mut server = serving("");
        assert_eq!(server.get("/readyz").status, 200);
        let id = rustix::process::Pid::from_child(&server.child);
        rustix::process::kill_process(id, signal).unwrap();
        let mut code = None;
        until("the server ends", || {
            code = server.child.try_wait().unwrap();
            code.is_some()
        });
        assert_eq!(code.unwrap().code(), Some(0), "{code:?} {}", server.log());
        assert!(server.log().contains("stopping"), "{}", server.log());
    }
}

#[test]
fn faults_of_the_policies_and_of_the_evidence_end_the_start() {
    let workspace = Workspace::new();
    workspace.file("p.yaml", "scoregate: 1\npolicy: p\nrules: []\n");
    let root = env!("CARGO_MANIFEST_DIR");
    let policies = workspace.run(&format!("serve -p p.yaml -f {root}/examples/contoso.json --listen 127.0.0.1:0"));
    assert_eq!((policies.code, policies.stdout.as_str()), (4, ""));
    let evidence = workspace.run(&format!("serve -p {root}/policies -f nope.json --listen 127.0.0.1:0"));
    assert_eq!(evidence.code, 5);
    assert_snapshot!(evidence.seen());
}

#[test]
fn a_port_that_is_taken_is_an_error() {
    let server = serving("");
    let workspace = Workspace::new();
    let run = workspace.run(&format!("{} --listen {}", arguments(), server.address));
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains(&format!("cannot listen on {}", server.address)), "{}", run.stderr);
}
