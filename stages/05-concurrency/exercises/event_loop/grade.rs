//! An event loop.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_mut,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{
    Exercise, LIMIT, Server, Tap, TapOptions, TestConnection, fail, let_others_run, note, same, step,
    value_of,
};
use exercise::{LISTENER, serve};
use mio::{Interest, Poll, Registry, Token, Waker, event::Source, net::TcpStream};
use std::{
    collections::HashSet,
    io::{self, ErrorKind, Read, Write},
    net::Shutdown,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        mpsc::{self, Receiver, TryRecvError},
    },
    thread::{self, ThreadId},
};

const EVENT_LOOP: Exercise = Exercise {
    name: "event_loop",
    read: "part 5, \"An event loop by hand\" (book/src/5-many/event-loop.md)",
};

#[test]
fn every_client_gets_its_own_bytes_back() {
    EVENT_LOOP.check(
        "each of 20 clients that are connected at the same time gets its own bytes back, in whatever order they send.",
        "the loop waits for one client, in `read` for instance or in a loop around `WouldBlock`, or all connections \
         have the same token.",
        || {
            let server = EventLoop::start();
            let mut clients: Vec<_> = (1..=20).map(|_| server.client()).collect();
            for (number, client) in clients.iter_mut().enumerate().rev() {
                let words = format!("I am number {number}\n");
                client.send(&words).expect(&words);
            }
            let all: Vec<u8> = (0..=255).collect();
            for mut client in clients {
                client.send(&all).expect(&all).half_close().expect_end();
            }
        },
    );
}

#[test]
fn one_event_may_announce_several_clients() {
    EVENT_LOOP.check(
        "when the listener is reported once and five clients wait, all five are served, although other accepts fail.",
        "one client is accepted for each event of the listener, or an error is taken for the end. The listener is \
         reported when something changes, not for each client. Accept until `WouldBlock`.",
        || {
            let server = EventLoop::with(Arrivals { together: 9, ..Arrivals::default() });
            note("nine accepts are reported together: five clients, and four that fail");
            let first = server.client();
            for kind in [ErrorKind::ConnectionAborted, ErrorKind::Interrupted] {
                server.server.failed_accept(kind);
            }
            let second = server.client();
            for kind in [ErrorKind::PermissionDenied, ErrorKind::Other] {
                server.server.failed_accept(kind);
            }
            for client in [first, second, server.client(), server.client(), server.client()] {
                is_served(client, "we came together\n");
            }
        },
    );
}

#[test]
fn a_read_may_return_a_part_of_what_has_arrived() {
    EVENT_LOOP.check(
        "1,000 bytes that arrive together come back, although each read returns at most 7 of them.",
        "one read for each event. Edge-triggered means that a socket is reported when something arrives, and not \
         again for what was left unread. Read until `WouldBlock`.",
        || {
            let options = TapOptions { read_at_most: Some(7), ..TapOptions::default() };
            comes_back_in_rounds(EventLoop::start().tapped_client(options));
        },
    );
}

#[test]
fn a_write_may_take_a_part_of_what_it_is_offered() {
    EVENT_LOOP.check(
        "1,000 bytes come back, although each write takes at most 7 of them.",
        "a single `write` for what was read. It returns how many bytes it took; offer it the others until all are \
         taken, or until it fails with `WouldBlock`.",
        || {
            let options = TapOptions { write_at_most: Some(7), ..TapOptions::default() };
            comes_back_in_rounds(EventLoop::start().tapped_client(options));
        },
    );
}

#[test]
fn an_interrupted_call_is_made_again() {
    EVENT_LOOP.check(
        "1,000 bytes come back, although every other read and write is interrupted by a signal.",
        "`Interrupted` is taken for a failure, or for `WouldBlock`. Nothing was transferred and nothing is wrong: \
         call again at once, because no event will tell you to.",
        || {
            let options = TapOptions { interruptions: 1, read_at_most: Some(100), ..TapOptions::default() };
            comes_back_in_rounds(EventLoop::start().tapped_client(options));
        },
    );
}

#[test]
fn a_slow_client_delays_no_other() {
    EVENT_LOOP.check_within(
        3 * LIMIT,
        "while one client sends 500,000 bytes and reads nothing, another is served. When the slow one reads, it gets all of \
         its bytes.",
        "a write that would block is tried again at once, or its error ends the connection. Keep what was not \
         taken, go back to `poll`, and write on when the client is reported as writable (has it been registered for \
         that?). Then read on as well: what arrived meanwhile is not reported again.",
        || {
            let server = EventLoop::start();
            let mut other = server.client();
            let (number, mut slow) = (2, server.tapped_client(SMALL_BUFFERS));
            let bytes = numbered(MUCH);
            slow.upload(&bytes);
            server.until("waiting until your code has filled the buffers of the client that does not read", |facts| {
                facts.full.contains(&number)
            });
            note("a write to it would block");
            for words in ["me, too\n", "and again\n"] {
                other.send(words).expect(words);
            }
            // Now nothing more fits on its way to the code, so that no further event of arriving bytes can help.
            let_others_run();
            note("the slow client reads");
            gets_back(&slow, &bytes);
            is_served(other, "I am still here\n");
        },
    );
}

