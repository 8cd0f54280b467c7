//! The terminals of part 2, and what its text claims about the system.
#![cfg(unix)]

use book::Scene;
use book_checks::MOMENT;
use std::thread;

const ECHO: &str = "cargo run -p echo -- localhost 1081";
const PLAIN: &str = "cargo run -p book --example plain_echo -- 127.0.0.1:1081";

#[test]
fn a_website_is_a_server_and_a_browser_is_a_client() {
    let [mut server, mut client] = Scene::with_server(
        r#"cargo wire --listen localhost 1081 receive send "HTTP/1.1 200 OK\r\n\r\nHello from a socket!\n" close"#,
    );
    client.run(r#"cargo wire localhost 1081 send "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" receive all"#);
    client.ends().keep("echo_website_client");
    server.ends().keep("echo_website_server");
}

#[test]
fn the_plain_server_echoes() {
    let [mut server, mut client] = Scene::with_server(PLAIN);
    client.run(r#"cargo wire localhost 1081 send "hello\n" receive"#).ends().keep("echo_plain_client");
    server.wait_for("connected").keep("echo_plain_server");
}

#[test]
#[cfg(target_os = "linux")]
fn one_reset_ends_the_plain_server() {
    let [mut server, mut client] = Scene::with_server(PLAIN);
    client.run(r#"cargo wire localhost 1081 ignore send "hello\n" hold"#).wait_for("→ hello");
    // The echo is there long before.
    thread::sleep(MOMENT);
    client.interrupt().keep("echo_plain_ends_client");
    server.exits(1).keep("echo_plain_ends_server");
}

#[test]
fn the_echo_server_logs_who_connected_and_disconnected() {
    let [mut server, mut client] = Scene::with_server(ECHO);
    client.run(r#"cargo wire localhost 1081 send "hello\n" receive"#).ends().keep("echo_first_client");
    server.wait_for("disconnected").keep("echo_first_server");
}

#[test]
fn a_second_client_is_connected_long_before_it_is_served() {
    let [mut server, mut first, mut second] = Scene::with_server(ECHO);
    first.run("cargo wire localhost 1081 hold");
    server.wait_for("connected");
    second.run(r#"cargo wire --timeout 60 localhost 1081 send "me, too\n" receive"#).wait_for("→ me, too");
    thread::sleep(MOMENT);
    first.interrupt().keep("echo_waiting_first");
    second.ends().keep("echo_waiting_second");
    server.wait_for("50318 disconnected").keep("echo_waiting_server");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_accept_queue_is_a_timeout() {
    let mut terminal = Scene::new().terminal();
    terminal.run("cargo wire --listen --backlog 128 --timeout 1 localhost 1081 hold 200 1");
    terminal.ends().keep("echo_backlog");
}

#[test]
fn one_message_may_need_two_reads() {
    let [mut server, mut client] = Scene::with_server("cargo wire --listen localhost 1081 receive all");
    client.run(r#"cargo wire localhost 1081 send "hel" pause send "lo\n""#).ends().keep("echo_torn_client");
    server.ends().keep("echo_torn_server");
}

#[test]
fn one_read_may_bring_two_messages() {
    let [mut server, mut client] =
        Scene::with_server("cargo wire --listen localhost 1081 ignore pause 1000 receive all");
    client.run(r#"cargo wire localhost 1081 send "one\n" send "two\n""#).ends().keep("echo_glued_client");
    server.ends().keep("echo_glued_server");
}

#[test]
fn writes_succeed_until_the_buffers_are_full() {
    let [mut server, mut client] = Scene::with_server("cargo wire --listen localhost 1081 ignore hold");
    client.numbers_vary_in("→ hello").numbers_vary_in("stuck with");
    client
        .run(r#"cargo wire --timeout 1 localhost 1081 flood 64M "hello\n""#)
        .ends()
        .keep("echo_flood_client");
    server.interrupt().keep("echo_flood_server");
}

#[test]
fn a_client_that_half_closes_still_gets_its_echo() {
    let [mut server, mut client, mut after] = Scene::with_server(ECHO);
    client.run(r#"cargo wire localhost 1081 send "the last words\n" half-close receive all"#).ends();
    client.keep("echo_half_closed");
    server.wait_for("disconnected");
    after.run(r#"cargo wire localhost 1081 send "one\n" half-close send "two\n" receive all"#).ends();
    after.keep("echo_after_half_close");
    server.wait_for("50318 disconnected").keep("echo_half_closed_server");
}

#[test]
fn a_killed_client_ends_its_stream_or_resets_it() {
    let [mut server, mut client] = Scene::with_server(ECHO);
    client.run(r#"cargo wire localhost 1081 send "hello\n" receive hold"#).wait_for("← hello");
    // The rest of this line is there long before.
    thread::sleep(MOMENT);
    client.interrupt();
    server.wait_for("disconnected");
    client.run(r#"cargo wire localhost 1081 ignore send "hello\n" hold"#).wait_for("→ hello");
    // The echo is there long before.
    thread::sleep(MOMENT);
    client.interrupt().keep("echo_killed_client");
    server.wait_for("failed").keep("echo_killed_server");
}

#[test]
fn closing_with_unread_bytes_resets() {
    let [mut server, mut client] =
        Scene::with_server("cargo wire --listen localhost 1081 ignore pause 1000 close");
    client.run(r#"cargo wire localhost 1081 send "hello\n" receive all"#).ends().keep("echo_unread_client");
    server.ends().keep("echo_unread_server");
}

#[test]
fn the_first_write_after_the_peer_has_closed_succeeds() {
    let [mut server, mut client] = Scene::with_server("cargo wire --listen localhost 1081 receive close");
    client.run(r#"cargo wire localhost 1081 send "one\n" pause send "two\n" pause send "three\n""#);
    client.ends().keep("echo_dead_client");
    server.ends().keep("echo_dead_server");
}

#[test]
#[cfg(target_os = "linux")]
fn without_reuse_a_port_stays_in_use_after_its_server_has_ended() {
    let listen = "cargo wire --listen --no-reuse localhost 1081 receive close";
    let [mut server, mut client] = Scene::with_server(listen);
    client.run(r#"cargo wire localhost 1081 send "hello\n" receive all"#).ends();
    server.run(listen).exits(1);
    server.run(ECHO).exits(1).keep("echo_no_reuse");
}

#[test]
fn with_reuse_a_server_starts_again_at_once() {
    let [mut server, mut client] = Scene::with_server(ECHO);
    client.run("cargo wire localhost 1081 hold");
    server.wait_for("connected").interrupt();
    client.ends();
    server
        .run(ECHO)
        .wait_for("1081\n127.0.0.1:50312 connected\n^C\n$ cargo run -p echo -- localhost 1081\nlistening on");
    server.keep("echo_restart");
}
