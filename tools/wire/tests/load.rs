//! `wire load` against servers that do as it expects, and against such that do not.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test reports by panicking")]

use assert_cmd::{Command, assert::Assert};
use insta::assert_snapshot;
use predicates::str::contains;
use serde_json::Value;
use std::{net::TcpListener, thread};
use support::{mask_ports, replace_numbers};
use testkit::{ClosedPort, DEADLINE, Peer};

/// `wire load` with these arguments.
fn wire(arguments: &[&str]) -> Command {
    let mut wire = Command::new(env!("CARGO_BIN_EXE_wire"));
    wire.arg("load").args(arguments).env_remove("CLICOLOR_FORCE").timeout(DEADLINE);
    wire
}

/// What it does with these options when this serves its clients.
fn load(options: &[&str], serve: impl FnOnce(&TcpListener) + Send) -> Assert {
    // Its line of those who wait is as long as our servers have it: ten thousand may come at once.
    let listener = socket_basics::listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    thread::scope(|scope| {
        scope.spawn(|| serve(&listener));
        wire(&["127.0.0.1", &port]).args(options).assert()
    })
}

/// The same, with one client that asks once.
fn once(options: &[&str], serve: impl FnOnce(Peer) + Send) -> Assert {
    let options = [&["--clients", "1", "--once"], options].concat();
    load(&options, |listener| serve(Peer::accept(listener)))
}

