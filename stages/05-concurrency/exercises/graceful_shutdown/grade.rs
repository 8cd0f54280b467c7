//! Graceful shutdown.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one type, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, LIMIT, Tap, TapOptions, TestConnection, fail, lock, note, same_bytes, step};
use exercise::Server;
use std::{
    io::{self, BufRead, BufReader, Read},
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::{Duration, Instant},
};

const GRACEFUL_SHUTDOWN: Exercise = Exercise {
    name: "graceful_shutdown",
    read: "part 5, \"Graceful shutdown\" (book/src/5-many/graceful-shutdown.md)",
};

#[test]
fn a_client_that_finishes_is_closed_at_once() {
    GRACEFUL_SHUTDOWN.check(
        "when a client has closed its half, its connection is closed, although the server goes on.",
        "a second handle of the socket, in a list for `stop`, keeps the connection open after `serve_connection` \
         has dropped the first. Remove a connection from the list when it ends, or keep something there that does \
         not hold the socket.",
        || {
            let server = server();
            let mut client = connects(&server, doubled);
            client.send("one\n").expect("one one\n").then_send("two\n").expect("two two\n");
            client.half_close().expect_end();
            returns(client);
        },
    );
}

#[test]
fn a_silent_client_does_not_delay_the_end() {
    GRACEFUL_SHUTDOWN.check(
        "when the server is stopped, a connection that waits for its client ends at once.",
        "a flag alone: a thread that waits in `read` does not check it. Dropping another handle of the socket \
         does not wake the thread either. Let no read wait for long (`set_read_timeout`), or let `stop` end the \
         input of the connection.",
        || {
            let server = server();
            let (mut gone, mut talked) = (connects(&server, doubled), connects(&server, doubled));
            gone.until_asked_for_more();
            talked.until_asked_for_more();
            gone.half_close();
            returns(gone);
            let mut silent = connects(&server, doubled);
            talked.send("one\n").expect("one one\n").until_asked_for_more();
            silent.until_asked_for_more();
            stop(server);
            talked.expect_end();
            silent.expect_end();
            returns(talked);
            returns(silent);
        },
    );
}

#[test]
fn a_waiting_connection_ends_within_a_second() {
    GRACEFUL_SHUTDOWN.check(
        "when the server is stopped, a connection that waits for its client ends within a second.",
        "a read timeout of more than a second: the flag is checked only when the timeout has passed. Let each read \
         wait for a short time.",
        || {
            let server = server();
            let (mut silent, timeout) = connects_slowly(&server);
            silent.until_asked_for_more();
            let stopped = Instant::now();
            stop(server);
            silent.expect_end();
            // On a busy machine, code whose reads wait for a second at most is late through no fault of its own.
            if stopped.elapsed() > 2 * SECOND
                && let Some(timeout) = set(&timeout).filter(|timeout| *timeout > SECOND)
            {
                fail(format!("the connection has ended too late: a read may wait for {timeout:?}"));
            }
            returns(silent);
        },
    );
}

#[test]
fn a_request_that_is_being_handled_gets_its_reply() {
    GRACEFUL_SHUTDOWN.check(
        "when the server is stopped, a request that is being handled gets its whole reply, and then the end.",
        "`stop` ends both directions of the connection, where only the input may end: `Shutdown` has a value for \
         each half. Or `stop` waits for the connections, perhaps for a lock that one of them holds.",
        || {
            let server = server();
            let (mut client, go_on) = is_being_handled(&server, "work\n", doubled);
            stop(server);
            note("`handle_request` returns");
            drop(go_on);
            client.expect("work work\n").expect_end();
            returns(client);
        },
    );
}

