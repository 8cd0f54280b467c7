//! The ladder of an echo server: every byte comes back, a stream is read until its end, and the next client is served.

use crate::{
    check::{Check, Required, Section, Steps},
    lesson::{ANY_BYTES, CLIENT_ERRORS, FOUR_CALLS, HALF_CLOSE, MESSAGE_BOUNDARIES, SHORT_WRITES},
};

/// The first rung.
pub(crate) const BYTES: Section =
    Section { name: "bytes", title: "every byte comes back, and nothing else", checks: BYTES_CHECKS };

const BYTES_CHECKS: &[Check] = &[
    Check {
        name: "the_server_says_nothing_of_its_own",
        level: Required(&["E3"]),
        requirement: "the server sends nothing but what it has received",
        cause: "the server greets its clients, or takes leave of them.",
        lesson: ANY_BYTES,
        next: "connect with `nc`, and press Ctrl+D at once: nothing may be shown",
        body: Steps(|trial| trial.connect()?.half_close().silent()),
    },
    Check {
        name: "a_line_comes_back",
        level: Required(&["E1"]),
        requirement: "what a client sends comes back as it was",
        cause: "the reply is something else than the bytes that were read: a part of the buffer that no byte was read into, or a text made of them.",
        lesson: ANY_BYTES,
        next: "write as many bytes as `read` has given, not the whole buffer",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send("hello\n")?.bytes(b"hello\n")?;
            client.send("Hello, again\r\n")?.bytes(b"Hello, again\r\n")
        }),
    },
    Check {
        name: "bytes_without_a_line_end_come_back",
        level: Required(&["E2"]),
        requirement: "the server does not wait for the end of a line",
        cause: "a function was used that reads lines. An echo server knows no lines.",
        lesson: ANY_BYTES,
        next: "read what there is (`read`, `recv`), not a line",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send("hel")?.bytes(b"hel")?;
            client.send("lo")?.bytes(b"lo")
        }),
    },
    Check {
        name: "any_byte_comes_back",
        level: Required(&["E1"]),
        requirement: "bytes of all 256 values come back as they were",
        cause: "the bytes were decoded to text and encoded again, or a NUL was taken for the end of a string.",
        lesson: ANY_BYTES,
        next: "send the bytes that came, without making text of them",
        body: Steps(|trial| {
            let all: Vec<u8> = (0..=u8::MAX).collect();
            trial.connect()?.send(&all)?.bytes(&all)
        }),
    },
];

/// The second rung.
pub(crate) const STREAMS: Section = Section {
    name: "streams",
    title: "a stream, however it is cut up, until its end",
    checks: STREAMS_CHECKS,
};

/// More than any buffer of a server's own, less than what the kernel holds for a connection.
const LONG: usize = 100_000;

/// Enough for many reads, and too much for some buffers of the kernel: the echo has to be read while it is sent.
const MEGABYTE: usize = 1 << 20;

/// What is sent before the end of the stream.
const BEFORE_THE_END: usize = 30_000;

const STREAMS_CHECKS: &[Check] = &[
    Check {
        name: "a_connection_is_read_until_its_end",
        level: Required(&["E1", "E4"]),
        requirement: "the server reads on after its first reply",
        cause: "the server reads once, and closes the connection.",
        lesson: FOUR_CALLS,
        next: "put reading and writing into a loop that ends when `read` gives 0 bytes",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            (0..10).try_for_each(|number| {
                let text = format!("message {number}");
                client.send(&text)?.bytes(text.as_bytes())
            })
        }),
    },
    Check {
        name: "a_hundred_kilobytes_come_back",
        level: Required(&["E1", "E4"]),
        requirement: "what is longer than the server's buffer comes back whole and in order",
        cause: "only the first read is echoed, or a short write is taken for a whole one.",
        lesson: MESSAGE_BOUNDARIES,
        next: "echo what each read gives, and write on until all of it is written",
        body: Steps(|trial| {
            let bytes = numbered(LONG);
            trial.connect()?.send(&bytes)?.bytes(&bytes)
        }),
    },
    Check {
        name: "all_comes_back_after_the_end_of_the_stream",
        level: Required(&["E5"]),
        requirement: "at the end of the client's stream, the server sends back all that it has received",
        cause: "the server closes as soon as it sees the end of the stream, before all is written.",
        lesson: HALF_CLOSE,
        next: "write everything that was read before you close",
        body: Steps(|trial| {
            let bytes = numbered(BEFORE_THE_END);
            trial.connect()?.send(&bytes)?.half_close().bytes(&bytes)
        }),
    },
    Check {
        name: "the_server_closes_after_the_client",
        level: Required(&["E5"]),
        requirement: "at the end of the client's stream, the server closes the connection, too",
        cause: "a read of 0 bytes is not taken for the end of the stream, and the loop spins or waits.",
        lesson: HALF_CLOSE,
        next: "leave the loop when a read gives 0 bytes, and close the socket",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send("bye")?.bytes(b"bye")?;
            client.half_close().end()
        }),
    },
    Check {
        name: "a_megabyte_comes_back_in_order",
        level: Required(&["E1", "E4"]),
        requirement: "1 MiB that is sent while the echo is read comes back in order",
        cause: "a write that takes only a part is not continued, or the server collects everything before it writes.",
        lesson: SHORT_WRITES,
        next: "write all of a read's bytes (`sendall`, `write_all`) before the next read",
        body: Steps(|trial| trial.connect()?.send_while_reading(&numbered(MEGABYTE))),
    },
];

/// Bytes of which each part is different, so that a part that is lost or repeated is seen.
fn numbered(length: usize) -> Vec<u8> {
    (0_u32..).flat_map(|number| format!("{number} ").into_bytes()).take(length).collect()
}

/// The third rung.
pub(crate) const CLIENTS: Section =
    Section { name: "clients", title: "whatever a client does, the next is served", checks: CLIENTS_CHECKS };

const CLIENTS_CHECKS: &[Check] = &[
    Check {
        name: "the_next_client_is_served",
        level: Required(&["E6"]),
        requirement: "after a client has left, the next is served",
        cause: "the server accepts once, and ends with its first client.",
        lesson: FOUR_CALLS,
        next: "put `accept` and all that follows into a loop without an end",
        body: Steps(|trial| (0..3).try_for_each(|_| trial.connect()?.send("hello")?.bytes(b"hello"))),
    },
    Check {
        name: "a_client_that_says_nothing_may_leave",
        level: Required(&["E6"]),
        requirement: "after clients that send nothing and leave, the next is served",
        cause: "a read of 0 bytes is taken for an error that ends the server, or is never seen.",
        lesson: CLIENT_ERRORS,
        next: "end the connection when its first read gives 0 bytes, and accept the next",
        body: Steps(|trial| {
            for _ in 0..10 {
                // Until the server has closed, too, and so has done with it.
                trial.connect()?.half_close().closed()?;
            }
            trial.connect()?.send("hello")?.bytes(b"hello")
        }),
    },
    Check {
        name: "a_reset_ends_one_connection",
        level: Required(&["E6"]),
        requirement: "after clients that reset their connections, the next is served",
        cause: "the error of `read` or `write` (\"connection reset\", \"broken pipe\") ends the whole server.",
        lesson: CLIENT_ERRORS,
        next: "catch the errors of one connection within the loop that accepts",
        body: Steps(|trial| {
            for _ in 0..10 {
                let mut client = trial.connect()?;
                client.send("hello")?;
                client.reset();
            }
            (0..3).try_for_each(|_| trial.connect()?.send("hello")?.bytes(b"hello"))
        }),
    },
];
