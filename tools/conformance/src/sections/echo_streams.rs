//! The second rung of an echo server: a stream, however it is cut up, however long, until its end.

use crate::{
    check::{Check, Level::Required},
    lesson::{FOUR_CALLS, HALF_CLOSE, MESSAGE_BOUNDARIES, SHORT_WRITES},
    section::Section,
};

pub(crate) const SECTION: Section =
    Section { name: "streams", title: "a stream, however it is cut up, until its end", checks: CHECKS };

/// More than any buffer of a server's own, less than what the kernel holds for a connection.
const LONG: usize = 100_000;

/// Enough for many reads, and too much for some buffers of the kernel: the echo has to be read while it is sent.
const MEGABYTE: usize = 1 << 20;

/// What is sent before the end of the stream.
const BEFORE_THE_END: usize = 30_000;

const CHECKS: &[Check] = &[
    Check {
        name: "a_connection_is_read_until_its_end",
        level: Required(&["E1", "E4"]),
        requirement: "the server reads on after its first reply",
        cause: "the server reads once, and closes the connection.",
        lesson: FOUR_CALLS,
        next: "put reading and writing into a loop that ends when `read` gives 0 bytes",
        body: |trial| {
            let mut client = trial.connect()?;
            (0..10).try_for_each(|number| {
                let text = format!("message {number}");
                client.send(&text)?.bytes(text.as_bytes())
            })
        },
    },
    Check {
        name: "a_hundred_kilobytes_come_back",
        level: Required(&["E1", "E4"]),
        requirement: "what is longer than the server's buffer comes back whole and in order",
        cause: "only the first read is echoed, or a short write is taken for a whole one.",
        lesson: MESSAGE_BOUNDARIES,
        next: "echo what each read gives, and write on until all of it is written",
        body: |trial| {
            let mut client = trial.connect()?;
            let bytes = numbered(LONG);
            client.send(&bytes)?.bytes(&bytes)
        },
    },
    Check {
        name: "all_comes_back_after_the_end_of_the_stream",
        level: Required(&["E5"]),
        requirement: "at the end of the client's stream, the server sends back all that it has received",
        cause: "the server closes as soon as it sees the end of the stream, before all is written.",
        lesson: HALF_CLOSE,
        next: "write everything that was read before you close",
        body: |trial| {
            let mut client = trial.connect()?;
            let bytes = numbered(BEFORE_THE_END);
            client.send(&bytes)?.half_close().bytes(&bytes)
        },
    },
    Check {
        name: "the_server_closes_after_the_client",
        level: Required(&["E5"]),
        requirement: "at the end of the client's stream, the server closes the connection, too",
        cause: "a read of 0 bytes is not taken for the end of the stream, and the loop spins or waits.",
        lesson: HALF_CLOSE,
        next: "leave the loop when a read gives 0 bytes, and close the socket",
        body: |trial| {
            let mut client = trial.connect()?;
            client.send("bye")?.bytes(b"bye")?;
            client.half_close().end()
        },
    },
    Check {
        name: "a_megabyte_comes_back_in_order",
        level: Required(&["E1", "E4"]),
        requirement: "1 MiB that is sent while the echo is read comes back in order",
        cause: "a write that takes only a part is not continued, or the server collects everything before it writes.",
        lesson: SHORT_WRITES,
        next: "write all of a read's bytes (`sendall`, `write_all`) before the next read",
        body: |trial| {
            let mut client = trial.connect()?;
            let bytes = numbered(MEGABYTE);
            client.send_while_reading(&bytes)
        },
    },
];

/// Bytes of which each part is different, so that a part that is lost or repeated is seen.
fn numbered(length: usize) -> Vec<u8> {
    (0_u32..).flat_map(|number| format!("{number} ").into_bytes()).take(length).collect()
}