#[test]
fn half_a_line_is_not_answered() {
    GRACEFUL_SHUTDOWN.check(
        "when the server is stopped in the middle of a client's line, the part that has arrived gets no reply.",
        "the end of the input, or a read that timed out, is taken for the end of the line. Check whether the line \
         feed is there.",
        || {
            let server = server();
            let mut client = connects(&server, doubled);
            client.send("one\npay 10").expect("one one\n").until_asked_for_more();
            note("the client is in the middle of its second line, and sends no more");
            stop(server);
            client.expect_end();
            returns(client);
        },
    );
}

#[test]
fn half_a_line_is_not_answered_when_the_client_has_finished() {
    GRACEFUL_SHUTDOWN.check(
        "when a client closes its half in the middle of a line, that line gets no reply.",
        "the end of the input is taken for the end of the line. Check whether the line feed is there.",
        || {
            let server = server();
            let mut client = connects(&server, doubled);
            client.send("one\npay 10").half_close().expect("one one\n").expect_end();
            returns(client);
        },
    );
}

#[test]
fn all_before_the_line_feed_belongs_to_the_line() {
    GRACEFUL_SHUTDOWN.check_within(
        3 * LIMIT,
        "`handle_request` gets all of a line but its line feed, however long the line is.",
        "`trim` and similar functions take off more than the line feed; so does `lines`, for a CR. Or a buffer \
         bounds the line, or a limit of your own.",
        || {
            let server = server();
            let mut client = connects(&server, |line| format!("<{line}>"));
            client.send("  pay 10 \t\n").expect("<  pay 10 \t>\n");
            client.send("\u{feff}one\n").expect("<\u{feff}one>\n");
            client.send("one\r\n\n\ntwo\n").expect("<one\r>\n<>\n<>\n<two>\n");
            let long = "long ".repeat(1 << 20);
            client.send(format!("{long}\n")).expect(format!("<{long}>\n"));
            client.half_close().expect_end();
            returns(client);
        },
    );
}

#[test]
fn a_line_may_come_in_pieces_with_long_pauses() {
    GRACEFUL_SHUTDOWN.check(
        "a line that arrives in pieces gets one reply, for all of it, also if a read has timed out between them.",
        "what a read has brought before it timed out is thrown away: `read_line` does that when it ends inside a \
         character, and so does a new buffer for each attempt. `read_until` keeps all of it in a Vec.",
        || {
            let server = server();
            let (mut client, timeout) = connects_slowly(&server);
            for piece in ["pay ".as_bytes(), b"10 \xe2\x82", b"\xac\n"] {
                client.send(piece).until_asked_for_more();
                times_out(&client, &timeout);
            }
            client.expect("pay 10 € pay 10 €\n").half_close().expect_end();
            returns(client);
        },
    );
}

#[test]
fn lines_behind_the_current_one_do_not_delay_the_end() {
    GRACEFUL_SHUTDOWN.check(
        "a client whose next lines have arrived already when the server is stopped gets the reply to the current \
         one, perhaps those to the next, and the end.",
        "after the stop the server waits for its client once more; or the reply to the current line is lost.",
        || {
            let server = server();
            let (mut client, answering) = is_being_handled(&server, "one\ntwo\nthree\n", doubled);
            stop(server);
            note("`handle_request` returns");
            drop(answering);
            let said = client.rest();
            let whole = "one one\ntwo two\nthree three\n";
            if !["one one\n", "one one\ntwo two\n", whole].iter().any(|some| said == some.as_bytes()) {
                same_bytes("what the client got", said, whole);
            }
            returns(client);
        },
    );
}

#[test]
fn a_reply_that_is_on_its_way_arrives() {
    GRACEFUL_SHUTDOWN.check(
        "`stop` does not wait for a client that has yet to read its reply, and the reply arrives whole.",
        "a lock is held while the reply is written, or both directions of the connection are ended.",
        || {
            let server = server();
            let (mut client, answers) = gets_a_megabyte(&server);
            client.send("long\n");
            step("waiting for your code to call `handle_request`");
            if answers.recv().is_err() {
                client.expect_end();
                returns(client);
                fail("your code did not call `handle_request`");
            }
            stop(server);
            client.expect("long".repeat(MEGABYTE / 4) + "\n").expect_end();
            returns(client);
        },
    );
}

