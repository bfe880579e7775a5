//! The proxy that the environment names is used.

use std::io::{BufRead, BufReader, Write, copy};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::support::entra_server::Entra;
use crate::support::live::{Live, NOW};
use crate::support::sign_in::{Program, SECRET};

/// A proxy that connects to loopback, whatever host a request names; and the requests.
pub(crate) fn proxy() -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&asked);
    thread::spawn(move || {
        for client in listener.incoming() {
            let shared = Arc::clone(&shared);
            thread::spawn(move || tunnel(client.unwrap(), &shared));
        }
    });
    (port, asked)
}

fn tunnel(mut client: TcpStream, asked: &Mutex<Vec<String>>) {
    let mut head = BufReader::new(client.try_clone().unwrap());
    let mut lines = Vec::new();
    while lines.last().is_none_or(|line: &String| !line.is_empty()) {
        let mut line = String::new();
        head.read_line(&mut line).unwrap();
        lines.push(line.trim_end().to_owned());
    }
    let port: u16 = lines[0].split([':', ' ']).nth(2).unwrap().parse().unwrap();
    asked.lock().unwrap().push(lines.join("\n"));
    let mut server = TcpStream::connect(("127.0.0.1", port)).unwrap();
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
    let (mut from_client, mut to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    thread::spawn(move || {
        let _ = copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(Shutdown::Both);
    });
    let _ = copy(&mut server, &mut client);
    let _ = client.shutdown(Shutdown::Both);
}

#[test]
fn the_proxy_of_the_environment_is_asked_and_sees_no_token() {
    let (port, asked) = proxy();
    let live = Live::new();
    let mut command = live.command(&format!("check -p p.yaml --now {NOW} -f graph"));
    command.env("HTTPS_PROXY", format!("http://name:word@127.0.0.1:{port}"));
    let run = live.finish(command);
    assert_eq!(run.code, 0, "{}", run.seen());
    let asked = asked.lock().unwrap();
    // How many connections share the requests is a matter of timing; that each request went through one is not.
    assert!((1..=live.server.seen().len()).contains(&asked.len()), "{asked:?}");
    for head in asked.iter() {
        assert!(head.starts_with(&format!("CONNECT localhost:{} HTTP/1.1", live.server.port)), "{head}");
        // `name:word` in base64, as the address of the proxy says.
        assert!(head.to_lowercase().contains("proxy-authorization: basic bmftztp3b3jk"), "{head}");
        assert!(!head.contains("Bearer"), "{head}");
    }
}

#[test]
fn a_proxy_that_refuses_is_reported_without_its_password() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            let mut head = BufReader::new(client.try_clone().unwrap()).lines();
            while head.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
            let _ = client.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
        }
    });
    let live = Live::new();
    let mut command = live.command("record --out t.json --timeout 900ms");
    command.env("HTTPS_PROXY", format!("http://name:secret-word@127.0.0.1:{port}"));
    let run = live.finish(command);
    assert_eq!(run.code, 5);
    assert!(!run.seen().contains("secret-word"), "{}", run.seen());
    insta::assert_snapshot!(run.seen().replace(&format!(":{}", port), ":PROXY"));
}

#[test]
fn a_host_in_no_proxy_is_asked_directly() {
    let (port, asked) = proxy();
    let live = Live::new();
    let mut command = live.command(&format!("check -p p.yaml --now {NOW} -f graph"));
    command.env("HTTPS_PROXY", format!("http://127.0.0.1:{port}")).env("NO_PROXY", "localhost");
    assert_eq!(live.finish(command).code, 0);
    assert!(asked.lock().unwrap().is_empty());
}

/// A proxy that wants a password would want it again.
#[test]
fn a_proxy_that_wants_a_password_is_not_asked_again() {
    let proxy = Entra::plain(|_| (407, String::new()));
    let hosts = "--graph-host https://graph.microsoft.com --login-host https://login.example";
    let program = Program::new().app().secret("AZURE_CLIENT_SECRET", SECRET);
    let address = format!("http://name:secret-word@127.0.0.1:{}", proxy.port);
    let seen = program.set("HTTPS_PROXY", address).hiding("secret-word").status(hosts);
    insta::assert_snapshot!(seen.replace(&format!(":{}", proxy.port), ":PROXY"));
    assert_eq!(proxy.asked().len(), 1);
}
