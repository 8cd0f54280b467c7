//! Every step, as a client, against a server in this process.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test reports by panicking")]

mod support;

use assert_cmd::Command;
use insta::assert_snapshot;
use std::{
    io::{self, ErrorKind, Read as _},
    net::TcpListener,
    thread,
};
use support::{masked, seconds};
use testkit::{DEADLINE, Peer};

/// `wire` with these steps, as a client of the listener.
fn wire(listener: &TcpListener, steps: &[&str]) -> Command {
    let port = listener.local_addr().unwrap().port().to_string();
    let mut wire = Command::new(env!("CARGO_BIN_EXE_wire"));
    wire.args(["127.0.0.1", &port]).args(steps).env_remove("CLICOLOR_FORCE").timeout(DEADLINE);
    wire
}

/// What `wire` shows when it plays the steps against this server.
fn unmasked(steps: &[&str], serve: impl FnOnce(&TcpListener) + Send) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let output = thread::scope(|scope| {
        scope.spawn(|| serve(&listener));
        wire(&listener, steps).output().unwrap()
    });
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The same without what changes, against a server that takes one client in.
fn transcript(steps: &[&str], serve: impl FnOnce(Peer) + Send) -> String {
    masked(&unmasked(steps, |listener| serve(Peer::accept(listener))))
}

#[test]
fn a_request_is_sent_in_two_parts_and_the_reply_received() {
    let steps = ["send", "1+", "pause", "1", "send", r"1\n", "receive"];
    assert_snapshot!(transcript(&steps, |mut server| {
        server.expect("1+1").send("2\n").wait_closed();
    }));
}

#[test]
fn escapes_are_sent_as_the_bytes_they_stand_for() {
    assert_snapshot!(transcript(&["send", r"\x00\xff\r\n\\\t\0π"], |mut server| {
        assert_eq!(server.rest(), b"\x00\xff\r\n\\\t\0\xcf\x80");
    }));
}

#[test]
fn a_drip_sends_each_byte_on_its_own_and_stops_when_it_cannot() {
    assert_snapshot!(transcript(&["drip", r"1+1\n", "1", "drip", "x", "60000"], |mut server| {
        assert_eq!(server.rest(), b"1+1\nx");
    }));
    assert_snapshot!(transcript(&["half-close", "drip", "1+1", "1"], |mut server| server.wait_closed()));
}

#[test]
fn a_pause_and_a_drip_take_their_time() {
    let transcript = unmasked(&["send", "a", "pause", "20", "drip", "bc", "30"], |listener| {
        Peer::accept(listener).wait_closed();
    });
    let sent = transcript.lines().filter_map(|line| seconds(line.split_once(" s →")?.0));
    let times: Vec<_> = sent.collect();
    assert!(matches!(times[..], [a, b, c] if b - a > 0.019 && c - b > 0.029), "{transcript}");
}

#[test]
fn a_pause_is_200_milliseconds_long_unless_said_otherwise() {
    let transcript = unmasked(&["send", "a", "pause", "send", "b"], |listener| {
        Peer::accept(listener).wait_closed();
    });
    let closed = transcript.lines().find_map(|line| seconds(line.split_once(" s · closed")?.0));
    assert!(closed.is_some_and(|closed| closed > 0.199), "{transcript}");
}

#[test]
fn what_comes_before_it_is_asked_for_is_shown_once_and_not_lost() {
    assert_snapshot!(transcript(
        &["receive", "receive", "3", "send", r"thanks\n", "receive"],
        |mut server| {
            server.send("one\ntwothree\n").expect("thanks").wait_closed();
        }
    ));
}

#[test]
fn silence_is_said_and_the_script_goes_on() {
    let steps = ["--timeout", "0.05", "send", "1+1", "receive", "send", r"\n"];
    assert_snapshot!(transcript(&steps, |mut server| {
        server.expect("1+1").expect_end();
    }));
}

#[test]
fn the_end_of_the_stream_is_shown_once_and_ends_every_receive() {
    assert_snapshot!(transcript(
        &["receive", "pause", "5", "receive", "receive", "all", "hold"],
        |mut server| {
            server.send("half a line");
        }
    ));
}

#[test]
fn everything_until_the_end_comes_after_a_half_close() {
    assert_snapshot!(transcript(&["send", "all I have", "half-close", "receive", "all"], |mut server| {
        assert_eq!(server.rest(), b"all I have");
        server.send("one\ntwo\n");
    }));
}

