//! Many connections at once.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use super::arguments;
use crate::support::serving::{Serving, prepared};
use crate::support::workspace::Workspace;

/// The example tenant, served by a process that may open 64 files.
fn serving_with_few_files() -> Serving {
    let workspace = Workspace::new();
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 64 && exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_scoregate")]);
    command.args(format!("{} --listen 127.0.0.1:0 --rate-limit 1000", arguments()).split_whitespace());
    let command = prepared(command, &workspace);
    Serving::start(workspace, command)
}

#[cfg(unix)]
#[test]
fn idle_connections_neither_use_up_the_files_nor_keep_others_out() {
    let server = serving_with_few_files();
    let head = "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream";
    let post = format!("{head}\r\nContent-Length: 50\r\n\r\n{{");
    let begun = ["", "GET / HTTP/1.1\r\nHos", &post];
    let open = |number: usize| {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(8))).unwrap();
        // The connection may be closed already.
        let _ = stream.write_all(begun[number % begun.len()].as_bytes());
        stream
    };
    let mut idle = Vec::new();
    for round in 0..4 {
        idle.extend((0..40).map(open));
        for target in ["/healthz", "/readyz", "/v1/posture"] {
            assert_eq!(server.get(target).status, 200, "{target} in round {round}");
        }
    }
    // The oldest ones are closed long before the time for a request ends.
    for stream in &mut idle[..40] {
        let mut bytes = [0; 16];
        assert!(!matches!(stream.read(&mut bytes), Ok(1..)), "an answer to half a request");
    }
    let metrics = server.get("/metrics").body;
    let closed = metrics.lines().find_map(|line| line.strip_prefix("scoregate_connections_closed_total "));
    assert!(closed.unwrap().parse::<usize>().unwrap() >= 120, "{metrics}");
}
