//! Lines from a pipe or a file.

mod support;

use calculator_server::MAX_LINE;
use predicates::str::is_empty;
use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    process::Stdio,
    sync::mpsc,
    thread,
};
use support::{
    run::{asking, seen, start, wait},
    scripted, server,
};
use testkit::{DEADLINE, Peer};

#[test]
fn each_line_gets_a_reply_line_even_a_last_one_without_an_end() {
    let run = asking(server()).write_stdin("2+3*4\n\n2*(3\r\n\t1\n1/0").assert();
    insta::assert_snapshot!(seen(&run));
}

#[test]
fn empty_input_gives_no_reply() {
    asking(server()).write_stdin("").assert().success().stdout(is_empty()).stderr(is_empty());
}

#[test]
fn quit_ends_it_and_so_does_exit() {
    for quit in ["quit\n2\n", "exit\n2\n", " quit\r\n2\n", "quit"] {
        let input = format!("1\n{quit}");
        asking(server()).write_stdin(input).assert().success().stdout("1\n").stderr(is_empty());
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_sent_to_the_server() {
    asking(server()).write_stdin(b"\xff\n1\n").assert().success().stdout("error: the line is not UTF-8\n1\n");
}

#[test]
fn a_line_that_is_too_long_gets_the_servers_error() {
    let [longest, too_long] = [0, 1].map(|more| "1".repeat(MAX_LINE + more));
    let error = Peer::connect(server()).ask(&too_long);
    let expected = format!("error: number too large at column 1\n{error}\n2\n{error}\n");
    let input = format!("{longest}\n{too_long}\n2\n{too_long}");
    asking(server()).write_stdin(input).assert().success().stdout(expected);
}

#[test]
fn a_line_that_is_too_long_is_not_sent() {
    scripted(
        |mut server| {
            server.expect("1").send("10\n").expect_end();
        },
        |address| {
            let input = format!("{}\n1\n", "1".repeat(MAX_LINE + 1));
            asking(address).write_stdin(input).assert().success();
        },
    );
}

#[test]
fn a_reply_is_printed_before_the_next_line_is_read() {
    let mut run = start(server(), |command| command.stdin(Stdio::piped()).stdout(Stdio::piped()));
    let mut input = run.0.stdin.take().unwrap();
    let mut output = BufReader::new(run.0.stdout.take().unwrap()).lines();
    let (heard, replies) = mpsc::channel();
    thread::spawn(move || output.try_for_each(|reply| heard.send(reply.unwrap())));
    for number in ["1", "2"] {
        writeln!(input, "{number}").unwrap();
        assert_eq!(replies.recv_timeout(DEADLINE).unwrap(), number);
    }
    drop(input);
    assert!(wait(&mut run).success());
}

#[test]
fn a_lost_server_is_named_after_its_replies() {
    let run = scripted(
        |mut server| {
            server.expect("1").send("10\n").expect("2");
        },
        |address| asking(address).write_stdin("1\n2\n3\n").assert(),
    );
    insta::assert_snapshot!(seen(&run));
}

#[test]
fn a_busy_server_is_a_failure_without_a_reply_line() {
    let run = scripted(
        |mut server| {
            server.expect("1").send("busy: the server is full, try again later\n").half_close().expect_end();
        },
        |address| asking(address).write_stdin("1\n2\n3\n").assert(),
    );
    insta::assert_snapshot!(seen(&run));
}

#[test]
fn with_retry_a_busy_server_gets_the_request_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..2 {
                Peer::accept(&listener).send("busy: not now\n").half_close().wait_closed();
            }
            Peer::accept(&listener).expect("1").send("1\n").expect("2").send("2\n").expect_end();
        });
        asking(address).arg("--retry").write_stdin("1\n2\n").assert().success().stdout("1\n2\n");
    });
}

#[cfg(unix)]
#[test]
fn input_that_cannot_be_read_is_a_failure() {
    let folder = std::fs::File::open("/").unwrap();
    let mut run = start(server(), |command| command.stdin(folder).stderr(Stdio::piped()));
    assert_eq!(wait(&mut run).code(), Some(1));
    let stderr = std::io::read_to_string(run.0.stderr.take().unwrap()).unwrap();
    assert_eq!(stderr, "could not read standard input: is a directory\n");
}
