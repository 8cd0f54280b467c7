//! Keep the borders of datagrams.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::receive;
use std::net::{Ipv4Addr, UdpSocket};
use testkit::grade::{Exercise, LIMIT, fail, note, same, same_bytes, step, value_of};

const DATAGRAMS: Exercise = Exercise {
    name: "datagrams",
    read: "part 1, \"A datagram keeps its borders\" (book/src/1-sockets/datagrams.md)",
};

#[test]
fn three_sends_are_three_datagrams() {
    DATAGRAMS.check(
        "what was sent in three datagrams is received as three, each with its own bytes.",
        "joining them as one would with a stream, or keeping more of the buffer than was filled.",
        || {
            let (socket, sender) = sockets();
            for text in ["one", "two and", " three"] {
                send(&sender, text.as_bytes());
            }
            same("what was received", &received(&socket, 3), &texts(&["one", "two and", " three"]));
        },
    );
}

#[test]
fn an_empty_datagram_is_a_datagram() {
    DATAGRAMS.check(
        "a datagram without bytes is received like any other, and it ends nothing.",
        "0 bytes are the end of a TCP stream. UDP has no end: a datagram has come, and it is empty.",
        || {
            let (socket, sender) = sockets();
            for text in ["before", "", "after"] {
                send(&sender, text.as_bytes());
            }
            same("what was received", &received(&socket, 3), &texts(&["before", "", "after"]));
        },
    );
}

#[test]
fn a_long_datagram_is_received_whole() {
    DATAGRAMS.check(
        "of a long datagram no byte is lost.",
        "a buffer shorter than the datagram: what does not fit into it is gone, and no second read brings \
         it back.",
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
fn what_was_not_asked_for_stays_in_the_socket() {
    DATAGRAMS.check(
        "a datagram after the last one asked for is left for the next call.",
        "reading until nothing more comes, and dropping what is too much. `count` says when to stop.",
        || {
            let (socket, sender) = sockets();
            for text in ["first", "second", "third"] {
                send(&sender, text.as_bytes());
            }
            let _ = received(&socket, 2);
            let left = what_is_left(&socket).unwrap_or_else(|| {
                fail("the third datagram is not in the socket any more, though only two were asked for")
            });
            same("what is left in the socket", &text(&left), &text(b"third"));
        },
    );
}

/// The learner's socket, and one that sends to it.
fn sockets() -> (UdpSocket, UdpSocket) {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let sender = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    sender.connect(socket.local_addr().unwrap()).unwrap();
    (socket, sender)
}

fn send(sender: &UdpSocket, bytes: &[u8]) {
    note(format!("a datagram is sent: {:?}", text(bytes)));
    sender.send(bytes).unwrap();
}

/// The longest that UDP over IPv4 carries, or that this system sends: macOS stops at 9,216 bytes.
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
fn what_is_left(socket: &UdpSocket) -> Option<Vec<u8>> {
    socket.set_nonblocking(false).unwrap();
    socket.set_read_timeout(Some(LIMIT / 2)).unwrap();
    let mut buffer = [0; 100];
    socket.recv(&mut buffer).ok().map(|length| buffer[..length].to_vec())
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// Short enough to be shown, whatever a buffer had in it.
fn text(bytes: &[u8]) -> String {
    match bytes.len() {
        ..=20 => String::from_utf8_lossy(bytes).into_owned(),
        length => format!("{}… ({length} bytes)", String::from_utf8_lossy(&bytes[..12])),
    }
}
