//! Let the system choose a port, and say which.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, address_of, fail, note, same, step, value_of};
use exercise::listen_on_any_port;
use std::{
    fs,
    io::{self, BufWriter, ErrorKind, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    ops::RangeInclusive,
};

const ANY_PORT: Exercise =
    Exercise { name: "any_port", read: "part 1, \"Binding a listener\" (book/src/1-sockets/binding.md)" };

#[test]
fn the_line_names_the_port_that_was_chosen() {
    ANY_PORT.check(
        "one line has the port of 127.0.0.1 that the system chose, and ends with a line feed.",
        "announcing the port that you asked for (0) instead of the one that you got; listening on another \
         address; or no line feed, for which the reader of the line waits.",
        || {
            let (listener, line) = announced();
            let address = address_of(&listener);
            same("the address your code listens on", &address.ip(), &Ipv4Addr::LOCALHOST.into());
            if line.find('\n').is_none_or(|end| end + 1 != line.len()) {
                fail(format!("{line:?} is not one line that ends with a line feed"));
            }
            if !numbers(&line).contains(&address.port()) {
                fail(format!(
                    "your code listens on {address}, but its line does not have this port: {line:?}"
                ));
            }
        },
    );
}

#[test]
fn the_announced_port_leads_to_the_returned_listener() {
    ANY_PORT.check(
        "a client that connects to the announced port reaches the listener that was returned.",
        "the line has port 0, which is what you asked for and not what you got. Or it has the port of another \
         listener than the one you returned.",
        || {
            let (listener, line) = announced();
            let returned = address_of(&listener);
            let numbers = numbers(&line);
            let own = numbers.iter().find(|number| **number == returned.port());
            let Some(port) = own.or(numbers.last()) else {
                fail(format!("there is no port in the line {line:?}"))
            };
            let announced = SocketAddr::from((Ipv4Addr::LOCALHOST, *port));
            step(&format!("waiting for a client to connect to {announced}"));
            reaches(&client_of(announced), announced, &listener);
        },
    );
}

#[test]
fn clients_can_connect_once_the_line_is_written() {
    ANY_PORT.check(
        "when the line is written, clients can already connect.",
        "announcing first and listening afterwards, perhaps on a port that was only tested before. A client \
         may connect as soon as it reads the line.",
        || {
            let mut out = ConnectsAtOnce::default();
            note("listen_on_any_port(out); a client connects to the address in the line as soon as it is written");
            let listener = value_of("`listen_on_any_port`", listen_on_any_port(&mut out));
            // A line that has the port without the address is for people, who connect later.
            match out.client {
                Some((address, Ok(client))) => reaches(&client, address, &listener),
                Some((_, Err(error))) => fail(format!("the line was written, but a client could not connect: {error}")),
                None => {}
            }
        },
    );
}

#[test]
fn two_servers_run_at_the_same_time() {
    ANY_PORT.check(
        "a second server gets a port of its own while the first one runs.",
        "a fixed port. Only one program can listen on it, and on some machines another program has it \
         already.",
        || {
            let (first, _) = announced();
            let (second, _) = announced();
            if address_of(&first).port() == address_of(&second).port() {
                fail(format!("both servers listen on {}", address_of(&first)));
            }
        },
    );
}

#[test]
fn the_system_chooses_the_port() {
    ANY_PORT.check(
        "the system chooses the port, from all that are free.",
        "trying one port after another, or choosing a number yourself. If you bind to port 0, the system \
         gives you a free port at once, and two programs that start at the same time never get the same one.",
        || {
            note("listen_on_any_port(out), called again each time that the server has ended");
            let theirs = ports(|| value_of("`listen_on_any_port`", listen_on_any_port(&mut Vec::new())));
            let systems = ports(|| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap());
            // Some systems choose neighbouring ports themselves.
            if are_neighbours(&theirs) && !are_neighbours(&systems) {
                fail(format!("{ROUNDS} servers got neighbouring ports; this system chooses ports at random"));
            }
            if let Some(range) = systems_range()
                && !theirs.iter().all(|port| range.contains(port))
            {
                fail("your code has ports that this system does not choose: they are not in its `ip_local_port_range`");
            }
        },
    );
}

#[test]
fn the_line_is_not_left_in_a_buffer() {
    ANY_PORT.check(
        "when the function returns, no part of the line is left in a buffer.",
        "a writer with a buffer keeps bytes until the buffer is full, or until you call `flush`.",
        || {
            for room in [1024, 8] {
                note(format!("listen_on_any_port(a writer with a buffer of {room} bytes)"));
                let mut out = BufWriter::with_capacity(room, Vec::new());
                let _listener = value_of("`listen_on_any_port`", listen_on_any_port(&mut out));
                if !out.buffer().is_empty() {
                    fail(format!("{:?} is still in the buffer", String::from_utf8_lossy(out.buffer())));
                }
            }
        },
    );
}

#[test]
fn the_whole_line_is_written_although_writes_are_short() {
    ANY_PORT.check(
        "the whole line is written, although each `write` takes at most 3 bytes.",
        "a single `write`. It may take only a part of the bytes, and returns how many. `write_all` and \
         `writeln!` repeat it until all bytes are written.",
        || {
            let mut out = ShortWrites::default();
            note("listen_on_any_port(a writer that takes 3 bytes at a time)");
            let listener = value_of("`listen_on_any_port`", listen_on_any_port(&mut out));
            let line = String::from_utf8_lossy(&out.0);
            note(format!("out: {}", line.escape_debug()));
            if !line.ends_with('\n') || !numbers(&line).contains(&address_of(&listener).port()) {
                fail(format!("only {line:?} was written, and not the whole line"));
            }
        },
    );
}

#[test]
fn a_line_that_cannot_be_written_is_an_error() {
    ANY_PORT.check(
        "if the line cannot be written or flushed, that error is returned.",
        "the result of a write or of `flush` is ignored or unwrapped. Without the line no client can find the \
         server.",
        || {
            fails(Failing { room: 0, writes: ErrorKind::BrokenPipe, flushes: None });
            fails(Failing { room: 10, writes: ErrorKind::StorageFull, flushes: None });
            fails(Failing { room: 1000, writes: ErrorKind::Other, flushes: Some(ErrorKind::TimedOut) });
            for room in [0, 3] {
                note(format!("listen_on_any_port(a writer that takes {room} bytes, and then 0 with each write)"));
                let mut full = Full { room, offered: 0 };
                if let Ok(listener) = listen_on_any_port(&mut full) {
                    let address = address_of(&listener);
                    fail(format!("the line was not written, but your code listens on {address}"));
                }
            }
        },
    );
}

/// The learner's listener, and the line that it has written.
fn announced() -> (TcpListener, String) {
    note("listen_on_any_port(out)");
    let mut out = Vec::new();
    let listener = value_of("`listen_on_any_port`", listen_on_any_port(&mut out));
    let line = String::from_utf8_lossy(&out).into_owned();
    note(format!("out: {}", line.escape_debug()));
    (listener, line)
}

/// The numbers in a line that may be ports.
fn numbers(line: &str) -> Vec<u16> {
    line.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

fn client_of(address: SocketAddr) -> TcpStream {
    if address.port() == 0 {
        fail("your line announces port 0, to which no client can connect");
    }
    TcpStream::connect(address)
        .unwrap_or_else(|error| fail(format!("a client could not connect to {address}: {error}")))
}

/// Checks that the client of an announced address is in the listener's accept queue.
fn reaches(client: &TcpStream, announced: SocketAddr, listener: &TcpListener) {
    let returned = address_of(listener);
    if announced != returned {
        fail(format!("your line has {announced}, but the listener that you returned listens on {returned}"));
    }
    let own = client.local_addr().ok();
    step("waiting for your listener to accept the client");
    listener.incoming().flatten().any(|accepted| accepted.peer_addr().ok() == own);
}

/// How many servers are enough to show whether the system chose their ports.
const ROUNDS: usize = 8;

/// The ports of servers that are started one after another, each when the one before has ended.
fn ports(listen: impl Fn() -> TcpListener) -> Vec<u16> {
    (0..ROUNDS).map(|_| address_of(&listen()).port()).collect()
}

/// The ports from which this system chooses, if it says so: Linux does (ip(7), `ip_local_port_range`).
fn systems_range() -> Option<RangeInclusive<u16>> {
    let range = fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").ok()?;
    let mut ends = range.split_whitespace().map_while(|end| end.parse().ok());
    Some(ends.next()?..=ends.next()?)
}

/// Whether the ports are too close to each other to be chosen at random among thousands.
fn are_neighbours(ports: &[u16]) -> bool {
    let (first, last) = (ports.iter().min().unwrap(), ports.iter().max().unwrap());
    last - first < 100
}

/// Checks that the error of this writer is returned.
fn fails(mut out: Failing) {
    let Failing { room, writes, flushes } = out;
    let (what, expected) = match flushes {
        Some(kind) => (format!("a writer whose flush fails: {kind}"), kind),
        None if room == 0 => (format!("a writer whose writes fail: {writes}"), writes),
        None => (format!("a writer whose writes fail after {room} bytes: {writes}"), writes),
    };
    note(format!("listen_on_any_port({what})"));
    match listen_on_any_port(&mut out) {
        Ok(listener) => {
            fail(format!("the line was not written, but your code listens on {}", address_of(&listener)))
        }
        Err(error) => same("the kind of the error", &error.kind(), &expected),
    }
}

/// A writer whose writes fail after some bytes, and whose flush may fail: a pipe whose reader has closed.
struct Failing {
    /// How many bytes it accepts before a write fails.
    room: usize,
    writes: ErrorKind,
    flushes: Option<ErrorKind>,
}

impl Write for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room == 0 {
            return Err(self.writes.into());
        }
        let taken = bytes.len().min(self.room);
        self.room -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.flushes.map_or(Ok(()), |kind| Err(kind.into()))
    }
}

/// Accepts a given number of bytes, then 0 a write; after 100 writes it fails, so that a loop of writes ends.
struct Full {
    room: usize,
    offered: u32,
}

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.room);
        self.room -= taken;
        self.offered += 1;
        if self.offered > 100 { Err(ErrorKind::BrokenPipe.into()) } else { Ok(taken) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Accepts 3 bytes a write.
#[derive(Default)]
struct ShortWrites(Vec<u8>);

impl Write for ShortWrites {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(3);
        self.0.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Connects to the address in the line as soon as the line has its line feed.
#[derive(Default)]
struct ConnectsAtOnce {
    line: Vec<u8>,
    client: Option<(SocketAddr, io::Result<TcpStream>)>,
}

impl Write for ConnectsAtOnce {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.line.extend_from_slice(bytes);
        let line = String::from_utf8_lossy(&self.line).into_owned();
        if self.client.is_none() && line.contains('\n') {
            let announced =
                line.split_once("127.0.0.1:").and_then(|(_, rest)| numbers(rest).first().copied());
            let announced = announced.map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
            self.client = announced.map(|address| (address, TcpStream::connect(address)));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
