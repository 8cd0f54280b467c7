//! Keep the boundaries of datagrams.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, LIMIT, fail, note, same, same_bytes, step, value_of};
use exercise::receive;
use std::{
    io::ErrorKind,
    net::{Ipv4Addr, UdpSocket},
    sync::mpsc,
    thread,
};

const DATAGRAMS: Exercise = Exercise {
    name: "datagrams",
    read: "part 1, \"Datagrams keep message boundaries\" (book/src/1-sockets/datagrams.md)",
};

#[test]
fn three_sends_are_three_datagrams() {
    DATAGRAMS.check(
        "three datagrams that were sent are received as three, each with its own bytes.",
        "joining the datagrams as if they were a stream; returning more of the buffer than the datagram \
         filled; or leaving out a datagram that equals an earlier one.",
        || {
            let (socket, sender) = sockets();
            for text in ["one", "two and", " three"] {
                send(&sender, text.as_bytes());
            }
            same("what was received", &received(&socket, 3), &texts(&["one", "two and", " three"]));
            for text in ["again", "again", "again"] {
                send(&sender, text.as_bytes());
            }
            same("what was received", &received(&socket, 3), &texts(&["again", "again", "again"]));
        },
    );
}

#[test]
fn an_empty_datagram_is_a_datagram() {
    DATAGRAMS.check(
        "an empty datagram is received like any other, and does not end receiving.",
        "a length of 0 is treated as the end, as in a TCP stream. UDP has no end: an empty datagram has \
         arrived.",
        || {
            let (socket, sender) = sockets();
            for text in ["before", "", "after"] {
                send(&sender, text.as_bytes());
            }
            same("what was received", &received(&socket, 3), &texts(&["before", "", "after"]));
            for text in ["", "", "between", ""] {
                send(&sender, text.as_bytes());
            }
            same("what was received", &received(&socket, 4), &texts(&["", "", "between", ""]));
        },
    );
}

#[test]
fn a_long_datagram_is_received_whole() {
    DATAGRAMS.check(
        "a long datagram is received whole.",
        "a buffer that is shorter than the datagram. What does not fit is lost, and a second receive does not \
         return it.",
        || {
            let (socket, sender) = sockets();
            let sent = long_datagram(&sender);
            let datagrams = datagrams(&socket, 1);
            let [datagram] = &datagrams[..] else {
                fail(format!("one datagram was sent, but you received {}", datagrams.len()))
            };
            same("the number of bytes received", &datagram.len(), &sent.len());
            same_bytes("the datagram", datagram, sent);
        },
    );
}

#[test]
fn a_datagram_after_the_last_stays_in_the_socket() {
    DATAGRAMS.check(
        "a datagram after the last one asked for stays in the socket for the next call.",
        "receiving until no datagram is left, and dropping those that are too many. `count` says when to \
         stop.",
        || {
            let (socket, sender) = sockets();
            for text in ["first", "second", "third"] {
                send(&sender, text.as_bytes());
            }
            let _ = received(&socket, 2);
            let left = next_in(&socket).unwrap_or_else(|| {
                fail("the third datagram is no longer in the socket, although only two were asked for")
            });
            same("what is left in the socket", &text(&left), &text(b"third"));
        },
    );
}

#[test]
fn every_byte_is_kept() {
    DATAGRAMS.check(
        "a datagram is returned with exactly its bytes, whatever they are.",
        "converting the bytes to text, or removing zeros, line feeds or spaces at the end.",
        || {
            let (socket, sender) = sockets();
            let sent: [&[u8]; 5] = [b"\0zip\0\0", b"a line\r\n", b"  ", b"\xff\xfe caf\xe9", b"\0"];
            for datagram in sent {
                note(format!("a datagram is sent: {}", datagram.escape_ascii()));
                sender.send(datagram).unwrap();
            }
            let datagrams = datagrams(&socket, sent.len());
            same("the number of datagrams", &datagrams.len(), &sent.len());
            for (datagram, sent) in datagrams.iter().zip(sent) {
                same_bytes("a datagram", datagram, sent);
            }
        },
    );
}