#[test]
fn what_a_client_does_not_read_is_bounded() {
    EVENT_LOOP.check_within(
        3 * LIMIT,
        "of the bytes of a client that does not read, at most 100 KiB (102,400 bytes) are kept at any time.",
        "everything that arrives is read and kept, for as long as the client sends. Do not read from a client while \
         your buffer for it holds bytes, or at most a fixed number of them: then TCP slows the client down.",
        || {
            let server = EventLoop::start();
            let (number, mut slow) = (1, server.tapped_client(SMALL_BUFFERS));
            let bytes = numbered(MUCH);
            slow.upload(&bytes);
            server.until("waiting until your code has filled the buffers of the client that does not read", |facts| {
                facts.full.contains(&number)
            });
            note("a write to it would block");
            let_others_run();
            is_served(server.client(), "me, too\n");
            if slow.most_held() > MOST_HELD {
                fail("your code kept more than 100 KiB that the client had not taken");
            }
            note("the slow client reads");
            gets_back(&slow, &bytes);
        },
    );
}

#[test]
fn a_client_that_has_ended_its_input_gets_the_rest() {
    EVENT_LOOP.check(
        "a client that sends until nothing more is taken, ends its input and only then reads gets all of its bytes, and \
         then the end.",
        "the connection is dropped when a read returns 0, or when `is_read_closed` says so, together with the output \
         that is not written yet. Or the client is not registered as writable: nothing more arrives here, so no other \
         event can come.",
        || {
            let server = EventLoop::start();
            let mut client = server.tapped_client(SMALL_BUFFERS);
            client.send("hello\n").expect("hello\n");
            let before = server.facts(|facts| facts.written);
            let bytes = numbered(MUCH);
            let mut sent = 0;
            note("the client sends until no more is written back");
            for piece in bytes.chunks(8_000) {
                let _ = client.socket().write_all(piece);
                sent += piece.len();
                server.until("waiting for your code to write back what was sent", |facts| {
                    facts.written >= before + sent || facts.full.contains(&1)
                });
                let_others_run();
                if server.facts(|facts| facts.written) < before + sent {
                    break;
                }
            }
            client.half_close();
            let_others_run();
            note("the client reads");
            gets_back(&client, &bytes[..sent]);
        },
    );
}

#[test]
fn connections_that_have_ended_are_dropped() {
    EVENT_LOOP.check_within(
        2 * LIMIT,
        "a connection that has ended, or was reset, or whose reads or writes fail, is dropped, and the others are \
         served on.",
        "the map keeps connections whose read returned 0 or failed, or an error of one of them leaves `serve`, \
         through `?` for instance.",
        || {
            let server = EventLoop::start();
            let mut witness = server.client();
            for number in 2..=100 {
                is_served(server.client(), "hello and goodbye\n");
                server.until_gone(number);
            }
            let mut reset = server.client();
            reset.send("I will not say goodbye\n").expect("I will not say goodbye\n");
            let _ = reset.reset();
            server.until_gone(101);
            let mut slow = server.tapped_client(SMALL_BUFFERS);
            slow.upload(numbered(MUCH));
            server.until("waiting until your code has filled the buffers of the client that does not read", |facts| {
                facts.full.contains(&102)
            });
            // It still sends, on another thread, and only the last handle that is closed ends the connection.
            let _ = slow.socket().shutdown(Shutdown::Both);
            let _ = slow.reset();
            server.until_gone(102);
            let reads_fail = Some((3, ErrorKind::TimedOut));
            let mut fails = server.tapped_client(TapOptions { reads_fail, ..TapOptions::default() });
            fails.send("abcdef");
            server.until_gone(103);
            let writes_fail = Some(ErrorKind::BrokenPipe);
            let mut fails = server.tapped_client(TapOptions { writes_fail, ..TapOptions::default() });
            fails.send("abcdef");
            server.until_gone(104);
            witness.send("I am still here\n").expect("I am still here\n");
        },
    );
}

#[test]
fn a_silent_client_is_left_alone() {
    EVENT_LOOP.check(
        "a client that sends nothing is not read again and again while another one is served 200 times.",
        "every connection is tried after each event, or all the time. `poll` says which of them to read. With ten \
         thousand silent clients, trying costs ten thousand system calls each time.",
        || {
            let server = EventLoop::start();
            let silent = server.client();
            let mut busy = server.client();
            for round in 0..200 {
                let words = format!("round {round}\n");
                busy.send(&words).expect(&words);
            }
            if silent.reads() > 20 {
                fail("your code called `read` more than 20 times for the client that sent nothing");
            }
            is_served(silent, "now I say something\n");
        },
    );
}