#[test]
fn a_reply_is_written_whole() {
    GRACEFUL_SHUTDOWN.check(
        "a reply of a megabyte arrives whole, although a signal interrupts the write.",
        "a single `write`. It may take fewer bytes than it is offered, and returns how many it took. A blocking write \
         usually takes all of them, but not if a signal interrupts it. `write_all` calls `write` again until everything \
         is taken.",
        || {
            let server = server();
            let (mut client, answers) = gets_a_megabyte(&server);
            client.send("xxxx\n").half_close();
            step("waiting for your code to call `handle_request`");
            if answers.recv().is_err() {
                returns(client);
                fail("your code did not call `handle_request`");
            }
            // The client does not read yet, so the write takes what the buffers hold, and waits.
            client.interrupt_a_write();
            note("the client reads");
            step("waiting for the reply, and the end of the connection");
            let mut reply = Vec::new();
            let mut socket = client.socket();
            let _ = socket.set_read_timeout(Some(LIMIT));
            let _ = socket.read_to_end(&mut reply);
            returns(client);
            if reply != ["x".repeat(MEGABYTE).as_bytes(), b"\n"].concat() {
                fail("the client did not get the whole reply");
            }
        },
    );
}

#[test]
fn a_reset_connection_does_not_harm_the_stop() {
    GRACEFUL_SHUTDOWN.check(
        "when the connection of one client has been reset, `stop` ends the others all the same.",
        "an `unwrap` or a `?` on what `stop` does to each connection: one that the peer has reset cannot be shut \
         down.",
        || {
            let server = server();
            let (mut gone, answering) = is_being_handled(&server, "one\n", doubled);
            let mut silent = connects(&server, doubled);
            silent.until_asked_for_more();
            gone.send("not read\n");
            let gone = gone.reset();
            stop(server);
            silent.expect_end();
            returns(silent);
            drop(answering);
            let _ = gone.finish();
        },
    );
}

#[test]
fn a_connection_after_the_stop_ends_at_once() {
    GRACEFUL_SHUTDOWN.check(
        "a connection that begins after the stop ends at once, without a reply, also to a line that has arrived \
         already.",
        "`stop` ends the connections that are open, and keeps no flag for those that begin later: there may \
         always be one that was accepted a moment before. Or the flag is checked only after the first line.",
        || {
            let server = server();
            stop(Arc::clone(&server));
            let mut late = connects(&server, doubled);
            late.expect_end();
            returns(late);

            let (told, tells) = mpsc::channel();
            let (go_on, wait) = mpsc::channel::<()>();
            let theirs = Arc::clone(&server);
            drop(server);
            let mut late = TestConnection::with(move |tap| {
                let _ = wait.recv();
                let socket = tap.socket().try_clone()?;
                theirs.serve_connection(BufReader::new(tap), socket, move |line| {
                    let _ = told.send(());
                    doubled(line)
                })
            });
            late.send("is anybody there?\n");
            drop(go_on);
            late.drain();
            returns(late);
            if tells.try_recv().is_ok() {
                fail("your code called `handle_request` for a client that connected after the stop");
            }
        },
    );
}

fn server() -> Arc<Server> {
    Arc::new(Server::new())
}

/// A client connects, and gets a thread that serves it.
fn connects(
    server: &Arc<Server>,
    handle_request: impl Fn(&str) -> String + Send + 'static,
) -> TestConnection<io::Result<()>> {
    connects_with(TapOptions::default(), server, handle_request)
}

fn connects_with(
    options: TapOptions,
    server: &Arc<Server>,
    handle_request: impl Fn(&str) -> String + Send + 'static,
) -> TestConnection<io::Result<()>> {
    note("a client connects");
    let server = Arc::clone(server);
    TestConnection::tapped(options, move |tap| {
        let socket = tap.socket().try_clone()?;
        server.serve_connection(BufReader::new(tap), socket, handle_request)
    })
}

