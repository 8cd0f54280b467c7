//! Any stream, in whatever pieces it arrives: the server gives the same replies, and our client makes the same of them.

use allocation_counter::measure;
use calculator_client::{Line, LineReader, MAX_REPLY};
use calculator_server::{
    InvalidReply, LineTooLong, MAX_LINE, Reply, Responder, handle_request, serve_connection,
};
use testkit::Scripted;

/// What stands for a cut in an input. It means nothing to the protocol, and a person can read and type it.
const CUT: u8 = b'|';

/// What a conversation may keep between two pieces: a line under way, with a CR, in a `Vec` that doubles as it grows.
const KEPT: usize = 2 * (MAX_LINE + 1);

/// Each line gets its reply, in order, whether the bytes come at once, in the input's own pieces, or over a connection;
/// no more than a line is kept in between; and our client understands every reply.
pub fn framing(input: &[u8]) {
    let pieces = fragments(input);
    let whole = pieces.concat();
    let expected = replies_to(&whole);
    let printed: Vec<u8> = expected.iter().flat_map(|reply| format!("{reply}\n").into_bytes()).collect();

    let count = expected.len() as u64;
    assert_same(&in_pieces(&[&whole]), (count, &printed), "at once");
    assert_same(&in_pieces(&pieces), (count, &printed), "in pieces");
    let mut connection = Scripted::reading(pieces.iter().map(|piece| Ok(*piece)));
    let counted = serve_connection(&mut connection, handle_request).unwrap_or_else(|error| panic!("{error}"));
    assert_same(&(counted, connection.written()), (count, &printed), "over a connection");

    let received = received(&[&printed]);
    assert_eq!(received.len(), expected.len(), "the client finds another number of replies");
    for (line, reply) in received.into_iter().zip(&expected) {
        let Line::Whole(line) = line else { panic!("the client takes {reply} for {line:?}") };
        assert!(line.len() <= MAX_REPLY);
        assert_eq!(String::from_utf8_lossy(&line).parse::<Reply>().as_ref(), Ok(reply));
    }
}

/// What the protocol says, in the plainest way.
fn replies_to(bytes: &[u8]) -> Vec<Reply> {
    let (ended, last) = lines(bytes);
    let reply = |line: &[u8]| if line.len() > MAX_LINE { LineTooLong.into() } else { handle_request(line) };
    ended.into_iter().chain(last).map(reply).collect()
}

fn in_pieces(pieces: &[&[u8]]) -> (u64, Vec<u8>) {
    let mut conversation = Responder::new(handle_request);
    let (mut count, mut replies) = (0, Vec::new());
    let mut kept = 0;
    for piece in pieces {
        let mut now = Vec::new();
        let held = measure(|| count += conversation.receive(piece, &mut now));
        kept += held.bytes_current - signed(now.capacity());
        assert!(kept <= signed(KEPT), "{kept} bytes are kept");
        replies.append(&mut now);
    }
    count += conversation.finish(&mut replies);
    (count, replies)
}

fn signed(bytes: usize) -> i64 {
    i64::try_from(bytes).expect("a size in memory fits")
}

#[track_caller]
fn assert_same(found: &(u64, Vec<u8>), (count, replies): (u64, &[u8]), how: &str) {
    assert_eq!(found.0, count, "{how}");
    assert!(found.1 == replies, "{how}:\n{}\n{}", found.1.escape_ascii(), replies.escape_ascii());
}

/// The lines are those that plain splitting finds; each is a reply that prints as one line, or is told to be none.
pub fn replies(input: &[u8]) {
    let pieces = fragments(input);
    let whole = pieces.concat();
    let expected = lines_of(&whole);
    assert_eq!(received(&[&whole]), expected, "at once");
    assert_eq!(received(&pieces), expected, "in pieces");
    for line in &expected {
        if let Line::Whole(line) = line {
            understood(&String::from_utf8_lossy(line));
        }
    }
}

/// What a client's reader makes of a stream.
fn received(pieces: &[&[u8]]) -> Vec<Line> {
    let mut stream = Scripted::reading(pieces.iter().map(|piece| Ok(*piece)));
    let mut reader = LineReader::new(MAX_REPLY);
    let mut lines = Vec::new();
    while let Some(line) = reader.next_line(&mut stream).unwrap_or_else(|error| panic!("{error}")) {
        lines.push(line);
    }
    lines
}

/// What the stream is made of, in the plainest way.
fn lines_of(bytes: &[u8]) -> Vec<Line> {
    let bounded = |line: &[u8], make: fn(Vec<u8>) -> Line| {
        if line.len() > MAX_REPLY { Line::TooLong } else { make(line.to_vec()) }
    };
    let (ended, last) = lines(bytes);
    let ended = ended.into_iter().map(|line| bounded(line, Line::Whole));
    ended.chain(last.map(|last| bounded(last, Line::Truncated))).collect()
}

/// The lines of a stream, without their ends, and the last one, if it has no end.
fn lines(bytes: &[u8]) -> (Vec<&[u8]>, Option<&[u8]>) {
    let mut lines: Vec<_> = bytes.split(|&byte| byte == b'\n').collect();
    let last = lines.pop().filter(|last| !last.is_empty());
    (lines.into_iter().map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect(), last)
}

/// A reply is of the kind that its beginning tells, and a number is finite; as one line it is the same reply. Anything
/// else is quoted as it came.
fn understood(line: &str) {
    match line.parse() {
        Ok(reply) => {
            let is_of_its_kind = match &reply {
                Reply::Value(value) => value.is_finite(),
                Reply::Error(reason) => line == format!("error: {reason}"),
                Reply::Busy(reason) => line == format!("busy: {reason}"),
            };
            assert!(is_of_its_kind, "{line:?} is {reply:?}");
            let printed = reply.to_string();
            assert!(!printed.contains('\n'), "{printed:?}");
            assert_eq!(printed.parse(), Ok(reply), "{line:?} prints as {printed:?}");
        }
        Err(InvalidReply(quoted)) => assert_eq!(quoted, line),
    }
}

/// The pieces of an input: it is cut at each `|`, which is no part of it.
fn fragments(input: &[u8]) -> Vec<&[u8]> {
    // A stream never brings nothing: that would be its end.
    input.split(|&byte| byte == CUT).filter(|fragment| !fragment.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_is_cut_at_its_bars() {
        assert_eq!(fragments(b"|1+|1\r||\n"), [&b"1+"[..], b"1\r", b"\n"]);
    }
}
