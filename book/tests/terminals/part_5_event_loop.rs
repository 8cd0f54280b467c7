//! The terminals of part 5 that show readiness and an event loop by hand.
#![cfg(unix)]

use book::Scene;
use book_checks::MOMENT;
use std::thread;

#[test]
fn an_edge_triggered_socket_is_not_reported_again_for_what_was_left_unread() {
    let mut terminal = Scene::new().terminal();
    terminal.run("cargo run -p book --example level_and_edge -- level").exits(0);
    terminal.run("cargo run -p book --example level_and_edge -- edge").exits(0);
    terminal.keep("many_level_and_edge");
}

#[test]
fn until_would_block_nothing_is_left_unread() {
    let mut terminal = Scene::new().terminal();
    terminal.run("cargo run -p book --example level_and_edge -- drain").exits(0);
    terminal.keep("many_until_would_block");
}

#[test]
fn silent_clients_of_an_event_loop_delay_no_other() {
    let [_server, mut silent, mut asking] =
        Scene::with_server("cargo run -p book --example mio_echo -- 127.0.0.1:1081");
    silent.run("cargo wire 127.0.0.1 1081 hold 100").wait_for("99 opened");
    asking.run(r#"cargo wire 127.0.0.1 1081 send "hello\n" receive"#).ends().keep("many_mio_echo");
}

#[test]
fn a_write_that_blocks_the_loop_stops_it_for_all() {
    let [mut server, mut greedy, mut asking] =
        Scene::with_server("cargo run -p book --example loop_mistakes -- 127.0.0.1 1081 blocking-write");
    greedy.run(r#"cargo wire --timeout 60 127.0.0.1 1081 ignore flood 64M "hello\n""#);
    server.wait_for("connected");
    thread::sleep(MOMENT);
    asking.run(r#"cargo wire --timeout 60 127.0.0.1 1081 send "me, too\n" receive"#).wait_for("→");
    thread::sleep(MOMENT);
    assert!(!asking.text().contains('←'), "{}", asking.text());
    greedy.interrupt();
    asking.ends().keep("many_blocking_write_asking");
    greedy.keep("many_blocking_write_greedy");
    server.wait_for("connected").keep("many_blocking_write_server");
}

#[test]
fn what_a_loop_left_unread_waits_for_the_next_event() {
    let [mut server, mut asking, _] =
        Scene::with_server("cargo run -p book --example loop_mistakes -- 127.0.0.1 1081 read-once");
    asking
        .run(r#"cargo wire --timeout 1 127.0.0.1 1081 send "twenty bytes of text\n" receive send "ab\n" receive"#)
        .ends()
        .keep("many_read_once_asking");
    server.wait_for("connected").keep("many_read_once_server");
}

#[test]
fn a_slow_handler_delays_all_clients() {
    let [mut server, mut slow, mut asking] =
        Scene::with_server("cargo run -p book --example loop_mistakes -- 127.0.0.1 1081 slow-handler");
    slow.run(r#"cargo wire --timeout 10 127.0.0.1 1081 send "slow\n" receive"#).wait_for("→");
    asking.run(r#"cargo wire --timeout 10 127.0.0.1 1081 send "me, too\n" receive"#);
    slow.ends().keep("many_slow_handler_slow");
    asking.ends().keep("many_slow_handler_asking");
    server.wait_for("connected").keep("many_slow_handler_server");
}