#[test]
fn all_is_done_on_one_thread() {
    EVENT_LOOP.check(
        "all calls for the clients are made on the thread that called `serve`.",
        "a thread for each client, or for each event. One thread is enough, because none of its calls waits.",
        || {
            let server = EventLoop::start();
            let clients = [server.client(), server.client(), server.client()];
            for client in clients {
                is_served(client, "who serves me?\n");
            }
            for number in 1..=3 {
                server.until_gone(number);
            }
            same("whether another thread was used", &server.facts(|facts| facts.elsewhere), &false);
        },
    );
}

#[test]
fn it_returns_when_no_more_clients_come_and_the_last_has_ended() {
    EVENT_LOOP.check(
        "when no more clients come, those that are connected are served to their end, and then `serve` returns.",
        "`serve` returns, and drops all connections, as soon as `next` returns None, or it waits in `poll` when no \
         connection is left.",
        || {
            let server = EventLoop::with(Arrivals { in_all: 2, ..Arrivals::default() });
            let (mut first, second) = (server.client(), server.client());
            server.until("waiting for your code to call `next` until it returns None", |facts| facts.told_the_end);
            note("`next` has returned None");
            first.send("am I still served?\n").expect("am I still served?\n");
            is_served(second, "and I?\n");
            is_served(first, "thank you\n");
            value_of("`serve`", server.close());

            note("a server to which no client comes");
            let server = EventLoop::with(Arrivals { in_all: 0, ..Arrivals::default() });
            value_of("`serve`", server.close());
        },
    );
}

/// More than the buffers of the kernel hold together with what may be kept.
const MUCH: usize = 500_000;

/// The most that may be kept of a client's bytes.
const MOST_HELD: u64 = 100 * 1024;

/// The kernel keeps little for a client that does not read, so that it is soon the turn of the code under test.
const SMALL_BUFFERS: TapOptions = TapOptions {
    buffers: Some(16 * 1024),
    read_at_most: None,
    write_at_most: None,
    interruptions: 0,
    reads_fail: None,
    writes_fail: None,
};

/// So many bytes of which no part is like another.
fn numbered(count: usize) -> Vec<u8> {
    (0_u32..).flat_map(|number| format!("{number}\n").into_bytes()).take(count).collect()
}

/// A thousand bytes are sent and come back, twice.
fn comes_back_in_rounds(mut client: TestConnection) {
    let bytes = numbered(1_000);
    client.send(&bytes).expect(&bytes);
    client.send(&bytes).expect(&bytes).half_close().expect_end();
}

/// The client reads until the end, and has to get these bytes. How many a wrong answer brings is chance, so none are shown.
fn gets_back(client: &TestConnection, bytes: &[u8]) {
    step("waiting for all bytes of the client, and the end");
    let mut received = Vec::new();
    let mut socket = client.socket();
    let _ = socket.set_read_timeout(Some(LIMIT));
    let outcome = socket.read_to_end(&mut received);
    if received != bytes {
        fail("the client did not get all of its bytes back, in order");
    }
    if outcome.is_err() {
        fail("the client got all of its bytes back, but not the end of the connection");
    }
}

/// A client says something, gets it back, and leaves.
fn is_served(mut client: TestConnection, words: &str) {
    client.send(words).expect(words).half_close().expect_end();
}

/// How clients come to the code.
#[derive(Clone, Copy)]
struct Arrivals {
    /// The listener is reported when so many more have come.
    together: usize,
    /// Then no more come.
    in_all: usize,
}

impl Default for Arrivals {
    fn default() -> Self {
        Self { together: 1, in_all: usize::MAX }
    }
}

/// The code, and what it was seen to do.
struct EventLoop {
    server: Server<io::Result<()>>,
    seen: Arc<Seen>,
}

impl EventLoop {
    fn start() -> Self {
        Self::with(Arrivals::default())
    }

    fn with(arrivals: Arrivals) -> Self {
        let seen = Arc::<Seen>::default();
        let theirs = Arc::clone(&seen);
        let server = Server::with(move |clients| {
            let poll = Poll::new()?;
            let waker = Arc::new(Waker::new(poll.registry(), LISTENER)?);
            let (come, coming) = mpsc::channel();
            let listener = Listener { coming, seen: theirs, waker: Arc::clone(&waker), come: 0 };
            listener.seen.change(|facts| facts.home = Some(thread::current().id()));
            thread::spawn(move || {
                for (client, number) in clients.take(arrivals.in_all).zip(1..) {
                    let _ = come.send(client);
                    if number % arrivals.together == 0 {
                        let _ = waker.wake();
                    }
                }
                drop(come);
                let _ = waker.wake();
            });
            serve(poll, listener)
        });
        Self { server, seen }
    }

