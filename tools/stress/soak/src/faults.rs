//! What clients do wrong.

use crate::{
    client::{Client, read_some},
    pending::FULL,
    requests::{Request, longest, not_utf8, too_long},
    run::{ClientError, ClientResult, FAULT_KINDS, POLL_INTERVAL},
    target::IDLE_TIMEOUT,
};
use calculator_server::MAX_LINE;
use fastrand::Rng;
use socket_basics::reset_on_close;
use socket2::SockRef;
use std::{
    io::{self, Write as _},
    iter,
    net::TcpStream,
    ops::Range,
    thread,
    time::{Duration, Instant},
};
use support::{is_disconnected, is_timeout};

/// A fault, as one client commits it on a connection of its own; a burst, on many. It returns an error if the server does
/// not do what it has to do then.
type Fault = fn(&mut Client<'_>) -> ClientResult;

/// How often each is committed (those that are over at once more often than those that take seconds), and what the report
/// calls it.
pub(crate) const FAULTS: [(usize, &str, Fault); FAULT_KINDS] = [
    (2, "resets", |client| start(client).map(|stream| reset_on_close(&stream))),
    (2, "disconnected in mid-line", |client| start(client).map(drop)),
    (1, "floods, nothing read", replies_unread),
    (1, "megabytes without a line end", |client| {
        among_others(client, |rng| vec![too_long(rng.usize(1 << 20..8 << 20), rng)])
    }),
    (1, "sent byte by byte", |client| until_closed(client, b"1")),
    (1, "silent clients", |client| until_closed(client, b"")),
    (2, "half-closes", half_close),
    (2, "lines too long", |client| {
        // And the longest that is not too long.
        among_others(client, |rng| vec![too_long(rng.usize(MAX_LINE + 1..5 * MAX_LINE), rng), longest(rng)])
    }),
    (2, "lines not UTF-8", |client| among_others(client, |rng| vec![not_utf8(rng)])),
    (2, "connection bursts", burst),
];

/// Commits one of them, chosen by the client's random numbers.
pub(crate) fn commit_any(client: &mut Client<'_>) -> ClientResult {
    let chosen = choose(&mut client.rng);
    let (_, _, commit) = FAULTS[chosen];
    commit(client)?;
    client.target.counters.faults[chosen].add(1);
    Ok(())
}

/// The place of one in the table.
fn choose(rng: &mut Rng) -> usize {
    let places = (0..).zip(FAULTS).flat_map(|(place, (times, ..))| iter::repeat_n(place, times));
    let places: Vec<_> = places.collect();
    places[rng.usize(..places.len())]
}

/// Starts what a disconnect or a reset interrupts: a line that is not complete, or replies that are not read.
fn start(client: &mut Client<'_>) -> ClientResult<TcpStream> {
    let stream = client.connect()?.stream;
    let text = match client.rng.u8(..4) {
        0 => String::new(),
        1 => "1+".to_owned(),
        2 => "pi\n".repeat(client.rng.usize(1..500)),
        _ => "1+1\n2*".to_owned(),
    };
    unless_disconnected((&stream).write_all(text.as_bytes()))?;
    Ok(stream)
}

/// How many clients connect in a burst: more than the smaller server accepts, even without other clients, and more than it
/// has descriptors.
const BURST: Range<usize> = 90..150;

/// How many milliseconds a burst lasts: long enough for the server to notice, and short enough for the clients in the accept
/// queue.
const BURST_DURATION: Range<u64> = 100..700;

/// Many connect, half of them send a request, and all disconnect, some with a reset.
fn burst(client: &mut Client<'_>) -> ClientResult {
    let mut connections = Vec::new();
    for number in 0..client.rng.usize(BURST) {
        let mut stream = client.connect()?.stream;
        if number % 2 == 0 {
            unless_disconnected(stream.write_all(b"1+1\n"))?;
        }
        connections.push(stream);
    }
    thread::sleep(Duration::from_millis(client.rng.u64(BURST_DURATION)));
    for (number, stream) in connections.into_iter().enumerate() {
        client.target.counters.rejected.add(rejected(&stream)?);
        if number % 3 == 0 {
            reset_on_close(&stream);
        }
    }
    Ok(())
}

/// An accepted client has its reply, a rejected one the reason; one in the accept queue has nothing yet. 1 for a rejection.
fn rejected(stream: &TcpStream) -> ClientResult<u64> {
    stream.set_nonblocking(true)?;
    match read_some(stream, &mut [0; 128])? {
        None | Some([] | b"2\n") => Ok(0),
        Some(line) if line.strip_suffix(b"\n") == Some(FULL.as_bytes()) => Ok(1),
        Some(other) => Err(format!("a client of a burst received \"{}\"", other.escape_ascii()).into()),
    }
}

/// A server that has closed first is no failure for a client that is about to disconnect.
fn unless_disconnected(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|error| if is_disconnected(&error) { Ok(()) } else { Err(error) })
}

