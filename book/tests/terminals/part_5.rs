//! The terminals of part 5, many clients at once.
#![cfg(unix)]

use book::Scene;
use book_checks::MOMENT;
use std::thread;
#[cfg(target_os = "linux")]
use testkit::{OpenFiles, skip, works};

#[test]
fn one_silent_client_stops_a_server_for_all() {
    let [mut server, mut silent, mut asking] =
        Scene::with_server("cargo run -p calculator-server -- localhost 1081");
    silent.run("cargo wire localhost 1081 hold 5");
    server.wait_for("connected");
    asking.run(r#"cargo wire localhost 1081 send "2+3*4\n" receive"#).ends().keep("many_one_asking");
    server.keep("many_one_server");
}

#[test]
fn with_a_thread_per_client_silent_clients_delay_no_other() {
    let [mut server, mut silent, mut asking] =
        Scene::with_server("cargo run -p concurrency -- localhost 1081 --model threads");
    silent.run("cargo wire localhost 1081 hold 5");
    server.wait_for("50336 connected");
    asking.run(r#"cargo wire localhost 1081 send "2+3*4\n" receive"#).ends().keep("many_threads_asking");
    server.wait_for("disconnected").keep("many_threads_server");
}

#[test]
#[cfg(target_os = "linux")]
fn five_hundred_clients_are_as_many_threads_or_none() {
    if !works("command -v lsof && command -v ps") {
        return;
    }
    let needed = 600;
    if OpenFiles::reserve(needed).count() < needed {
        skip("this system lets a program have too few files open for 500 clients (ulimit -Hn)");
        return;
    }
    for (model, threads) in [("threads", 500..510), ("events", 2..10), ("async", 2..500)] {
        let [_server, mut silent, mut asking, mut counting] =
            Scene::with_server(&format!("cargo run -p concurrency -- localhost 1081 --model {model}"));
        silent.run("cargo wire localhost 1081 hold 500").wait_for("499 opened");
        // One more client gets a reply: by then the server has accepted all clients before it.
        asking.run(r#"cargo wire localhost 1081 send "1+1\n" receive"#).wait_for("← 2");
        // Every number here is this machine's own.
        counting.numbers_vary_in(" ");
        counting.run("ps -o nlwp,rss -p $(lsof -t -i tcp:1081 -s tcp:listen)").ends();
        let text = counting.text();
        let count = text.split_whitespace().rev().nth(1).and_then(|count| count.parse::<u32>().ok());
        assert!(count.is_some_and(|count| threads.contains(&count)), "{text}");
        counting.keep(&format!("many_{model}_ps"));
    }
}

#[test]
fn a_task_is_polled_when_its_socket_is_ready_and_not_before() {
    let [mut server, mut silent, mut asking] =
        Scene::with_server("cargo run -p book --example executor -- 127.0.0.1 1081");
    server.wait_for("the ready queue is empty");
    silent.run("cargo wire 127.0.0.1 1081 hold").wait_for("connected");
    server.wait_for("poll task 1: Pending");
    asking
        .run(r#"cargo wire 127.0.0.1 1081 hold 1 1 send "hello\n" receive pause 1000"#)
        .ends()
        .keep("many_executor_asking");
    silent.keep("many_executor_silent");
    server.wait_for("poll task 2: Ready(())\nthe ready queue is empty");
    let polls = |task| server.text().matches(&format!("poll task {task}:")).count();
    assert_eq!([polls(0), polls(1), polls(2)], [3, 1, 3], "{}", server.text());
    server.keep("many_executor_server");
}

#[test]
fn ctrl_c_ends_the_tokio_server_when_its_tasks_have_ended() {
    let [mut server, mut client] =
        Scene::with_server("cargo run -p book --example tokio_server -- 127.0.0.1 1081");
    client
        .run(r#"cargo wire --timeout 60 127.0.0.1 1081 send "2+3*4\n" receive receive all"#)
        .wait_for("← 14");
    server.press("\x03").exits(0).keep("many_tokio_server");
    client.ends().keep("many_tokio_client");
}

#[test]
fn select_loses_what_read_line_had_read_and_not_what_next_line_had() {
    const SEND: &str = r#"cargo wire 127.0.0.1 1081 send "2+" pause 1500 send "3*4\n" receive"#;
    let [mut server, mut client] =
        Scene::with_server("cargo run -p book --example cancelled -- 127.0.0.1 1081 read_line");
    client.run(SEND).ends();
    assert!(client.text().contains("← 12"), "{}", client.text());
    server.wait_for("disconnected").interrupt();
    server.run("cargo run -p book --example cancelled -- 127.0.0.1 1081 next_line");
    // The terminal still shows what the first server has printed.
    server.wait_for("next_line\nlistening on");
    client.run(SEND).ends();
    assert!(client.text().contains("← 14"), "{}", client.text());
    client.keep("many_cancelled_client");
    server.wait_for("50318 disconnected").keep("many_cancelled_server");
}

#[test]
fn a_blocking_call_in_each_thread_stops_every_other_task() {
    let mut terminal = Scene::new().terminal();
    terminal.numbers_vary_in("the next task was done after");
    terminal.run("cargo run -p book --example blocking -- 1000").exits(0);
    let text = terminal.text();
    let waited = |how: &str| -> u64 {
        let line = text.lines().find_map(|line| line.strip_prefix(how)).unwrap_or_default();
        line.split_whitespace().find_map(|word| word.parse().ok()).unwrap_or_else(|| panic!("{text}"))
    };
    // Nothing is asserted of the quick ones but that they are quicker: a busy machine delays them too.
    let blocked = waited("std::thread::sleep:");
    assert!(blocked >= 500, "{text}");
    assert!(waited("tokio::time::sleep:") < blocked, "{text}");
    assert!(waited("std::thread::sleep in spawn_blocking:") < blocked, "{text}");
    terminal.keep("many_blocking");
}

#[test]
fn a_third_client_of_two_workers_waits_until_one_is_free() {
    let [mut server, mut silent, mut asking] =
        Scene::with_server("cargo run -p concurrency -- localhost 1081 --model pool --workers 2");
    silent.run("cargo wire localhost 1081 hold 2");
    server.wait_for("50318 connected");
    asking.run(r#"cargo wire localhost 1081 send "2+3*4\n" receive"#);
    server.wait_for("50324 connected");
    thread::sleep(MOMENT);
    silent.interrupt();
    asking.ends().keep("many_pool_asking");
    server.wait_for("50324 disconnected");
}

#[test]
fn one_client_over_the_limit_gets_busy() {
    let [mut server, mut silent, mut asking] =
        Scene::with_server("cargo run -p concurrency -- localhost 1081 --max-clients 2");
    silent.run("cargo wire localhost 1081 hold 2");
    server.wait_for("50318 connected");
    asking.run(r#"cargo wire localhost 1081 send "2+3*4\n" receive all"#).ends().keep("many_full_asking");
    server.wait_for("rejected").keep("many_full_server");
}

#[test]
#[cfg(target_os = "linux")]
fn an_accept_loop_that_goes_on_at_once_does_nothing_but_fail() {
    let mut terminal = Scene::new().terminal();
    terminal.numbers_vary_in("accept failed");
    terminal
        .run("sh -c 'ulimit -n 120; cargo run -p book --example spinning -- 1'")
        .exits(0)
        .keep("many_spinning");
}

#[test]
fn out_of_descriptors_the_server_waits_until_some_are_free() {
    let [mut server, mut many, mut late] = Scene::with_server(
        "sh -c 'ulimit -n 120; cargo run -p concurrency -- localhost 1081 2>&1 | grep -vE \"connected|disconnected\"'",
    );
    many.run("cargo wire localhost 1081 hold 150");
    server.wait_for("could not accept");
    late.run(r#"cargo wire --timeout 30 localhost 1081 send "2+3*4\n" receive"#).wait_for("→");
    thread::sleep(MOMENT);
    // Afterwards there may be too few again for a moment, while the 150 clients disconnect one by one.
    server.keep("many_descriptors_server");
    many.interrupt();
    late.ends().keep("many_descriptors_late");
}

#[test]
fn neither_slow_bytes_nor_unread_replies_extend_the_idle_timeout() {
    let [mut server, mut dripping, mut greedy] =
        Scene::with_server("cargo run -p concurrency -- localhost 1081 --idle-timeout 2");
    // The server ends the stream after two seconds and closes after three. No byte comes near either.
    dripping.run(r#"cargo wire localhost 1081 drip "1+1+1+1\n" 1200 receive"#).ends().keep("many_dripping");
    server.wait_for("50312 failed");
    greedy.numbers_vary_in("→").numbers_vary_in("could not send");
    greedy.run(r#"cargo wire --timeout 10 localhost 1081 ignore flood 64M "\n""#).ends().keep("many_greedy");
    server.wait_for("50318 failed").keep("many_slow_server");
}

#[test]
fn a_held_terminal_does_not_delay_the_server() {
    let [mut server, mut asking] = Scene::with_server("cargo run -p concurrency -- localhost 1081");
    // Ctrl+S, and later Ctrl+Q.
    server.press("\x13");
    asking.run(r#"cargo wire localhost 1081 send "2+3*4\n" receive"#).ends().keep("many_held_asking");
    thread::sleep(MOMENT);
    assert!(!server.text().contains("connected"), "the terminal is held, but shows:\n{}", server.text());
    server.press("\x11").wait_for("disconnected").keep("many_held_server");
}

#[test]
fn a_graceful_shutdown_ends_each_connection_in_good_order() {
    let [mut server, mut first, mut second] =
        Scene::with_server("cargo run -p concurrency -- localhost 1081 --model threads");
    // Which of the two is ended first is chance.
    server.numbers_vary_in("closed");
    first.run(r#"cargo wire --timeout 60 localhost 1081 send "1+1\n" receive hold"#).wait_for("← 2");
    second
        .run(r#"cargo wire --timeout 60 localhost 1081 send "2+2\n3+" receive receive all"#)
        .wait_for("← 4");
    thread::sleep(MOMENT);
    server.press("\x03").exits(0).keep("many_leaving_server");
    first.ends().keep("many_leaving_first");
    second.ends().keep("many_leaving_second");
}
