//! What must hold for any bytes whatever.
//!
//! Each function here is the body of a fuzz target in `fuzz/`, and panics when its input breaks a promise. The inputs in
//! `fuzz/seeds/` are run by `cargo test` too.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a panic is how a fuzz target reports that a promise was broken"
)]

use allocation_counter::measure;
use calculator_client::{Line, LineReader, MAX_REPLY};
use calculator_server::{
    ArithmeticError, Expression, InvalidReply, LineTooLong, MAX_LINE, Number, Reply, Responder, SyntaxError,
    SyntaxProblem, handle_request, serve_connection,
};
use testkit::Scripted;

/// What stands for a cut in an input. It means nothing to the protocol, and a person can read and type it.
const CUT: u8 = b'|';

/// What a conversation may keep between two pieces: a line under way, with a CR, in a `Vec` that doubles as it grows.
const KEPT: usize = 2 * (MAX_LINE + 1);

/// The line is answered; what is an expression prints as text that means the same; what is none has an error that
/// points into the text, at what it complains of.
pub fn expression(line: &[u8]) {
    let reply = handle_request(line);
    let printed = reply.to_string();
    assert!(!printed.contains(char::is_control), "{printed:?} could command a terminal");
    assert_eq!(printed.parse(), Ok(reply.clone()), "{printed:?} reads back as another reply");
    let Ok(text) = str::from_utf8(line) else {
        return;
    };
    match text.parse() {
        Ok(expression) => assert_understood(&expression, &reply),
        Err(error) => assert_refused(text, &error, &reply),
    }
}

fn assert_understood(expression: &Expression, reply: &Reply) {
    let printed = expression.to_string();
    let again: Expression = printed.parse().unwrap_or_else(|error| panic!("{printed} is refused: {error}"));
    assert_eq!(&again, expression, "{printed} is understood otherwise");
    assert_eq!(again.to_string(), printed);
    let value = expression.evaluate();
    let bits = |value: Result<f64, ArithmeticError>| value.map(f64::to_bits);
    assert_eq!(bits(again.evaluate()), bits(value), "{printed}");
    match value {
        Ok(value) => assert_valued(value, reply),
        Err(error) => assert_eq!(*reply, Reply::error(error)),
    }
}

fn assert_valued(value: f64, reply: &Reply) {
    assert!(value.is_finite(), "{value}");
    assert_eq!(*reply, Reply::Value(value));
    let printed = Number(value).to_string();
    assert_eq!(printed.parse(), Ok(value), "{printed} reads back as another number");
    // A value can be asked for by its reply: arithmetic understands what the protocol prints.
    let asked: Expression = printed.parse().unwrap_or_else(|error| panic!("{printed} is refused: {error}"));
    assert_eq!(asked.evaluate(), Ok(value), "{printed}");
}

fn assert_refused(text: &str, error: &SyntaxError, reply: &Reply) {
    assert_eq!(*reply, Reply::error(error));
    let length = text.chars().count();
    assert!((1..=length + 1).contains(&error.column), "{error}, of {length} characters");
    let there: String = text.chars().skip(error.column - 1).collect();
    let points_at = match &error.problem {
        SyntaxProblem::UnexpectedCharacter(character) => there.starts_with(*character),
        SyntaxProblem::UnknownName(name) => there.starts_with(name.as_str()),
        SyntaxProblem::NumberTooLarge => {
            there.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        }
        SyntaxProblem::UnmatchedOpen => there.starts_with('('),
        SyntaxProblem::UnmatchedClose => there.starts_with(')'),
        _ => true,
    };
    assert!(points_at, "{error}: there stands {there:?}");
}

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
            assert_reply_or_none(&String::from_utf8_lossy(line));
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
fn assert_reply_or_none(line: &str) {
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
