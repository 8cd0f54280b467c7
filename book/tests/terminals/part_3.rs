//! The terminals of part 3, the calculator server.
#![cfg(unix)]

use book::Scene;
use testkit::works;

const SERVER: &str = "cargo run -p calculator-server -- localhost 1081";

/// What one client sees of a server of its own.
fn client(command: &str, name: &str) {
    let scene = Scene::new();
    let _server = scene.server(SERVER);
    scene.terminal().run(command).exits(0).keep(name);
}

#[test]
fn requests_and_replies_alternate() {
    let scene = Scene::new();
    let mut server = scene.server(SERVER);
    let mut client = scene.terminal();
    client.run(
        r#"cargo wire localhost 1081 send "2+3*4\n" receive send "2*(3\n" receive send "quit\n" receive"#,
    );
    client.exits(0).keep("part_3_protocol_client");
    server.wait_for("requests: 3").keep("part_3_protocol_server");
}

#[test]
fn lines_are_the_same_however_their_bytes_arrive() {
    client(
        r#"cargo wire localhost 1081 send "1+1\n2+" pause 1000 send "2\r\n3+3" pause 1000 half-close receive all"#,
        "part_3_newline_client",
    );
}

#[test]
fn a_payload_of_known_length_may_hold_any_byte() {
    let scene = Scene::new();
    let mut receiver = scene.terminal();
    receiver
        .run(r#"cargo wire --listen localhost 1082 receive 4 send "got the length\n" receive 5 send "got the payload\n""#)
        .wait_for("listening");
    let mut sender = scene.terminal();
    sender
        .run(r#"cargo wire localhost 1082 send "\x00\x00\x00\x05" receive send "1+1\n2" receive all"#)
        .exits(0);
    receiver.exits(0).keep("part_3_length_receiver");
}

#[test]
fn a_line_server_takes_a_length_for_the_beginning_of_a_line() {
    client(
        r#"cargo wire localhost 1081 send "\x00\x00\x00\x031+1\n" receive"#,
        "part_3_length_misunderstood",
    );
}

#[test]
fn an_expression_is_a_list_of_steps() {
    let mut terminal = Scene::new().terminal();
    terminal.run(r#"cargo run -p book --example steps -- "2+3*4" "(2+3)*4""#).exits(0).keep("part_3_steps");
}

#[test]
fn what_binds_tighter_gets_the_number_between() {
    let mut terminal = Scene::new().terminal();
    terminal.run(r#"cargo run -p book --example steps -- "-2^2" "2*3%4""#).exits(0).keep("part_3_binding");
}

#[test]
fn a_server_that_executes_what_it_is_sent_belongs_to_its_clients() {
    if !works("python3 -c ''") {
        return;
    }
    let scene = Scene::new();
    let mut server = scene.server("python3 book/src/3-protocol/eval_server.py 127.0.0.1 1081");
    let mut client = scene.terminal();
    client.run(r#"cargo wire 127.0.0.1 1081 send "2+3*4\n" receive"#).exits(0);
    client.run(r#"cargo wire 127.0.0.1 1081 send "open('README.md').readline()\n" receive"#).exits(0);
    client.run(r#"cargo wire 127.0.0.1 1081 send "__import__('os')._exit(7)\n" receive"#).exits(0);
    client.keep("part_3_eval_client");
    server.exits(7);
}

#[test]
fn our_server_finds_no_expression_in_a_program() {
    client(r#"cargo wire localhost 1081 send "__import__('os')._exit(7)\n" receive"#, "part_3_eval_ours");
}

#[test]
fn after_an_error_the_next_line_is_answered() {
    client(
        r#"cargo wire localhost 1081 send "1/0\n" receive send "\xff\n" receive send "1+1\n" receive"#,
        "part_3_errors_client",
    );
}

#[test]
fn what_is_repeated_of_a_line_is_escaped() {
    client(
        r#"cargo wire localhost 1081 send "GET / HTTP/1.1\r\n" receive send "\x1b[31m\r\n" receive"#,
        "part_3_errors_strange",
    );
}

#[test]
fn a_line_that_is_too_long_is_refused_before_it_ends() {
    client(
        r#"cargo wire localhost 1081 flood 1025 "1" receive flood 64M "1" send "\n1+1\n" receive"#,
        "part_3_limit_line",
    );
}

#[test]
fn a_function_that_calls_itself_lets_the_text_choose_how_deep() {
    let mut terminal = Scene::new().terminal();
    terminal.run("cargo run -p book --example deep -- 1000").exits(0);
    terminal.run("cargo run -p book --example deep -- 1000000").wait_for("stack overflow").ends();
    terminal.numbers_vary_in("thread 'client'").keep("part_3_limit_nesting");
}

#[test]
fn parentheses_may_be_as_deep_as_the_line_is_long() {
    client(
        r#"cargo wire localhost 1081 flood 500 "(" send "6*7" flood 500 ")" send "\n" receive"#,
        "part_3_limit_nested",
    );
}

#[test]
fn a_client_that_drips_makes_the_next_one_wait() {
    let scene = Scene::new();
    let _server = scene.server(SERVER);
    let (mut slow, mut next) = (scene.terminal(), scene.terminal());
    slow.run(r#"cargo wire localhost 1081 drip "1+1\n" 1000 receive"#).wait_for("→ 1");
    next.run(r#"cargo wire localhost 1081 send "2+2\n" receive"#).exits(0).keep("part_3_limit_time_next");
    slow.exits(0).keep("part_3_limit_time_slow");
}

/// Two pages include a conversation by its line numbers.
#[test]
fn the_conversations_that_are_shown_are_where_the_pages_look_for_them() {
    let table = include_str!("../../../tools/testkit/src/protocol/conversations/lines.txt");
    for (page, title) in [
        (
            include_str!("../../src/3-protocol/protocol-design.md"),
            "After an error the next line is served as usual",
        ),
        (include_str!("../../src/protocol.md"), "Many lines may be sent before the first reply is read"),
    ] {
        let begin = 1 + table.lines().position(|line| line == title).unwrap_or_default();
        let length = table.lines().skip(begin).take_while(|line| !line.is_empty()).count();
        let include = format!("conversations/lines.txt:{begin}:{}}}}}", begin + length);
        assert!(page.contains(&include), "the page about `{title}` should include {include}");
    }
}