#[test]
fn datagrams_of_every_sender_are_received() {
    DATAGRAMS.check(
        "datagrams are received from every sender.",
        "connecting the socket to the first sender, or ignoring datagrams from others.",
        || {
            let (socket, sender) = sockets();
            let other = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            other.connect(socket.local_addr().unwrap()).unwrap();
            for (sender, text) in [(&sender, "of one"), (&other, "of another"), (&sender, "of the first")] {
                send(sender, text.as_bytes());
            }
            same("what was received", &received(&socket, 2), &texts(&["of one", "of another"]));
            if let Ok(one) = socket.peer_addr() {
                fail(format!(
                    "your code has connected the socket to {one}, so that no other sender reaches it"
                ));
            }
            send(&other, b"of the other");
            same("what was received", &received(&socket, 2), &texts(&["of the first", "of the other"]));
        },
    );
}

#[test]
fn the_given_number_of_datagrams_is_received() {
    DATAGRAMS.check(
        "`count` datagrams are received: none for 0, a hundred for 100.",
        "a loop that receives before it compares with `count`, a fixed number of datagrams, or a counter \
         whose type is too small.",
        || {
            let (socket, sender) = sockets();
            let sent: Vec<_> = (0..100).map(|number| format!("number {number}")).collect();
            for text in &sent {
                sender.send(text.as_bytes()).unwrap();
            }
            note("100 datagrams are sent");
            same("what was received", &received(&socket, 0), &Vec::new());
            same("what was received", &received(&socket, 1), &sent[..1].to_vec());
            same("what was received", &received(&socket, 99), &sent[1..].to_vec());
            note("the socket is nonblocking: without a datagram, receiving fails with WouldBlock");
            socket.set_nonblocking(true).unwrap();
            for count in [256, 65_536] {
                note(format!("receive(&socket, {count})"));
                if let Ok(list) = receive(&socket, count) {
                    fail(format!("nothing was sent, but your code returned a list of {}", list.len()));
                }
            }
        },
    );
}

#[test]
fn it_waits_for_datagrams_that_have_not_arrived() {
    DATAGRAMS.check_within(
        3 * LIMIT,
        "your code waits for datagrams that have not arrived yet.",
        "returning when no datagram is there. An empty socket means only that no datagram has arrived yet.",
        || {
            let (socket, sender) = sockets();
            note(format!("{ROUNDS} times: receive(&socket, 2), and two datagrams are sent at the same time"));
            let (start, started) = mpsc::sync_channel(0);
            let slow = thread::spawn(move || {
                for () in started {
                    for text in ["soon", "later"] {
                        // It arrives before, while or after the code receives; in many rounds each case occurs.
                        thread::yield_now();
                        sender.send(text.as_bytes()).unwrap();
                    }
                }
            });
            for _ in 0..ROUNDS {
                start.send(()).unwrap();
                step("waiting for receive(&socket, 2) to return");
                let received = value_of("`receive`", receive(&socket, 2));
                let received: Vec<_> = received.iter().map(|datagram| text(datagram)).collect();
                same("what was received", &received, &texts(&["soon", "later"]));
                if let Some(limit) = socket.read_timeout().unwrap() {
                    fail(format!(
                        "your code has given the socket a timeout of {limit:?}, and after it receiving fails"
                    ));
                }
            }
            drop(start);
            slow.join().unwrap();
        },
    );
}