/// Lines, of which the last ends with the stream.
fn half_close(client: &mut Client<'_>) -> ClientResult {
    let requests = some(client);
    let mut connection = client.connect()?;
    connection.send(requests, 2, &mut client.rng)?;
    connection.send_last();
    connection.finish()
}

/// Some lines, among valid requests.
fn among_others(client: &mut Client<'_>, lines: impl FnOnce(&mut Rng) -> Vec<Request>) -> ClientResult {
    let mut requests = some(client);
    for line in lines(&mut client.rng) {
        requests.insert(client.rng.usize(..=requests.len()), line);
    }
    let mut connection = client.connect()?;
    let pieces = client.rng.usize(1..5);
    connection.send(requests, pieces, &mut client.rng)?;
    connection.receive()
}

fn some(client: &mut Client<'_>) -> Vec<Request> {
    let count = client.rng.usize(1..20);
    client.requests(count)
}

/// Sends this, never the end of a line, until the server closes the connection.
fn until_closed(client: &mut Client<'_>, bytes: &[u8]) -> ClientResult {
    let mut stream = client.connect()?.stream;
    let start = Instant::now();
    while !is_closed(&stream)? {
        ensure_in_time(client, &stream, start, "without a line")?;
        // The server may have closed it by now; the next read reports that.
        let _ = stream.write(bytes);
    }
    Ok(())
}

/// Waits a moment for end of file; a full server sends its rejection before it.
fn is_closed(stream: &TcpStream) -> ClientResult<bool> {
    match read_some(stream, &mut [0; 128])? {
        None => Ok(false),
        Some([]) => Ok(true),
        Some(line) if line.starts_with(FULL.as_bytes()) => Err(ClientError::Rejected),
        Some(other) => {
            let received = other.escape_ascii();
            Err(format!("the server sent \"{received}\" where no line was complete").into())
        }
    }
}

/// Sends requests and never reads the replies, until the server closes the connection.
fn replies_unread(client: &mut Client<'_>) -> ClientResult {
    let mut stream = client.connect()?.stream;
    // macOS refuses both where the connection has ended already.
    let _ = stream.set_write_timeout(Some(POLL_INTERVAL));
    // A fixed size keeps the system from giving a connection that is never read megabytes to be full of.
    let _ = SockRef::from(&stream).set_recv_buffer_size(4096);
    // The shortest request with the longest reply for its length.
    let requests = "\n".repeat(64 * 1024);
    let mut full_since = Instant::now();
    loop {
        client.target.run.ensure_running()?;
        match stream.write(requests.as_bytes()) {
            Ok(_) => full_since = Instant::now(),
            Err(error) if !is_timeout(&error) => return Ok(()),
            Err(_) => ensure_in_time(client, &stream, full_since, "that reads nothing")?,
        }
    }
}

/// The server must not wait for a client longer than its idle timeout, and what a busy machine needs.
fn ensure_in_time(client: &Client<'_>, stream: &TcpStream, since: Instant, which: &str) -> ClientResult {
    let run = &client.target.run;
    run.ensure_running()?;
    if since.elapsed() <= IDLE_TIMEOUT + run.arguments.timeout {
        return Ok(());
    }
    let (seconds, log) = (since.elapsed().as_secs(), client.target.log_about(stream));
    Err(format!("a client {which} is still there after {seconds} seconds; {log}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_says_which_faults_are_committed_and_in_time_each_is() {
        let faults = |seed| {
            let mut rng = Rng::with_seed(seed);
            (0..200).map(|_| choose(&mut rng)).collect::<Vec<_>>()
        };
        assert_eq!(faults(1), faults(1));
        assert_ne!(faults(1), faults(2));
        assert!((0..FAULTS.len()).all(|place| faults(1).contains(&place)));
    }
}