#[test]
fn nothing_can_be_sent_after_a_half_close() {
    assert_snapshot!(transcript(&["half-close", "send", "a", "send", "ab"], |mut server| {
        server.expect_end();
    }));
}

#[test]
fn a_reset_reaches_the_other_end() {
    assert_snapshot!(transcript(&["send", r"sorry\n", "receive", "reset"], |mut server| {
        server.expect("sorry").send("why?\n");
        let error = server.stream().read(&mut [0]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }));
}

#[test]
fn a_reset_from_the_other_end_is_shown() {
    assert_snapshot!(transcript(&["send", r"hello\n", "receive"], |mut server| {
        server.expect("hello");
        server.reset();
    }));
}

#[test]
fn writing_to_a_dead_connection_is_shown_and_no_failure() {
    let steps = ["send", r"hello\n", "receive", "send", "ab", "flood", "2K", "x"];
    let transcript = transcript(&steps, |mut server| {
        server.expect("hello");
        server.reset();
    });
    for event in ["connection reset", "could not send 2 bytes: ", "could not send 2,048 bytes: "] {
        assert!(transcript.contains(&format!("· {event}")), "{transcript}");
    }
    assert!(!transcript.contains("half-closed"), "{transcript}");
}

#[test]
fn a_flood_sends_exactly_so_many_bytes_of_the_repeated_text() {
    assert_snapshot!(transcript(&["flood", "16M", r"1+1\n2*\x00"], |mut server| {
        let expected = b"1+1\n2*\0".iter().cycle().take(16 << 20);
        assert!(server.rest().iter().eq(expected));
    }));
}

#[test]
fn a_flood_reads_the_replies_so_that_it_cannot_block_itself() {
    let transcript = transcript(&["flood", "32M", "x", "half-close", "receive", "all"], |server| {
        let mut stream = server.stream();
        assert_eq!(io::copy(&mut stream, &mut server.stream()).unwrap(), 32 << 20);
    });
    let came = transcript.lines().filter_map(|line| line.split_once("← ")).map(|(_, bytes)| count(bytes));
    assert_eq!(came.sum::<usize>(), 32 << 20, "{transcript}");
    let (sending, receiving) = transcript.split_once("half-closed").unwrap();
    assert!(sending.contains("… (33,554,432 bytes)") && sending.contains("← xxx"), "{transcript}");
    assert!(receiving.contains("end of stream"), "{transcript}");
}

/// How many bytes a line of the transcript stands for.
fn count(shown: &str) -> usize {
    let Some((_, count)) = shown.split_once("… (") else { return shown.len() };
    count.trim_end_matches(" bytes)").replace(',', "").parse().unwrap()
}

#[test]
fn a_script_that_repeats_makes_a_new_connection_each_time() {
    let transcript = unmasked(&["repeat", "2", "send", r"hello\n", "close"], |listener| {
        for _ in 0..2 {
            Peer::accept(listener).expect("hello").expect_end();
        }
    });
    assert_snapshot!(masked(&transcript));
}

#[test]
fn held_connections_end_when_the_other_end_has_closed_them_all() {
    let transcript = unmasked(&["hold", "3"], |listener| {
        let mut clients = [(); 3].map(|()| Peer::accept(listener));
        clients[0].send("hello\n");
        clients[1].send("the server is full\n");
    });
    for line in [
        "· silent connections: 2 opened",
        r"← hello\n",
        "· end of stream",
        r"← the server is full\n",
        "closed by the peer, 0 left",
    ] {
        assert!(transcript.contains(line), "{transcript}");
    }
}

#[test]
fn held_connections_end_when_their_time_is_over() {
    let transcript = unmasked(&["hold", "3", "0.01"], |listener| {
        for mut client in [(); 3].map(|()| Peer::accept(listener)) {
            client.expect_end();
        }
    });
    assert_snapshot!(masked(&transcript));
}

#[test]
fn colours_are_for_terminals_and_for_users_who_force_them() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let show = |wire: &mut Command| String::from_utf8(wire.output().unwrap().stdout).unwrap();
    let plain = show(&mut wire(&listener, &["send", "a"]));
    assert!(!plain.contains('\x1b'), "{plain:?}");
    let colourful = show(wire(&listener, &["send", "a"]).env("CLICOLOR_FORCE", "1"));
    assert!(colourful.contains("\x1b[32m→ a\x1b[0m\n"), "{colourful:?}");
}
