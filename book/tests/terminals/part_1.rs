//! The terminals of part 1, on any Unix.
#![cfg(unix)]

use book::Scene;
use testkit::{has_ipv6, works};

#[test]
fn two_programs_send_in_both_directions() {
    let scene = Scene::new();
    let (mut server, mut client) = (scene.terminal(), scene.terminal());
    server.run(r#"cargo wire --listen 127.0.0.1 1081 receive send "hello\n" close"#).wait_for("listening");
    client.run(r#"cargo wire 127.0.0.1 1081 send "anybody there?\n" receive all"#).exits(0);
    server.exits(0).keep("part_1_conversation_server");
    client.keep("part_1_conversation_client");
}

#[test]
fn port_0_asks_for_any_free_one() {
    let scene = Scene::new();
    let mut terminal = scene.terminal();
    for chosen in ["50312", "50318"] {
        terminal.run("cargo wire --listen 127.0.0.1 0 receive").wait_for(chosen).interrupt();
    }
    terminal.keep("part_1_any_port");
}

#[test]
fn a_port_has_one_listener() {
    let scene = Scene::new();
    let (mut first, mut second) = (scene.terminal(), scene.terminal());
    first.run("cargo wire --listen 127.0.0.1 1081 receive").wait_for("listening");
    second.run("cargo wire --listen 127.0.0.1 1081 receive").exits(1).keep("part_1_port_in_use");
}

#[test]
fn each_endpoint_of_a_connection_has_two_addresses() {
    if !has_ipv6() {
        return;
    }
    let scene = Scene::new();
    let mut terminal = scene.terminal();
    terminal.run("cargo run -p socket-basics -- ::1 1081").exits(0);
    terminal.wait_for("client: local [::1]:50312, peer [::1]:1081");
    terminal.wait_for("server: local [::1]:1081, peer [::1]:50312");
}

/// A client of each family, and one listener for both; Windows and OpenBSD keep the families apart.
#[test]
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn a_listener_on_the_unspecified_ipv6_address_accepts_clients_of_both_families() {
    if !has_ipv6() {
        return;
    }
    let scene = Scene::new();
    let (mut server, mut client) = (scene.terminal(), scene.terminal());
    server.run("cargo wire --listen :: 1081 repeat 2 receive close").wait_for("listening");
    client.run(r#"cargo wire ::1 1081 send "six\n" receive all"#).exits(0);
    server.wait_for("closed");
    client.run(r#"cargo wire 127.0.0.1 1081 send "four\n" receive all"#).exits(0);
    server.exits(0).keep("part_1_both_families_server");
    client.keep("part_1_both_families_client");
}

#[test]
fn datagrams_keep_their_boundaries_and_lose_what_does_not_fit() {
    let scene = Scene::new();
    scene.terminal().run("cargo run -p book --example datagrams").exits(0).keep("part_1_datagrams");
}

#[test]
fn a_program_in_rust_listens() {
    greets("part_1_creating_rust", "cargo run -p book --example creating -- 1081");
}

#[test]
fn a_program_in_python_listens() {
    if works("python3 --version") {
        greets("part_1_creating_python", "python3 book/examples/creating.py 1081");
    }
}

#[test]
fn a_program_in_c_listens() {
    if works("cc --version") {
        greets("part_1_creating_c", "cc book/examples/creating.c -o ~/creating && ~/creating 1081");
    }
}

/// Starts a server of the book, which sends its client a greeting and ends.
#[track_caller]
fn greets(name: &str, command: &str) {
    let scene = Scene::new();
    let (mut server, mut client) = (scene.server(command), scene.terminal());
    client.run("cargo wire 127.0.0.1 1081 receive all").exits(0).keep("part_1_creating_client");
    server.exits(0).keep(name);
}
