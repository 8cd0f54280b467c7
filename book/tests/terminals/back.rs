//! The terminals of the pages at the back of the book, and what those pages list.
#![cfg(unix)]
#![allow(clippy::expect_used, reason = "a test reports by panicking")]

use book::Scene;
use book_checks::{Workspace, exercise_tables};
use std::path::Path;
use testkit::has_ipv6;

const SERVER: &str = "cargo run -p concurrency -- localhost 1081";
const ASK: &str = "cargo run -p calculator-client -- localhost 1081 1+1";

#[test]
fn two_servers_do_not_get_one_port() {
    let [_server, mut second] = Scene::with_server(SERVER);
    second.run(SERVER).exits(1).keep("back_in_use");
}

#[test]
fn an_address_of_another_machine_cannot_be_listened_on() {
    // Of a range that is kept for documentation (RFC 5737, section 3): no machine has it.
    let mut terminal = Scene::new().terminal();
    terminal.run("cargo run -p echo -- 203.0.113.1 1081").exits(1).keep("back_not_ours");
}

#[test]
fn a_server_of_one_family_is_not_found_in_the_other() {
    if !has_ipv6() {
        return;
    }
    let [_server, mut client] = Scene::with_server("cargo run -p concurrency -- 127.0.0.1 1081");
    client.run("cargo run -p calculator-client -- ::1 1081 1+1").exits(1);
    client.run(ASK).exits(0).keep("back_families");
}

#[test]
fn a_line_without_an_end_is_not_answered() {
    let [_server, mut client] = Scene::with_server(SERVER);
    client.run(r#"cargo wire localhost 1081 send "1+1" receive"#).ends().keep("back_no_end");
}

#[test]
fn a_full_server_says_so() {
    let [mut server, mut inside, mut third] =
        Scene::with_server("cargo run -p concurrency -- localhost 1081 --max-clients 1");
    inside.run("cargo wire localhost 1081 hold");
    server.wait_for("connected");
    third.run(ASK).exits(1).keep("back_full");
}

#[test]
fn a_server_of_another_protocol_is_found_out() {
    let [_server, mut client] = Scene::with_server("cargo run -p echo -- localhost 1081");
    client.run(ASK).exits(1).keep("back_another_protocol");
}

/// The page includes these tables.
#[test]
fn all_exercises_are_listed_with_the_section_that_asks_for_them() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let workspace = Workspace::read(root).expect("cargo knows the workspace");
    let tables = exercise_tables(root, &workspace).expect("the book and its exercises can be read");
    for (table, part) in tables.iter().zip(1..) {
        book::keep(&format!("exercises_{part}"), table);
    }
    assert_eq!(tables.concat().matches("<code>").count(), 33);
}
