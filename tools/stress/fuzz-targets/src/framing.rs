//! Any bytes get the same replies, in whatever pieces they arrive.

use crate::replies::{fragments, received};
use allocation_counter::measure;
use calculator_client::{Line, MAX_REPLY};
use calculator_server::{LineTooLong, MAX_LINE, Reply, Responder, handle_request, serve_connection};
use testkit::Scripted;

/// What a conversation may keep between two pieces: a line under way, with a CR, in a `Vec` that doubles as it grows.
const KEPT: usize = 2 * (MAX_LINE + 1);

/// Each line gets its reply, in order, whether the bytes come at once, in the input's own pieces, or over a connection;
/// no more than a line is kept in between; and our client understands every reply.
pub fn framing(input: &[u8]) {
    let pieces = fragments(input);
    let whole = pieces.concat();
    let expected = expected(&whole);
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
fn expected(bytes: &[u8]) -> Vec<Reply> {
    let mut lines: Vec<_> = bytes.split(|&byte| byte == b'\n').collect();
    let last = lines.pop().filter(|last| !last.is_empty());
    let ended = lines.into_iter().map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    ended
        .chain(last)
        .map(|line| if line.len() > MAX_LINE { LineTooLong.into() } else { handle_request(line) })
        .collect()
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
