//! Frames by length.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, Tap, TapOptions, TestConnection, WAYS_TO_BREAK, same, same_bytes, value_of};
use exercise::{MAX_PAYLOAD, receive};
use std::io::{self, ErrorKind};

const FRAMES: Exercise = Exercise {
    name: "frames_by_length",
    read: r#"part 3, "Framing with a length prefix" (book/src/3-protocol/length-prefix.md)"#,
};

#[test]
fn a_frame_is_as_long_as_its_length_says() {
    FRAMES.check(
        "the first four bytes are the length of the payload, the most significant byte first, and the payload \
         follows.",
        "the bytes of the length are read in the wrong order (`from_be_bytes` takes the most significant byte first), \
         or they are returned as part of the payload.",
        || {
            let mut talk = TestConnection::with(|mut tap| told(receive(&mut tap)));
            talk.send(b"\0\0\0\x051+2\r\n").half_close();
            same("what `receive` returned", &talk.finish(), &payload("1+2\r\n"));
        },
    );
}

#[test]
fn a_payload_is_received_whole_and_unchanged() {
    FRAMES.check(
        "a payload may contain any bytes, and has as many as all four bytes of its length say.",
        "not all four bytes of the length are used; or the payload is cut off at the end of a buffer; or it becomes a \
         String, which cannot hold all bytes.",
        || {
            let all: Vec<u8> = (0..=u8::MAX).cycle().take(MAX_PAYLOAD).collect();
            for length in [255, 256, 258, 20 << 10, MAX_PAYLOAD - 1, MAX_PAYLOAD] {
                let mut talk = TestConnection::with(|mut tap| first(&mut tap));
                talk.send(header(length)).send(&all[..length]).half_close();
                let received = value_of("`receive`", talk.finish()).unwrap_or_default();
                same(&format!("the length of a payload of {length} bytes"), &received.len(), &length);
                same_bytes(&format!("the payload of {length} bytes"), received, &all[..length]);
            }
        },
    );
}

#[test]
fn a_frame_may_come_byte_by_byte() {
    FRAMES.check(
        "however the bytes of a frame arrive, the frame is the same.",
        "one call of `read` is expected to fill the buffer. It returns what has arrived, which may be one byte: \
         `read_exact` repeats until the buffer is full.",
        || {
            let mut talk = TestConnection::with(receive_one);
            for byte in b"\0\0\0\x03abc" {
                talk.then_send([*byte]);
            }
            talk.half_close();
            same("what `receive` returned", &talk.finish(), &payload("abc"));
        },
    );
}

#[test]
fn the_next_frame_is_left_for_the_next_call() {
    FRAMES.check(
        "a call reads the bytes of its frame and not one more, and does not wait for more.",
        "the code reads into a buffer that is larger than the frame, or uses a BufReader that is dropped after the \
         call: bytes that were read too early are lost. Or the code waits for the end of the input.",
        || {
            let mut talk = TestConnection::with(|mut tap| told(receive(&mut tap)));
            talk.send(b"\0\0\0\x03one");
            same("what `receive` returned", &talk.finish(), &payload("one"));

            let mut talk = TestConnection::with(|mut tap| [(); 3].map(|()| told(receive(&mut tap))));
            talk.send(b"\0\0\0\x03one\0\0\0\x03two\0\0\0\x05three").half_close();
            let expected = ["one", "two", "three"].map(payload);
            same("what three calls of `receive` returned", &talk.finish(), &expected);
        },
    );
}

#[test]
fn nothing_is_returned_at_the_end_and_only_there() {
    FRAMES.check(
        "an empty payload is a payload; `None` is returned only when the input ends where a frame would begin.",
        "`Some(vec![])` and `None` are confused; or the end before the first byte is returned as an error, although \
         every connection ends like this some day.",
        || {
            let mut talk = TestConnection::with(|mut tap| [(); 3].map(|()| told(receive(&mut tap))));
            talk.send(b"\0\0\0\0\0\0\0\x05after").half_close();
            let expected = [payload(""), payload("after"), Ok(None)];
            same("what three calls of `receive` returned", &talk.finish(), &expected);
        },
    );
}

#[test]
fn a_frame_that_is_cut_off_is_an_error() {
    FRAMES.check(
        "when the input ends inside a frame, the error is ErrorKind::UnexpectedEof: half a frame is not a frame.",
        "an end of the input inside a frame is treated like an end between two frames. `None` is right only before \
         the first byte of a frame.",
        || {
            let frame = b"\0\0\0\x051+2\r\n";
            for cut_off in (1..frame.len()).map(|length| &frame[..length]) {
                let mut talk = TestConnection::with(|mut tap| told(receive(&mut tap)));
                talk.send(cut_off).half_close();
                let call = format!("what `receive` returned for `{}` and the end", cut_off.escape_ascii());
                same(&call, &talk.finish(), &Err(ErrorKind::UnexpectedEof));
            }
        },
    );
}

#[test]
fn a_claim_beyond_the_bound_is_refused_at_once() {
    FRAMES.check(
        "a payload may have MAX_PAYLOAD bytes; a greater length is ErrorKind::InvalidData, before any of the payload \
         has come.",
        "the length is not checked, or not all of its four bytes are. Compare it with the limit before you allocate \
         and wait for that many bytes, and check the kind of your error.",
        || {
            for claim in [MAX_PAYLOAD + 1, 0x0100_0005, 0x8000_0005, u32::MAX as usize] {
                let mut talk = TestConnection::with(|mut tap| told(receive(&mut tap)));
                talk.send(header(claim));
                let call = format!("what `receive` returned for a length of {claim}");
                same(&call, &talk.finish(), &Err(ErrorKind::InvalidData));
            }
        },
    );
}

#[test]
fn a_connection_that_breaks_is_its_error() {
    FRAMES.check(
        "when the connection breaks, before a frame or inside it, the error of the read is returned, whatever its \
         kind.",
        "every error of a read is treated as the end of the input. A read of 0 bytes is an orderly end. A reset is \
         not, and somebody who looks for the cause needs to know which of them it was.",
        || {
            for after in [0, 2, 4, 6] {
                for kind in WAYS_TO_BREAK {
                    let options = TapOptions { reads_fail: Some((after, kind)), ..TapOptions::default() };
                    let mut talk = TestConnection::tapped(options, |mut tap| told(receive(&mut tap)));
                    talk.send(b"\0\0\0\x051+2\r\n");
                    same("what `receive` returned", &talk.finish(), &Err(kind));
                }
            }
        },
    );
}

fn header(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap().to_be_bytes()
}

/// What `receive` returned, as a learner likes to read it.
type Told = Result<Option<String>, ErrorKind>;

fn receive_one(mut tap: Tap) -> Told {
    told(first(&mut tap))
}

/// Receives a frame, and takes whatever else comes, so that a call which returns too early does not break the connection.
fn first(tap: &mut Tap) -> io::Result<Option<Vec<u8>>> {
    let received = receive(tap);
    let _ = io::copy(tap, &mut io::sink());
    received
}

fn told(received: io::Result<Option<Vec<u8>>>) -> Told {
    let shown = |payload: Vec<u8>| match payload.len() {
        ..=40 => String::from_utf8_lossy(&payload).into_owned(),
        length => format!("{length} bytes"),
    };
    received.map(|payload| payload.map(shown)).map_err(|error| error.kind())
}

#[expect(clippy::unnecessary_wraps, reason = "it is compared with what the learner's code returned")]
fn payload(text: &str) -> Told {
    Ok(Some(text.to_owned()))
}