#[test]
fn an_error_of_the_socket_is_returned() {
    DATAGRAMS.check(
        "if receiving fails, that error is returned.",
        "an `unwrap`, or an error that is treated as the end. Then the caller does not learn that datagrams \
         are missing.",
        || {
            let (socket, sender) = sockets();
            send(&sender, b"the only one");
            note("the socket is nonblocking: without a datagram, receiving fails with WouldBlock");
            socket.set_nonblocking(true).unwrap();
            note("receive(&socket, 2)");
            step("waiting for receive(&socket, 2) to return the error");
            match receive(&socket, 2) {
                Ok(list) => fail(format!("your code returned a list of {}, and no error", list.len())),
                Err(error) => same("the kind of the error", &error.kind(), &ErrorKind::WouldBlock),
            }
            if let Some(kind) = kind_of_a_refusal() {
                note(format!(
                    "the socket has sent to a port that no program receives on: receiving fails with {kind:?}"
                ));
                note("receive(&socket, 1)");
                let (socket, _closed) = refused();
                match receive(&socket, 1) {
                    Ok(list) => fail(format!("your code returned a list of {}, and no error", list.len())),
                    Err(error) => same("the kind of the error", &error.kind(), &kind),
                }
            }
        },
    );
}

/// How often two datagrams are sent while the learner's code receives.
const ROUNDS: usize = 200;

/// The learner's socket, and one that sends to it.
fn sockets() -> (UdpSocket, UdpSocket) {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let sender = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    sender.connect(socket.local_addr().unwrap()).unwrap();
    (socket, sender)
}

/// A socket whose next call fails with a refusal (udp(7), ECONNREFUSED), and the socket that its datagram was sent to.
/// The latter is connected to itself: it receives from no other socket, and no other program gets its port.
fn refused() -> (UdpSocket, UdpSocket) {
    let closed = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    closed.connect(closed.local_addr().unwrap()).unwrap();
    let (socket, _) = sockets();
    socket.connect(closed.local_addr().unwrap()).unwrap();
    socket.set_read_timeout(Some(LIMIT / 4)).unwrap();
    socket.send(b"is anybody there?").unwrap();
    (socket, closed)
}

/// The kind of the error with which receiving then fails, if this system reports it.
fn kind_of_a_refusal() -> Option<ErrorKind> {
    let (socket, _closed) = refused();
    let kind = socket.recv(&mut [0; 1]).err()?.kind();
    (!matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut)).then_some(kind)
}

fn send(sender: &UdpSocket, bytes: &[u8]) {
    note(format!("a datagram is sent: {:?}", text(bytes)));
    sender.send(bytes).unwrap();
}

/// The longest datagram of UDP over IPv4, or the longest that this system sends: macOS stops at 9,216 bytes.
fn long_datagram(sender: &UdpSocket) -> Vec<u8> {
    let lengths = [65_507, 9_000];
    let datagrams = lengths.map(|length| (0..=u8::MAX).cycle().take(length).collect::<Vec<_>>());
    let sent = datagrams.into_iter().find(|datagram| sender.send(datagram).is_ok()).unwrap();
    note(format!("a datagram is sent: {} bytes", sent.len()));
    sent
}

fn received(socket: &UdpSocket, count: usize) -> Vec<String> {
    datagrams(socket, count).iter().map(|datagram| text(datagram)).collect()
}

fn datagrams(socket: &UdpSocket, count: usize) -> Vec<Vec<u8>> {
    note(format!("receive(&socket, {count})"));
    step(&format!("waiting for receive(&socket, {count}) to return"));
    value_of("`receive`", receive(socket, count))
}

/// The next datagram in the socket, if there is one.
fn next_in(socket: &UdpSocket) -> Option<Vec<u8>> {
    socket.set_nonblocking(false).unwrap();
    socket.set_read_timeout(Some(LIMIT / 2)).unwrap();
    let mut buffer = [0; 100];
    socket.recv(&mut buffer).ok().map(|length| buffer[..length].to_vec())
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// The bytes as text, shortened so that a message can show them.
fn text(bytes: &[u8]) -> String {
    match bytes.len() {
        ..=20 => String::from_utf8_lossy(bytes).into_owned(),
        length => format!("{}… ({length} bytes)", String::from_utf8_lossy(&bytes[..12])),
    }
}