fn out(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

/// A report without what changes from run to run: each decimal fraction, rate and port.
fn figures(report: &str) -> String {
    let mut out = replace_numbers(&mask_ports(report), |before, number, after| {
        let is_fraction = number.matches('.').count() == 1 && !before.ends_with('p');
        let changes = is_fraction || [" a second", " ms"].iter().any(|unit| after.starts_with(unit));
        changes.then(|| "N.N".to_owned())
    });
    // A longer number leaves less room before it.
    while out.contains("  N.N") {
        out = out.replace("  N.N", " N.N");
    }
    if !cfg!(windows) {
        return out;
    }
    // There the processor time is not counted.
    out.replace(
        "wire itself   its processor time is not counted on this system",
        "wire itself N.N s of a processor: N.N µs a reply",
    )
    .replace(r#""cpu_seconds":null"#, r#""cpu_seconds":N.N"#)
}

/// Answers each of so many lines with itself.
fn echo(peer: &mut Peer, lines: usize) {
    for _ in 0..lines {
        let line = peer.line();
        peer.send(format!("{line}\n"));
    }
}

#[test]
fn right_replies_are_counted_and_timed() {
    let report = load(&["--clients", "3", "--once", "--ask", "hello", "--expect", "hello"], |listener| {
        let mut peers = [(); 3].map(|()| Peer::accept(listener));
        for peer in &mut peers {
            echo(peer, 1);
        }
        peers.iter_mut().for_each(Peer::wait_closed);
    });
    assert_snapshot!(figures(&out(&report.success().stderr(""))));
}

#[test]
fn the_report_for_programs_has_the_fields_that_the_help_names() {
    let report = once(&["--json", "--ask", "hello", "--expect", "hello"], |mut peer| {
        echo(&mut peer, 1);
        peer.wait_closed();
    });
    let text = out(&report.success());
    assert_snapshot!(figures(&text).replace(',', ",\n"));
    let help = out(&wire(&["--help"]).assert());
    let (_, fields) = help.split_once("fields of --json").unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    for field in report.as_object().unwrap().keys() {
        assert!(fields.contains(field), "the help does not say what {field} is");
    }
}

#[test]
fn the_expressions_have_the_replies_that_are_written_down() {
    let asked = ["1+2", "2+3*4", "(1+2)*3-4/2", "-2^2", "2^10"];
    let replies = ["3", "14", "7", "-4", "1024"];
    load(&["--clients", "5", "--once"], |listener| {
        for (request, reply) in asked.iter().zip(replies) {
            let mut peer = Peer::accept(listener);
            peer.expect(request).send(format!("{reply}\n"));
            thread::spawn(move || peer.wait_closed());
        }
    })
    .success();
}

#[test]
fn the_first_wrong_reply_is_shown_and_fails() {
    let report = load(&["--clients", "1", "--pipeline", "3", "--seconds", "60", "--json"], |listener| {
        let mut peer = Peer::accept(listener);
        peer.expect("1+2").expect("2+3*4").expect("(1+2)*3-4/2");
        peer.send("3\n1\x004\n7.0\n");
    });
    let report = report.code(1).stderr(contains("2 wrong replies, 1 lost connection"));
    assert!(out(&report).contains(r#""replies":3"#), "{report}");

    let shown = once(&[], |mut peer| {
        peer.expect("1+2").send("1\x004\n").wait_closed();
    });
    assert_snapshot!(figures(&out(&shown.code(1))));
}

#[test]
fn a_line_that_nobody_asked_for_is_wrong() {
    let report = once(&[], |mut peer| {
        peer.expect("1+2").send("3\nhello\n").wait_closed();
    });
    assert!(out(&report.code(1)).contains("first: nothing was asked"));
}

#[test]
fn a_reply_may_end_in_crlf_and_come_in_pieces() {
    let options = ["--clients", "1", "--pipeline", "2", "--seconds", "600", "--json", "--ask", "PING"];
    let report = load(&[&options[..], &["--expect", "+PONG"]].concat(), |listener| {
        let mut peer = Peer::accept(listener);
        peer.expect("PING").expect("PING").send("+PONG\r\n+PO");
        // The next request tells that the first reply has been read, and so has the piece that came with it.
        peer.expect("PING").send("NG\r\n").expect("PING");
    });
    let shown =
        out(&report.code(1).stderr("not all went well: 1 lost connection, 2 requests without a reply\n"));
    assert!(shown.contains(r#""replies":2,"#) && shown.contains(r#""wrong":0,"#), "{shown}");
}

#[test]
fn a_reply_without_an_end_is_given_up() {
    let report = once(&["--expect", "x", "--ask", "x"], |mut peer| {
        peer.expect("x").send("y".repeat(100_000)).wait_closed();
    });
    assert!(out(&report.code(1)).contains("a reply of more than 16384 bytes"));
}

#[test]
fn a_server_that_vanishes_is_told_and_ends_the_load() {
    for reset in [false, true] {
        let report = load(&["--clients", "2", "--seconds", "60"], |listener| {
            let (mut one, two) = (Peer::accept(listener), Peer::accept(listener));
            let request = one.line();
            assert!(["1+2", "2+3*4"].contains(&request.as_str()), "{request}");
            if reset {
                one.reset();
                two.reset();
            }
        });
        let report = report.code(1).stderr(contains("2 lost connections, 2 requests without a reply"));
        let shown = out(&report);
        assert!(shown.contains("lost          2, the first: "), "{shown}");
    }
}

#[test]
fn a_server_that_never_answers_is_waited_for_only_so_long() {
    let report = once(&["--timeout", "0.1"], |mut peer| peer.wait_closed());
    report.code(1).stderr("not all went well: 1 request without a reply\n");
}

#[test]
fn being_refused_is_told_apart_from_a_wrong_reply() {
    let report = load(&["--clients", "2", "--once", "--ask", "x", "--expect", "x"], |listener| {
        let (mut one, mut two) = (Peer::accept(listener), Peer::accept(listener));
        two.expect("x").send("busy: the server is full, try again later\n");
        drop(two);
        echo(&mut one, 1);
        one.wait_closed();
    });
    let report = report.code(1).stderr("not all went well: 1 client refused\n");
    assert!(out(&report).contains("refused       1: the server was busy"), "{report}");
}

#[test]
fn a_server_may_be_busy_before_it_is_asked_but_not_after_it_has_replied() {
    let report = once(&[], |mut peer| {
        peer.send("busy: no\n").wait_closed();
    });
    report.code(1).stderr("not all went well: 1 client refused\n");
    let report = load(&["--clients", "1", "--seconds", "1", "--ask", "x", "--expect", "x"], |listener| {
        let mut peer = Peer::accept(listener);
        echo(&mut peer, 1);
        peer.expect("x").send("busy: no\n");
    });
    let report = report.code(1).stderr(contains("1 wrong reply"));
    assert!(out(&report).contains("got busy: no"), "{report}");
}

#[test]
fn nobody_there_is_one_line() {
    let nobody = ClosedPort::new().unwrap();
    let address = nobody.address();
    wire(&["127.0.0.1", &address.port().to_string()])
        .assert()
        .code(1)
        .stdout("")
        .stderr(format!("could not connect to {address}: connection refused\n"));
}

#[test]
#[cfg(target_os = "linux")]
fn clients_that_get_no_connection_are_counted_and_not_waited_for() {
    // Room for one who waits to be accepted, and nobody accepts.
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    socket.bind(&std::net::SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    socket.listen(0).unwrap();
    let port = socket.local_addr().unwrap().as_socket().unwrap().port().to_string();
    let report = wire(&["127.0.0.1", &port, "--clients", "3", "--timeout", "0.2", "--once"])
        .assert()
        .code(1)
        .stderr("not all went well: 2 clients not connected, 1 request without a reply\n");
    assert!(out(&report).contains("unconnected   2: timed out"), "{report}");
}

#[test]
fn a_server_that_never_stops_talking_is_left() {
    let report = once(&["--expect", "x", "--ask", "x"], |mut peer| {
        peer.expect("x");
        while std::io::Write::write_all(&mut peer.stream(), &[b'\n'; 4096]).is_ok() {}
    });
    let report = report.code(1).stderr("not all went well: 2 wrong replies, 1 lost connection\n");
    assert!(out(&report).contains("more replies than requests"), "{report}");
}

#[test]
fn the_help_teaches_loads() {
    assert_snapshot!(out(&wire(&["--help"]).assert().success()));
}

#[test]
fn a_host_that_is_called_load_stands_after_two_dashes() {
    Command::new(env!("CARGO_BIN_EXE_wire"))
        .args(["--", "load", "1", "close"])
        .timeout(DEADLINE)
        .assert()
        .code(1)
        .stderr(contains("load"))
        .stderr(contains("could not"));
}

/// Wire with these arguments, and no more than 50 open files.
#[cfg(unix)]
fn with_50_files(arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", r#"ulimit -n 50 && exec "$0" "$@""#, env!("CARGO_BIN_EXE_wire")]);
    command.args(arguments).timeout(DEADLINE);
    command
}

#[test]
#[cfg(unix)]
fn too_low_a_limit_of_open_files_is_told_before_anything_is_done() {
    with_50_files(&["load", "127.0.0.1", "1", "--clients", "35"]).assert().code(1).stderr(
        "35 clients need 51 open files, but the system lets wire have 50 (ulimit -Hn): raise that limit, \
         or let --clients be at most 34\n",
    );
}

#[test]
#[cfg(unix)]
fn as_many_clients_as_the_limit_leaves_room_for_are_connected() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut peers: Vec<_> = (0..34).map(|_| Peer::accept(&listener)).collect();
            for peer in &mut peers {
                echo(peer, 1);
            }
            peers.iter_mut().for_each(Peer::wait_closed);
        });
        let arguments = ["--clients", "34", "--once", "--ask", "x", "--expect", "x"];
        with_50_files(&["load", "127.0.0.1", &port]).args(arguments).assert().success();
    });
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it_early_with_the_report_so_far() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let mut wire = std::process::Command::new(env!("CARGO_BIN_EXE_wire"));
    wire.args(["load", "127.0.0.1", &port, "--clients", "1", "--seconds", "600", "--json"]);
    wire.args(["--ask", "x", "--expect", "x"]).stdout(std::process::Stdio::piped());
    let wire = wire.spawn().unwrap();
    let mut peer = Peer::accept(&listener);
    echo(&mut peer, 10);
    support::Signal::Interrupt.send(wire.id()).unwrap();
    let _ = std::io::copy(&mut peer.stream(), &mut peer.stream());
    let output = wire.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["interrupted"], &report["unanswered"]), (&Value::Bool(true), &0.into()));
    assert!(report["replies"].as_u64().unwrap() >= 10, "{report}");
}

#[test]
#[cfg(target_os = "linux")]
fn ten_thousand_clients_are_served_if_the_system_lets_so_many_be_open() {
    let limit = support::raise_fd_limit().unwrap_or(10_100);
    let clients = usize::try_from(limit.saturating_sub(100)).unwrap().min(10_000);
    let count = clients.to_string();
    let options = ["--clients", &count, "--once", "--ask", "x", "--expect", "x", "--timeout", "9"];
    let report = load(&options, |listener| {
        let mut peers: Vec<_> = (0..clients).map(|_| Peer::accept(listener)).collect();
        for peer in &mut peers {
            echo(peer, 1);
        }
        peers[0].wait_closed();
    });
    assert!(out(&report.success()).contains(&format!("{} clients", support::group_digits(clients as u64))));
}
