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

#[path = "grade/clients.rs"]
mod clients;
#[path = "grade/event_loop.rs"]
mod event_loop;
#[path = "grade/idle.rs"]
mod idle;
#[path = "grade/seen.rs"]
mod seen;
#[path = "grade/uploads.rs"]
mod uploads;

use checks::{Exercise, LIMIT, TapOptions, TestConnection, fail, let_others_run, note, same, step, value_of};
use event_loop::{Arrivals, EventLoop};
use idle::waits_in_poll;
use std::{
    io::{ErrorKind, Read as _},
    net::Shutdown,
};
use uploads::{MOST_HELD, MUCH, SMALL_BUFFERS, gets_back, numbered, sends_until_full};

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
            // When it reads, its upload goes on, and the bytes that arrive bring events of their own. So code that does not read on
            // by itself may pass here. The check of a client that has ended its input finds it.
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
            if slow.seen().most_held > MOST_HELD {
                fail("your code kept more than 100 KiB that the client had not taken");
            }
            note("the slow client reads");
            gets_back(&slow, &bytes);
        },
    );
}

#[test]
fn a_client_that_reads_late_gets_the_rest() {
    EVENT_LOOP.check_within(
        2 * LIMIT,
        "a client that sends until no more is written back, and only then reads, gets all of its bytes.",
        "the connection is served only when it is reported as readable. Nothing more arrives here, so the one event that comes \
         says that the connection is writable.",
        || {
            let server = EventLoop::start();
            let mut client = server.tapped_client(SMALL_BUFFERS);
            client.send("hello\n").expect("hello\n");
            let bytes = numbered(MUCH);
            // A piece is small enough to be read as a whole. Then nothing is left that would be reported as readable.
            let sent = sends_until_full(&server, &client, &bytes, 4_000);
            note("the client reads");
            step("waiting for all bytes of the client");
            let mut received = vec![0; sent];
            let mut socket = client.socket();
            let _ = socket.set_read_timeout(Some(LIMIT));
            if socket.read_exact(&mut received).is_err() || received != bytes[..sent] {
                fail("the client did not get all of its bytes back, in order");
            }
        },
    );
}

#[test]
fn a_client_that_has_ended_its_input_gets_the_rest() {
    EVENT_LOOP.check_within(
        2 * LIMIT,
        "a client that sends until nothing more is taken, ends its input and only then reads gets all of its bytes, and \
         then the end.",
        "the connection is dropped when a read returns 0, or when `is_read_closed` says so, together with the output \
         that is not written yet. Or the client is not registered as writable: nothing more arrives here, so no other \
         event can come. Or the code does not read on after it has written what was left.",
        || {
            let server = EventLoop::start();
            let mut client = server.tapped_client(SMALL_BUFFERS);
            client.send("hello\n").expect("hello\n");
            let bytes = numbered(MUCH);
            let sent = sends_until_full(&server, &client, &bytes, 8_000);
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
         still served.",
        "the map keeps connections whose read returned 0 or failed, or an error of one of them leaves `serve`, \
         through `?` for instance, or a new connection gets the token of one that is still there.",
        || {
            let server = EventLoop::start();
            let first = server.client();
            let mut witness = server.client();
            witness.send("I came second\n").expect("I came second\n");
            is_served(first, "I leave before the witness\n");
            server.until_gone(1);
            for number in 3..=100 {
                is_served(server.client(), "hello and goodbye\n");
                server.until_gone(number);
            }
            let reads_fail = Some((3, ErrorKind::TimedOut));
            let mut fails = server.tapped_client(TapOptions { reads_fail, ..TapOptions::default() });
            fails.send("abcdef");
            server.until_gone(101);
            let writes_fail = Some(ErrorKind::BrokenPipe);
            let mut fails = server.tapped_client(TapOptions { writes_fail, ..TapOptions::default() });
            fails.send("abcdef");
            server.until_gone(102);
            witness.send("I am still here\n").expect("I am still here\n");
            // Linux may report a reset once more as the end of the input, so code that keeps what has failed is found above.
            let mut reset = server.client();
            reset.send("I will not say goodbye\n").expect("I will not say goodbye\n");
            let _ = reset.reset();
            server.until_gone(103);
            let mut slow = server.tapped_client(SMALL_BUFFERS);
            slow.upload(numbered(MUCH));
            server.until("waiting until your code has filled the buffers of the client that does not read", |facts| {
                facts.full.contains(&104)
            });
            // It still sends, on another thread, and only the last handle that is closed ends the connection.
            let _ = slow.socket().shutdown(Shutdown::Both);
            let _ = slow.reset();
            server.until_gone(104);
            witness.send("and I stay\n").expect("and I stay\n");
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
            if silent.seen().reads > 20 {
                fail("your code called `read` more than 20 times for the client that sent nothing");
            }
            is_served(silent, "now I say something\n");
        },
    );
}

#[test]
fn without_an_event_nothing_is_done() {
    EVENT_LOOP.check(
        "while nothing happens, the code waits in `poll`, and uses no processor time.",
        "the timeout of `poll` is zero or short, perhaps with a sleep between two calls: the loop uses a processor although \
         no client needs anything, or a client waits until the sleep ends. With the timeout `None`, `poll` waits until \
         something happens.",
        || {
            let server = EventLoop::start();
            let mut client = server.client();
            client.send("hello\n").expect("hello\n");
            note("the client is silent now");
            waits_in_poll(&server);
            client.send("I am still here\n").expect("I am still here\n");
            waits_in_poll(&server);
            is_served(client, "goodbye\n");
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
            same(
                "the answer to \"was another thread used?\"",
                &server.facts(|facts| facts.elsewhere),
                &false,
            );
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

/// A thousand bytes are sent and come back, twice.
fn comes_back_in_rounds(mut client: TestConnection) {
    let bytes = numbered(1_000);
    // While the code waits, bytes bring one event. While it runs, they may bring a second one, which hides a mistake.
    let_others_run();
    client.send(&bytes).expect(&bytes);
    client.send(&bytes).expect(&bytes).half_close().expect_end();
}

/// A client says something, gets it back, and leaves.
fn is_served(mut client: TestConnection, words: &str) {
    client.send(words).expect(words).half_close().expect_end();
}
