//! Lines are the same however their bytes arrive.

use calculator_server::{LineDecoder, LineTooLong, MAX_LINE, Reply, Responder, handle_request};
use proptest::{collection::vec, prelude::*, sample::select};

type Line = Result<Vec<u8>, LineTooLong>;

/// The expected lines, found in all the bytes at once.
fn all_at_once(max: usize, bytes: &[u8]) -> Vec<Line> {
    let check_length = |line: &[u8]| if line.len() > max { Err(LineTooLong) } else { Ok(line.to_vec()) };
    let mut lines: Vec<_> = bytes.split(|&byte| byte == b'\n').collect();
    let last = lines.pop().filter(|last| !last.is_empty());
    let ended = lines.into_iter().map(|line| check_length(line.strip_suffix(b"\r").unwrap_or(line)));
    ended.chain(last.map(check_length)).collect()
}

/// The lines that the decoder finds in fragments.
fn in_fragments(max: usize, fragments: &[Vec<u8>]) -> Vec<Line> {
    let mut lines = LineDecoder::new(max);
    let mut found = Vec::new();
    let mut on_line = |line: Result<&[u8], LineTooLong>| found.push(line.map(<[u8]>::to_vec));
    for fragment in fragments {
        lines.feed(fragment, &mut on_line);
    }
    lines.finish(&mut on_line);
    found
}

/// Bytes of which many are line ends, in fragments that may be empty.
fn fragments() -> impl Strategy<Value = Vec<Vec<u8>>> {
    vec(vec(select(b"\n\r\rxx".as_slice()), 0..6), 0..12)
}

/// Requests, some of about the maximum length, in fragments of any size.
fn requests() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let long = (MAX_LINE - 2..MAX_LINE + 3).prop_map(|length| "1".repeat(length));
    let text = prop_oneof![3 => "[0-9+*()x]{0,8}", 1 => long, 1 => Just("9".repeat(5000))];
    let lines = vec((text, select(&["\n", "\r\n", "\r\r\n", "\r", ""])), 0..8);
    (lines, vec(1..2000_usize, 1..8)).prop_map(|(lines, sizes)| {
        let bytes: String = lines.into_iter().map(|(text, end)| text + end).collect();
        cut(bytes.as_bytes(), &sizes)
    })
}

/// Fragments of these sizes, in turn.
fn cut(mut bytes: &[u8], sizes: &[usize]) -> Vec<Vec<u8>> {
    let mut fragments = Vec::new();
    for &size in sizes.iter().cycle() {
        if bytes.is_empty() {
            break;
        }
        let (fragment, rest) = bytes.split_at(size.min(bytes.len()));
        fragments.push(fragment.to_vec());
        bytes = rest;
    }
    fragments
}

fn reply_to(line: &Line) -> String {
    let reply = line.as_ref().map_or_else(
        |LineTooLong| Reply::error("the line is longer than 1024 bytes"),
        |line| handle_request(line),
    );
    format!("{reply}\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn fragments_make_the_same_lines_as_the_whole(max in 0..6_usize, fragments in fragments()) {
        assert_eq!(in_fragments(max, &fragments), all_at_once(max, &fragments.concat()));
    }
}

proptest! {
    #[test]
    fn fragments_get_the_same_replies_as_the_whole(fragments in requests()) {
        let mut responder = Responder::new(handle_request);
        let mut replies = Vec::new();
        let mut count = fragments.iter().map(|bytes| responder.receive(bytes, &mut replies)).sum::<u64>();
        count += responder.finish(&mut replies);

        let lines = all_at_once(MAX_LINE, &fragments.concat());
        assert_eq!(String::from_utf8(replies).unwrap(), lines.iter().map(reply_to).collect::<String>());
        assert_eq!(count, lines.len() as u64);
    }
}

#[test]
fn a_line_is_reported_as_soon_as_its_end_has_come() {
    let mut lines = LineDecoder::new(MAX_LINE);
    let mut found = 0;
    for (fragment, expected) in [("1", 0), ("\r", 0), ("\n", 1), ("\n2", 2), ("", 2), ("\n3\n4\n", 5)] {
        lines.feed(fragment.as_bytes(), |_| found += 1);
        assert_eq!(found, expected, "after {fragment:?}");
    }
}

#[test]
fn a_line_that_is_too_long_is_reported_at_once_and_only_once() {
    for fragments in [
        [("123", 0), ("4", 1), ("5\r6", 1), ("\n7\n", 2)],
        // A CR after the third byte may belong to the line end, until another byte comes.
        [("123", 0), ("\r", 0), ("4", 1), ("\n7\n", 2)],
        [("123", 0), ("\r", 0), ("\r", 1), ("\n7\n", 2)],
    ] {
        let mut lines = LineDecoder::new(3);
        let mut found = Vec::new();
        for (fragment, expected) in fragments {
            lines.feed(fragment.as_bytes(), |line| found.push(line.is_ok()));
            assert_eq!(found.len(), expected, "after {fragment:?} of {fragments:?}");
        }
        assert_eq!(found, [false, true]);
    }
}
