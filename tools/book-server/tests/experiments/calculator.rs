//! The calculator that the first page asks.

use crate::{
    program::Serving,
    support::{workspace, write},
};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;
use testkit::{Signal, eventually};

/// Stands in for the server of stage 5: says its process and the request. `close` ends a connection, `end` the server.
const PLANTED: &str = r#"
use std::io::{BufRead, BufReader, Write};

fn main() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    println!("listening on {}", listener.local_addr().unwrap());
    for stream in listener.incoming().map(Result::unwrap) {
        for line in BufReader::new(&stream).lines().map(Result::unwrap) {
            if line == "end" {
                return;
            }
            writeln!(&stream, "{} {line}", std::process::id()).unwrap();
            if line == "close" {
                break;
            }
        }
    }
}
"#;

fn planted(main: &str) -> TempDir {
    let root = workspace();
    write(root.path(), "Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"concurrency\"]\n");
    write(root.path(), "concurrency/Cargo.toml", "[package]\nname = \"concurrency\"\nedition = \"2024\"\n");
    write(root.path(), "concurrency/src/main.rs", main);
    root
}

fn call(serving: &Serving, line: &str) -> String {
    serving.call("calculator", &json!({ "line": line }).to_string())
}

/// The process that has replied, the reply's other word, and the exchange.
fn ask(serving: &Serving, line: &str) -> (String, String, Value) {
    let answer = call(serving, line);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let exchange: Value = serde_json::from_str(answer.lines().last().unwrap()).unwrap();
    let bytes: Vec<u8> = serde_json::from_value(exchange["received"].clone()).unwrap();
    let received = String::from_utf8(bytes).unwrap();
    let (process, rest) = received.split_once(' ').unwrap();
    (process.to_owned(), rest.to_owned(), exchange)
}

#[test]
fn one_server_replies_on_one_connection_and_ends_with_us() {
    let root = planted(PLANTED);
    let serving = Serving::start(root.path(), 0);
    let (process, reply, exchange) = ask(&serving, "2+3");
    assert_eq!((reply.as_str(), &exchange["sent"]), ("2+3\n", &json!(b"2+3\n")));
    let (same, _, next) = ask(&serving, "close");
    assert_eq!(
        (&same, &next["server"], &next["client"]),
        (&process, &exchange["server"], &exchange["client"])
    );
    // The server has closed the connection: there is a new one.
    let (same, reply, other) = ask(&serving, "4");
    assert_eq!((&same, reply.as_str(), &other["server"]), (&process, "4\n", &exchange["server"]));
    assert_ne!(other["client"], exchange["client"]);
    // It has ended: there is a new one.
    assert!(call(&serving, "end").starts_with("HTTP/1.1 503"));
    let (another, ..) = ask(&serving, "5");
    assert_ne!(another, process);
    assert_eq!(serving.signal(Signal::Interrupt), Some(0));
    eventually("its process is gone", || !Path::new("/proc").join(&another).exists());
}

#[test]
fn only_our_page_sends_and_only_a_single_line() {
    let root = planted("fn main() -> u8 {}");
    let mut serving = Serving::start(root.path(), 0);
    let refused = call(&serving, "1\n2");
    assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("a single line"), "{refused}");
    assert!(call(&serving, &"1".repeat(5000)).starts_with("HTTP/1.1 413"));
    // What the compiler says is told.
    let refused = call(&serving, "1");
    assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("mismatched types"), "{refused}");
    serving.token = "guessed".to_owned();
    assert!(call(&serving, "1").starts_with("HTTP/1.1 401"));
}