    fn client(&self) -> TestConnection {
        self.server.client()
    }

    fn tapped_client(&self, options: TapOptions) -> TestConnection {
        self.server.tapped_client(options)
    }

    fn close(self) -> io::Result<()> {
        self.server.close()
    }

    /// Waits until the code was seen to do something, or has ended: then the next step of the check says how.
    fn until(&self, what: &str, done: impl Fn(&Facts) -> bool) {
        step(what);
        let facts = self.seen.facts.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.seen.changed.wait_while(facts, |facts| !done(facts) && !facts.over));
    }

    fn until_gone(&self, number: usize) {
        self.until(&format!("waiting for your code to drop the connection of client {number}"), |facts| {
            facts.gone.contains(&number)
        });
    }

    fn facts<T>(&self, of: impl Fn(&Facts) -> T) -> T {
        of(&self.seen.facts.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What the code was seen to do.
#[derive(Default)]
struct Seen {
    facts: Mutex<Facts>,
    changed: Condvar,
}

#[derive(Default)]
struct Facts {
    /// The thread that called `serve`.
    home: Option<ThreadId>,
    /// Another thread was used.
    elsewhere: bool,
    /// The clients to whom a write would have blocked. They are numbered from 1 as they come.
    full: HashSet<usize>,
    /// How many bytes were written, to all clients.
    written: usize,
    /// The clients whose connection was dropped.
    gone: HashSet<usize>,
    /// `next` has returned None.
    told_the_end: bool,
    /// The code has dropped the listener, as it does when it returns or panics.
    over: bool,
}

impl Seen {
    fn change(&self, change: impl FnOnce(&mut Facts)) {
        change(&mut self.facts.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_all();
    }

    fn called(&self) {
        self.change(|facts| facts.elsewhere |= facts.home != Some(thread::current().id()));
    }
}

/// What clients come from, without waiting.
struct Listener {
    coming: Receiver<io::Result<Tap>>,
    seen: Arc<Seen>,
    #[expect(dead_code, reason = "an event is lost when its waker is dropped")]
    waker: Arc<Waker>,
    come: usize,
}

impl Iterator for Listener {
    type Item = io::Result<Client>;

    fn next(&mut self) -> Option<io::Result<Client>> {
        self.seen.called();
        match self.coming.try_recv() {
            Ok(Ok(tap)) => {
                self.come += 1;
                Some(Client::new(tap, self.come, &self.seen))
            }
            Ok(Err(error)) => Some(Err(error)),
            Err(TryRecvError::Empty) => Some(Err(ErrorKind::WouldBlock.into())),
            Err(TryRecvError::Disconnected) => {
                self.seen.change(|facts| facts.told_the_end = true);
                None
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.seen.change(|facts| facts.over = true);
    }
}

/// A client's connection as the code gets it: a nonblocking socket with a tap.
struct Client {
    tap: Tap,
    /// The same socket, for mio.
    socket: TcpStream,
    number: usize,
    seen: Arc<Seen>,
}

impl Client {
    fn new(tap: Tap, number: usize, seen: &Arc<Seen>) -> io::Result<Self> {
        let socket = tap.socket().try_clone()?;
        for socket in [&socket, tap.socket()] {
            socket.set_nonblocking(true)?;
        }
        Ok(Self { tap, socket: TcpStream::from_std(socket), number, seen: Arc::clone(seen) })
    }
}

impl Read for Client {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.seen.called();
        // Through mio: on Windows it reports a socket again only when it has seen a call that would block.
        self.socket.try_io(|| self.tap.read(buffer))
    }
}

impl Write for Client {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.seen.called();
        let outcome = self.socket.try_io(|| self.tap.write(bytes));
        self.seen.change(|facts| match &outcome {
            Ok(count) => facts.written += count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => drop(facts.full.replace(self.number)),
            Err(_) => {}
        });
        outcome
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tap.flush()
    }
}

impl Source for Client {
    fn register(&mut self, registry: &Registry, token: Token, interests: Interest) -> io::Result<()> {
        self.seen.called();
        self.socket.register(registry, token, interests)
    }

    fn reregister(&mut self, registry: &Registry, token: Token, interests: Interest) -> io::Result<()> {
        self.seen.called();
        self.socket.reregister(registry, token, interests)
    }

    fn deregister(&mut self, registry: &Registry) -> io::Result<()> {
        self.seen.called();
        self.socket.deregister(registry)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.seen.called();
        self.seen.change(|facts| {
            facts.gone.insert(self.number);
        });
    }
}
