//! The terminals of part 4: the client, and servers that behave in different ways.
#![cfg(unix)]

use book::{Scene, Terminal};

const SERVER: &str = "cargo run -p calculator-server -- 127.0.0.1 1081";

/// A client that sends requests to `wire`, which plays a server: what the two terminals show.
fn client_of_wire(script: &str, expressions: &str, code: i32) -> [Terminal; 2] {
    let scene = Scene::new();
    let mut server = scene.server(&format!("cargo wire --listen 127.0.0.1 1081 {script}"));
    let mut client = scene.terminal();
    client.run(&format!("cargo run -p calculator-client -- 127.0.0.1 1081 {expressions}")).exits(code);
    server.ends();
    [server, client]
}

#[test]
fn a_port_without_a_listener_refuses() {
    let scene = Scene::new();
    let mut client = scene.terminal();
    client.run("cargo run -p calculator-client -- 127.0.0.1 1081 1+1").exits(1).keep("4_refused");
}

/// On other systems a full accept queue may refuse.
#[cfg(target_os = "linux")]
#[test]
fn connecting_to_a_silent_address_times_out() {
    let scene = Scene::new();
    let mut server = scene.terminal();
    server.run("cargo wire --listen --backlog 1 127.0.0.1 1081 hold 2").wait_for("2 opened");
    let mut client = scene.terminal();
    client.run("cargo run -p calculator-client -- 127.0.0.1 1081 1+1").exits(1).keep("4_silent_client");
    server.keep("4_silent_server");
}

#[test]
fn a_truncated_reply_is_an_error() {
    let [mut server, mut client] = client_of_wire(r#"receive send "14" close"#, "1400+25", 1);
    server.keep("4_cut_off_server");
    client.keep("4_cut_off_client");
}

#[test]
fn a_web_server_is_recognised() {
    let [_, mut client] = client_of_wire(r#"receive send "HTTP/1.1 400 Bad Request\r\n" close"#, "1+1", 1);
    client.keep("4_web_server");
}

#[test]
fn a_reply_too_many_is_noticed_before_the_next_request() {
    let [mut server, mut client] = client_of_wire(r#"receive send "14\n14\n" receive all"#, "2+3*4 1+1", 1);
    server.keep("4_unsolicited_server");
    client.keep("4_unsolicited_client");
}

#[test]
fn a_reply_of_an_unknown_kind_closes_the_connection() {
    let [_, mut client] =
        client_of_wire(r#"receive send "later: closed for lunch\n" receive all"#, "2+3*4", 1);
    client.keep("4_unknown_kind");
}

#[test]
fn several_replies_come_in_one_read() {
    let scene = Scene::new();
    let _server = scene.server(SERVER);
    let mut hand = scene.terminal();
    hand.run(r#"cargo wire 127.0.0.1 1081 send "1+1\n2+2\n3+3\n" receive receive receive"#)
        .ends()
        .keep("4_several_replies");
}

#[test]
fn a_line_in_two_writes_waits_for_an_acknowledgement() {
    let scene = Scene::new();
    let _server = scene.server(SERVER);
    let mut hand = scene.terminal();
    hand.run(r#"cargo wire --nagle 127.0.0.1 1081 repeat 4 send "1+1" send "\n" receive"#).ends();
    hand.keep("4_nagle");
    let mut hand = scene.terminal();
    hand.run(r#"cargo wire --nagle 127.0.0.1 1081 repeat 50 send "1+1" send "\n" receive | tail -n 1"#);
    hand.run(r#"cargo wire --nagle 127.0.0.1 1081 repeat 50 send "1+1\n" receive | tail -n 1"#);
    hand.run(r#"cargo wire 127.0.0.1 1081 repeat 50 send "1+1" send "\n" receive | tail -n 1"#).ends();
    hand.keep("4_nagle_fifty");
}

#[test]
fn a_request_without_a_reply_may_have_arrived() {
    let [mut server, mut client] = client_of_wire("receive close", "1+1", 1);
    server.keep("4_gone_server");
    client.keep("4_gone_client");
}

#[test]
fn writing_without_reading_deadlocks() {
    let scene = Scene::new();
    let _server = scene.server(SERVER);
    let mut hand = scene.terminal();
    hand.numbers_vary_in("bytes)").numbers_vary_in("stuck with");
    hand.run(r#"cargo wire --timeout 2 127.0.0.1 1081 ignore flood 64M "1e9\n""#).ends();
    hand.keep("4_stuck");
}

#[test]
fn a_session_at_the_prompt() {
    let scene = Scene::new();
    let _server = scene.server(SERVER);
    let mut client = scene.terminal();
    client.run("cargo run -p calculator-client -- 127.0.0.1 1081").wait_for("\n>");
    client.type_line("2+3*4").wait_for("\n14\n>");
    client.type_line("2*(3").wait_for("column 3\n>");
    client.press("\x1b[A").wait_for("> 2*(3\n    ^").wait_for("\n> 2*(3");
    client.press(")\r").wait_for("\n6\n>");
    client.type_line("quit").exits(0).keep("4_prompt");
}

#[test]
fn a_pipe_gets_a_reply_a_line_and_arguments_an_exit_code() {
    let scene = Scene::new();
    let _server = scene.server(SERVER);
    let mut shell = scene.terminal();
    shell.run("echo '2^10' | cargo run -p calculator-client -- 127.0.0.1 1081").exits(0);
    shell.run("cargo run -p calculator-client -- 127.0.0.1 1081 '6*7' '1/0'; echo $?").ends();
    shell.run("cargo run -p calculator-client -- 127.0.0.1 1081 '6*7' && echo fine").exits(0);
    shell.keep("4_shell");
}

#[test]
fn a_server_cannot_control_the_terminal() {
    let [_, mut client] = client_of_wire(r#"receive send "error: \x1b[2J you were tricked\n""#, "1+1", 1);
    client.keep("4_harmless");
}
