//! Frames by length.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::{MAX_PAYLOAD, receive};
use std::io::{self, ErrorKind};
use testkit::grade::{Exercise, Talk, Tap, same};

const FRAMES: Exercise = Exercise {
    name: "frames_by_length",
    read: r#"part 3, "Framing by length, and the other choices" (book/src/3-protocol/length.md)"#,
};

#[test]
fn a_frame_is_as_long_as_its_length_says() {
    FRAMES.check(
        "the first four bytes say how long the payload is, the most significant byte first, and the payload follows.",
        "the length is read from the wrong end (from_be_bytes has the most significant byte first), or comes back as \
         part of the payload.",
        || {
            let mut talk = Talk::with(|mut tap| told(receive(&mut tap)));
            talk.send(b"\0\0\0\x051+2\r\n").half_close();
            same("what `receive` returned", &talk.finish(), &payload("1+2\r\n"));

            let mut talk = Talk::with(|mut tap| told(receive(&mut tap)));
            talk.send(b"\0\0\x01\x02").send([b'x'; 258]).half_close();
            same("what `receive` returned", &talk.finish(), &payload("258 bytes"));
        },
    );
}

#[test]
fn a_frame_may_come_byte_by_byte() {
    FRAMES.check(
        "however the bytes of a frame arrive, it is the same frame.",
        "read is called once and believed to have filled the buffer. It gives what is there, which may be one byte: \
         look for the method that goes on until the buffer is full.",
        || {
            let mut talk = Talk::with(receive_one);
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
        "a call takes the bytes of its frame and not one more.",
        "a buffer that is larger than what is due, or a BufReader that lives only as long as the call: what they \
         have read too much is lost with them.",
        || {
            let mut talk = Talk::with(|mut tap| [(); 3].map(|()| told(receive(&mut tap))));
            talk.send(b"\0\0\0\x03one\0\0\0\x03two\0\0\0\x05three").half_close();
            let expected = ["one", "two", "three"].map(payload);
            same("what three calls of `receive` returned", &talk.finish(), &expected);
        },
    );
}

#[test]
fn nothing_is_returned_at_the_end_and_only_there() {
    FRAMES.check(
        "an empty payload is a payload; nothing is returned when the input ends where a frame would begin.",
        "`Some(vec![])` and `None` are mixed up; or an end before the first byte, which is how every connection ends \
         some day, is passed on as an error.",
        || {
            let mut talk = Talk::with(|mut tap| [(); 3].map(|()| told(receive(&mut tap))));
            talk.send(b"\0\0\0\0\0\0\0\x05after").half_close();
            let expected = [payload(""), payload("after"), Ok(None)];
            same("what three calls of `receive` returned", &talk.finish(), &expected);
        },
    );
}

#[test]
fn a_frame_that_is_cut_off_is_an_error() {
    FRAMES.check(
        "when the input ends inside a frame, that is ErrorKind::UnexpectedEof: half a message is none.",
        "the end of the input inside a frame is taken for the end between two. Only before the very first byte is \
         it one.",
        || {
            for cut_off in [&b"\0"[..], b"\0\0\0", b"\0\0\0\x05", b"\0\0\0\x051+2\r"] {
                let mut talk = Talk::with(|mut tap| told(receive(&mut tap)));
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
        "a payload may have MAX_PAYLOAD bytes; a length above that is ErrorKind::InvalidData, before any of it came.",
        "the length is believed. Compare it with the bound before you make room and wait for that much.",
        || {
            for claim in [MAX_PAYLOAD + 1, u32::MAX as usize] {
                let mut talk = Talk::with(|mut tap| told(receive(&mut tap)));
                talk.send(header(claim));
                let call = format!("what `receive` returned for a length of {claim}");
                same(&call, &talk.finish(), &Err(ErrorKind::InvalidData));
            }
            let mut talk = Talk::with(receive_one);
            talk.send(header(MAX_PAYLOAD)).send(vec![b'x'; MAX_PAYLOAD]).half_close();
            same("what `receive` returned for the longest payload", &talk.finish(), &payload("65536 bytes"));
        },
    );
}

fn header(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap().to_be_bytes()
}

/// What `receive` returned, as a learner likes to read it.
type Told = Result<Option<String>, ErrorKind>;

/// Receives a frame, and takes whatever else comes, so that a call which returns too early does not break the connection.
fn receive_one(mut tap: Tap) -> Told {
    let received = told(receive(&mut tap));
    let _ = io::copy(&mut tap, &mut io::sink());
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
