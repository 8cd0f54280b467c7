//! Whatever a server sends, in whatever pieces, our client makes the same of it.

use calculator_client::{Line, LineReader, MAX_REPLY};
use calculator_server::{InvalidReply, Reply};
use testkit::Scripted;

/// What stands for a cut in an input. It means nothing to the protocol, and a person can read and type it.
const CUT: u8 = b'|';

/// The lines are those that plain splitting finds; each is a reply that prints as one line, or is told to be none.
pub fn replies(input: &[u8]) {
    let pieces = fragments(input);
    let whole = pieces.concat();
    let expected = expected(&whole);
    assert_eq!(received(&[&whole]), expected, "at once");
    assert_eq!(received(&pieces), expected, "in pieces");
    for line in &expected {
        if let Line::Whole(line) = line {
            understood(&String::from_utf8_lossy(line));
        }
    }
}

/// What a client's reader makes of a stream.
pub(crate) fn received(pieces: &[&[u8]]) -> Vec<Line> {
    let mut stream = Scripted::reading(pieces.iter().map(|piece| Ok(*piece)));
    let mut reader = LineReader::new(MAX_REPLY);
    let mut lines = Vec::new();
    while let Some(line) = reader.next_line(&mut stream).unwrap_or_else(|error| panic!("{error}")) {
        lines.push(line);
    }
    lines
}

/// What the stream is made of, in the plainest way.
fn expected(bytes: &[u8]) -> Vec<Line> {
    let bounded = |line: &[u8], make: fn(Vec<u8>) -> Line| {
        if line.len() > MAX_REPLY { Line::TooLong } else { make(line.to_vec()) }
    };
    let mut lines: Vec<_> = bytes.split(|&byte| byte == b'\n').collect();
    let last = lines.pop().filter(|last| !last.is_empty());
    let ended = lines.into_iter().map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    ended
        .map(|line| bounded(line, Line::Whole))
        .chain(last.map(|last| bounded(last, Line::Truncated)))
        .collect()
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
pub(crate) fn fragments(input: &[u8]) -> Vec<&[u8]> {
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
