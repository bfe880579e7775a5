//! One connection: HTTP/1.1 by hand, so that it can be done wrongly too.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{Body, Reply, Seen, State};

/// How long a connection that nobody uses is kept.
const PATIENCE: Duration = Duration::from_secs(20);

type Stream = BufReader<StreamOwned<ServerConnection, TcpStream>>;

/// Answers request after request until the client hangs up or an answer says so.
pub(super) fn serve(stream: TcpStream, config: Arc<ServerConfig>, state: &State) -> Option<()> {
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_nodelay(true).ok()?;
    let mut stream = BufReader::new(StreamOwned::new(ServerConnection::new(config).ok()?, stream));
    loop {
        let seen = request(&mut stream)?;
        let packs = seen.headers.get("accept-encoding").is_some_and(|value| value.contains("gzip"));
        send(&mut stream, state.answer(seen), packs).ok()?;
    }
}

/// Reads a request; none where the client has gone.
fn request(stream: &mut Stream) -> Option<Seen> {
    let mut line = String::new();
    stream.read_line(&mut line).ok()?;
    let target = line.split(' ').nth(1)?.to_owned();
    let signs_in = target.ends_with("/oauth2/v2.0/token");
    assert!(line.starts_with(if signs_in { "POST " } else { "GET " }), "scoregate only reads: {line}");
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => drop(headers.insert(name.to_lowercase(), value.trim().to_owned())),
            None => break,
        }
    }
    if let Some(length) = headers.get("content-length") {
        stream.read_exact(&mut vec![0; length.parse().ok()?]).ok()?;
    }
    Some(Seen { target, headers })
}

/// Sends an answer. An error ends the connection.
fn send(stream: &mut Stream, reply: Reply, packs: bool) -> Result<()> {
    let mut head = format!("HTTP/1.1 {} Whatever\r\n", reply.status);
    reply.headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
    let out = stream.get_mut();
    match reply.body {
        Body::Whole(body) => {
            let (body, packed) = if packs { (gzip(&body), "Content-Encoding: gzip\r\n") } else { (body, "") };
            write!(out, "{head}{packed}Content-Length: {}\r\n\r\n", body.len())?;
            out.write_all(&body)?;
            out.flush()
        }
        Body::Cut(body) => {
            half(out, &head, &body)?;
            out.sock.shutdown(Shutdown::Both)?;
            Err(std::io::ErrorKind::ConnectionAborted.into())
        }
        Body::Slow(body) => {
            half(out, &head, &body)?;
            out.read(&mut [0]).map(drop)?;
            Err(std::io::ErrorKind::ConnectionAborted.into())
        }
        Body::Drip => {
            write!(out, "{head}Transfer-Encoding: chunked\r\n\r\n")?;
            loop {
                out.write_all(b"1\r\n \r\n")?;
                out.flush()?;
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        Body::Endless => {
            write!(out, "{head}Transfer-Encoding: chunked\r\n\r\n")?;
            chunks(out, &[b' '; 1 << 16])
        }
        Body::Bomb => {
            write!(out, "{head}Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")?;
            chunks(out, &gzip(&vec![b' '; 1 << 27]))
        }
    }
}

/// The first half of a body, with the length of the whole.
fn half(out: &mut impl Write, head: &str, body: &[u8]) -> Result<()> {
    write!(out, "{head}Content-Length: {}\r\n\r\n", body.len())?;
    out.write_all(&body[..body.len() / 2])?;
    out.flush()
}

/// The same again and again until the client hangs up.
fn chunks(out: &mut impl Write, chunk: &[u8]) -> Result<()> {
    loop {
        write!(out, "{:x}\r\n", chunk.len())?;
        out.write_all(chunk)?;
        out.write_all(b"\r\n")?;
    }
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}
