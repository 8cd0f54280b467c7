//! The programs of the page for those who come from Python or Java, against the server of this workspace.
#![cfg(unix)]

use book::{Scene, Terminal};
use testkit::works;

/// The terminal of a client that asks the server of part 3, if this machine has what it takes to run it.
fn asks(interpreter: &str, client: &str) -> Option<Terminal> {
    if !works(&format!("{interpreter} --version")) {
        return None;
    }
    let scene = Scene::new();
    let _server = scene.server("cargo run -p calculator-server -- 127.0.0.1 1081");
    let mut terminal = scene.terminal();
    terminal.run(&format!("{interpreter} book/examples/{client} 127.0.0.1 1081 '2+3*4' '1/0'")).exits(0);
    Some(terminal)
}

#[test]
fn a_python_client_understands_the_server() {
    if let Some(mut terminal) = asks("python3", "client.py") {
        terminal.keep("from_python");
    }
}

#[test]
fn a_java_client_understands_the_server() {
    if let Some(mut terminal) = asks("java", "Client.java") {
        terminal.keep("from_java");
    }
}

#[test]
fn the_rust_client_does_the_same() {
    let scene = Scene::new();
    let _server = scene.server("cargo run -p calculator-server -- 127.0.0.1 1081");
    let mut terminal = scene.terminal();
    terminal.run("cargo run -p calculator-client -- 127.0.0.1 1081 '2+3*4' '1/0'").exits(1);
    terminal.keep("from_python_rust");
}