const MEGABYTE: usize = 1 << 20;

/// A client whose lines of four bytes get replies of a megabyte, far more than the kernel's buffers hold. The receiver
/// hears of each line that is being handled.
fn gets_a_megabyte(server: &Arc<Server>) -> (TestConnection<io::Result<()>>, Receiver<()>) {
    let small = TapOptions { buffers: Some(16 * 1024), ..TapOptions::default() };
    note("the client's line gets a reply of a megabyte, which the client does not read yet");
    let (answered, answers) = mpsc::channel();
    let client = connects_with(small, server, move |line| {
        let _ = answered.send(());
        line.repeat(MEGABYTE / 4)
    });
    (client, answers)
}

/// A client whose first line is being handled, until what this returns is dropped.
fn is_being_handled(
    server: &Arc<Server>,
    lines: &str,
    handle_request: impl Fn(&str) -> String + Send + 'static,
) -> (TestConnection<io::Result<()>>, Sender<()>) {
    let (begun, begins) = mpsc::channel();
    let (go_on, wait) = mpsc::channel::<()>();
    let mut client = connects(server, move |line| {
        let _ = begun.send(());
        // Nothing is ever sent: this ends with the check, however that ends.
        let _ = wait.recv();
        handle_request(line)
    });
    client.send(lines);
    step("waiting for your code to call `handle_request`");
    if begins.recv().is_err() {
        // Code that has panicked says so here.
        returns(client);
        fail("your code did not call `handle_request`");
    }
    note("your code has called `handle_request`, which takes its time");
    (client, go_on)
}

const SECOND: Duration = Duration::from_secs(1);

/// The timeout that the learner's code has set for its reads, as soon as it reads.
type Timeout = Arc<Mutex<Option<Duration>>>;

/// A client connects, and the check knows how long a read waits for it.
fn connects_slowly(server: &Arc<Server>) -> (TestConnection<io::Result<()>>, Timeout) {
    note("a client connects");
    let (server, timeout) = (Arc::clone(server), Timeout::default());
    let theirs = Arc::clone(&timeout);
    let client = TestConnection::with(move |tap| {
        let socket = tap.socket().try_clone()?;
        server.serve_connection(Slow { input: BufReader::new(tap), timeout: theirs }, socket, doubled)
    });
    (client, timeout)
}

fn set(timeout: &Timeout) -> Option<Duration> {
    *lock(timeout)
}

/// Waits until a read has timed out, if the learner's code lets it.
fn times_out(client: &TestConnection<io::Result<()>>, timeout: &Timeout) {
    let reads = client.seen().reads;
    // Code whose reads have no timeout, or a long one, is not waited for.
    if set(timeout).is_some_and(|timeout| timeout <= SECOND) {
        step("waiting for a read to time out");
        while client.seen().reads == reads && !client.seen().closed {
            thread::park_timeout(Duration::from_millis(1));
        }
    }
}

/// An input that keeps the timeout of its socket.
struct Slow {
    input: BufReader<Tap>,
    timeout: Timeout,
}

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.input.read(buffer)
    }
}

impl BufRead for Slow {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let set = self.input.get_ref().socket().read_timeout().unwrap_or_default();
        *lock(&self.timeout) = set;
        self.input.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.input.consume(count);
    }
}

fn doubled(line: &str) -> String {
    format!("{line} {line}")
}

/// Stops the server, and lets go of it, as a program that ends does.
fn stop(server: Arc<Server>) {
    note("stop()");
    step("waiting for `stop` to return");
    server.stop();
    drop(server);
}

/// The connection has ended, and its thread is free. It may call its end an error.
fn returns(client: TestConnection<io::Result<()>>) {
    let _ = client.finish();
}
