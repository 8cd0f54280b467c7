//! Shutting down a tokio server.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    clippy::unused_async,
    reason = "the file is a library of one function, and a stub has yet to use its arguments and to await something"
)]
mod exercise;

use checks::{Exercise, TestConnection, fail, note, same_bytes, shown, step, value_of};
use exercise::serve;
use socket2::{Domain, SockRef, Socket, Type};
use std::{
    cell::Cell,
    future::poll_fn,
    io::{self, Read as _, Write as _},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError},
    },
    task::Poll,
    thread,
    time::Duration,
};
use tokio::{
    runtime::{Builder, RuntimeMetrics},
    sync::{Semaphore, oneshot},
};

const SELECT_SHUTDOWN: Exercise = Exercise {
    name: "select_shutdown",
    read: "part 5, \"Graceful shutdown\" (book/src/5-many/graceful-shutdown.md)",
};

/// A reply that no two buffers of a connection can hold, so that writing it takes until the client reads.
const LONG: usize = 16 << 20;

#[test]
fn all_clients_are_served_at_the_same_time() {
    SELECT_SHUTDOWN.check(
        "each client gets the replies to its lines in order, while the request of another is being handled.",
        "the loop that accepts clients also waits for the connection or for the task that serves it. Spawn \
         a task, and go on. Or a line is cut off at the end of a buffer, or at a limit of your own.",
        || {
            let server = Server::start();
            let mut first = server.client("A");
            first.send("work\n");
            server.is_handling();
            let mut second = server.client("B");
            second.send("one\ntwo\n").expect(&server, "one one\ntwo two\n");
            second.send("\n  3 \n").expect(&server, " \n  3    3 \n");
            let long = "long ".repeat(1 << 19);
            second.send(format!("{long}\n")).expect(&server, format!("{long} {long}\n"));
            server.go_on();
            first.expect(&server, "work work\n");
            drop((first, second));
            server.ends();
        },
    );
}

#[test]
fn a_client_that_finishes_is_closed_at_once() {
    SELECT_SHUTDOWN.check(
        "when a client has closed its half, it gets the replies to its lines, and its connection is closed, \
         although the server goes on.",
        "the end of the input is not noticed: `next_line` then returns `None`, and `read_line` 0. Or \
         something else still owns the socket.",
        || {
            let server = Server::start();
            let mut client = server.client("A");
            client.send("one\ntwo\n").half_close().expect(&server, "one one\ntwo two\n");
            client.expect_end();
            server.ends();
        },
    );
}

#[test]
fn a_silent_client_does_not_delay_the_end() {
    SELECT_SHUTDOWN.check(
        "when `shutdown` is ready, each connection that waits for its client ends at once, without a reply \
         to half a line, and `serve` returns.",
        "the tasks do not learn of the shutdown, so they wait for their clients without end. A task can \
         wait for two things at once: for a line, and for a `watch` channel.",
        || {
            let server = Server::start();
            let mut silent = server.client("A");
            let mut answered = server.client("B");
            let mut in_a_line = server.client("C");
            answered.send("one\n").expect(&server, "one one\n");
            in_a_line.send("one\npay 10").expect(&server, "one one\n");
            server.shut_down();
            for client in [&mut silent, &mut answered, &mut in_a_line] {
                client.expect_end();
            }
            server.returns();
        },
    );
}

#[test]
fn a_client_that_connects_at_the_last_moment_does_not_delay_the_end() {
    SELECT_SHUTDOWN.check(
        "when a client connects in the moment in which `shutdown` becomes ready, its connection ends at once too.",
        "a task that begins just then waits for a change that was before it: `changed` says nothing of the value \
         that a new receiver finds. Wait for the value itself, with `wait_for`.",
        || {
            note("20 times: a client connects, and `shutdown` is ready");
            // `select!` polls in an order of its own, so which of the two your code sees first is left to chance.
            for attempt in 0..20 {
                let armed = Arc::new(AtomicBool::new(false));
                let server = Server::ending_at_poll(1 + attempt % 2, Arc::clone(&armed));
                server.until_all_are_polled();
                armed.store(true, Ordering::SeqCst);
                let _silent = TcpStream::connect(server.address)
                    .unwrap_or_else(|error| server.ended(&format!("a client could not connect: {error}")));
                server.until_all_are_polled();
                // In case nothing has polled it.
                drop(server.shutdown.take());
                server.returns();
            }
        },
    );
}

#[test]
fn a_request_that_is_being_handled_gets_its_reply() {
    SELECT_SHUTDOWN.check(
        "when `shutdown` is ready, a request that is being handled gets its whole reply, and `serve` \
         returns after that.",
        "`select!` waits for the whole connection or for the shutdown, and drops the first. Or `serve` \
         returns although tasks are running: `spawn` alone waits for nobody, and a `JoinSet` that is \
         dropped aborts its tasks.",
        || {
            let server = Server::start();
            let mut working = server.client("A");
            let mut silent = server.client("B");
            // So its task runs before the shutdown begins.
            silent.send("one\n").expect(&server, "one one\n");
            working.send("work\n");
            server.is_handling();
            server.shut_down();
            silent.expect_end();
            server.until_all_are_polled();
            server.go_on();
            working.expect(&server, "work work\n").expect_end();
            server.returns();
        },
    );
}

#[test]
fn a_reply_that_is_being_written_arrives_whole() {
    SELECT_SHUTDOWN.check(
        "when `shutdown` is ready, a reply that is being written is written to its end, however slowly the \
         client reads.",
        "`write_all` is dropped half-way, by `select!`, by `timeout` or with its task. Or `write` is called \
         once, and takes a part only.",
        || {
            let server = Server::start();
            let mut slow = server.client("A");
            let mut silent = server.client("B");
            silent.send("one\n").expect(&server, "one one\n");
            slow.send("long\n").expect(&server, "x");
            note("client A has the first byte of a long reply, and reads no further");
            server.shut_down();
            silent.expect_end();
            server.until_all_are_polled();
            note("client A reads on");
            slow.expect(&server, "x".repeat(LONG - 1) + "\n").expect_end();
            server.returns();
        },
    );
}

#[test]
fn the_end_waits_for_the_tasks_and_not_for_a_time() {
    SELECT_SHUTDOWN.check(
        "on a runtime without timers, requests get their replies before and after `shutdown` is ready, and `serve` \
         returns.",
        "a `sleep` or a `timeout`, which panics where the runtime has no timers. Whatever time you choose, it is \
         too short for one task, and too long for another. Wait until the last task has ended.",
        || {
            let server = Server::without_timers();
            let mut working = server.client("A");
            let mut silent = server.client("B");
            silent.send("one\n").expect(&server, "one one\n");
            working.send("work\n");
            server.is_handling();
            server.shut_down();
            silent.expect_end();
            server.go_on();
            working.expect(&server, "work work\n").expect_end();
            server.returns();
        },
    );
}

#[test]
fn new_clients_are_refused_while_the_last_request_is_handled() {
    SELECT_SHUTDOWN.check(
        "when `shutdown` is ready, the listener is closed before the last connection has ended: new clients \
         are refused, and can go to another server.",
        "the listener lives until `serve` returns. Its queue still takes clients that nobody will accept. \
         Drop it when the accept loop ends.",
        || {
            let server = Server::start();
            let mut working = server.client("A");
            working.send("work\n");
            server.is_handling();
            server.shut_down();
            step("waiting until your code closes its listener, while the request of client A is handled,");
            while TcpStream::connect(server.address).is_ok() {
                thread::park_timeout(Duration::from_millis(5));
            }
            note("a new client is refused");
            server.go_on();
            working.expect(&server, "work work\n").expect_end();
            server.returns();
        },
    );
}

#[test]
fn a_client_that_goes_on_sending_does_not_prevent_the_end() {
    SELECT_SHUTDOWN.check(
        "when `shutdown` is ready, a connection ends although its client goes on sending lines.",
        "the shutdown is looked at only when no line has arrived: so it is with `biased;` and the line as \
         the first branch, or with a drain that reads to the end of the input.",
        || {
            let server = Server::start();
            let mut client = server.client("A");
            client.send("one\n").expect(&server, "one one\n");
            note("client A goes on sending lines, and reads the replies");
            let mut flood = value_of("`try_clone`", client.stream.try_clone());
            let lines = "x\n".repeat(4096);
            // It ends when the connection does.
            thread::spawn(move || while flood.write_all(lines.as_bytes()).is_ok() {});
            client.expect(&server, "x x\n".repeat(200));
            server.shut_down();
            step("waiting for your code to end the connection of a client that goes on sending");
            let mut replies = [0; 4096];
            while client.stream.read(&mut replies).is_ok_and(|count| count > 0) {}
            server.returns();
        },
    );
}

#[test]
fn a_broken_connection_harms_no_other() {
    SELECT_SHUTDOWN.check(
        "when a client's connection has been reset, the others are served, and `serve` returns `Ok` at the \
         end.",
        "the error of one connection is returned by `serve`: a `?` or an `unwrap` on what a task has \
         returned.",
        || {
            let server = Server::start();
            let mut gone = server.client("A");
            let mut other = server.client("B");
            gone.send("work\n");
            server.is_handling();
            note("the connection of client A is reset");
            // Bytes that are never read make the end of the connection a reset on every system.
            gone.send("more\n");
            let _ = SockRef::from(&gone.stream).set_linger(Some(Duration::ZERO));
            drop(gone);
            server.go_on();
            other.send("one\n").expect(&server, "one one\n");
            let mut late = server.client("C");
            late.send("two\n").expect(&server, "two two\n");
            drop((other, late));
            server.ends();
        },
    );
}

/// The learner's server, on a runtime of its own.
struct Server {
    address: SocketAddr,
    metrics: RuntimeMetrics,
    code: Cell<Option<TestConnection<io::Result<()>>>>,
    shutdown: Cell<Option<oneshot::Sender<()>>>,
    /// Hears of each call of `handle_request` that waits until the check lets it go on.
    begun: Receiver<()>,
    go_on: Arc<Semaphore>,
    /// Nothing is ever sent: it hears when `serve` has returned or panicked, and its runtime is gone.
    over: Receiver<()>,
}

impl Server {
    fn start() -> Self {
        Self::on(Builder::new_current_thread().enable_all())
    }

    fn without_timers() -> Self {
        note("the runtime has no timers");
        Self::on(Builder::new_current_thread().enable_io())
    }

    /// `shutdown` is ready at the given poll after it was armed, if the check has not ended it before.
    fn ending_at_poll(mut polls: u32, armed: Arc<AtomicBool>) -> Self {
        Self::with(Builder::new_current_thread().enable_all(), move |mut begins| {
            poll_fn(move |context| {
                if armed.load(Ordering::SeqCst) {
                    polls -= 1;
                    if polls == 0 {
                        return Poll::Ready(());
                    }
                }
                Pin::new(&mut begins).poll(context).map(drop)
            })
        })
    }

    fn on(runtime: &mut Builder) -> Self {
        // When a check fails, its end of the channel is dropped, and that is a shutdown too.
        Self::with(runtime, |begins| async move { drop(begins.await) })
    }

    fn with<Ready: Future<Output = ()>>(
        runtime: &mut Builder,
        shutdown_by: impl FnOnce(oneshot::Receiver<()>) -> Ready + Send + 'static,
    ) -> Self {
        let listener = value_of("`bind`", TcpListener::bind((Ipv4Addr::LOCALHOST, 0)));
        let address = value_of("`local_addr`", listener.local_addr());
        let (shutdown, begins) = oneshot::channel::<()>();
        let (calls, begun) = mpsc::channel();
        let go_on = Arc::new(Semaphore::new(0));
        let (running, over) = mpsc::channel::<()>();
        let handle_request = handler(calls, Arc::clone(&go_on));
        let runtime = value_of("`build`", runtime.build());
        let metrics = runtime.metrics();
        let code = TestConnection::with(move |_| {
            let _running = running;
            listener.set_nonblocking(true)?;
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                serve(listener, handle_request, shutdown_by(begins)).await
            })
        });
        let (code, shutdown) = (Cell::new(Some(code)), Cell::new(Some(shutdown)));
        Self { address, metrics, code, shutdown, begun, go_on, over }
    }

    fn client(&self, name: &'static str) -> Client {
        note(format!("client {name} connects"));
        let outcome = Socket::new(Domain::IPV4, Type::STREAM, None).and_then(|socket| {
            // A bound, so that no system grows it to the size of the long reply.
            socket.set_recv_buffer_size(256 * 1024)?;
            socket.connect(&self.address.into())?;
            Ok(socket)
        });
        match outcome {
            Ok(socket) => Client { name, stream: socket.into() },
            Err(error) => self.ended(&format!("client {name} could not connect: {error}")),
        }
    }

    /// Waits until `handle_request` has been called with a line that takes its time.
    fn is_handling(&self) {
        step("waiting for your code to call `handle_request`");
        if self.begun.recv().is_err() {
            self.ended("your code did not call `handle_request`");
        }
        note("your code has called `handle_request`, whose future is not ready yet");
    }

    /// Lets that call go on.
    fn go_on(&self) {
        note("the future of `handle_request` is ready");
        self.go_on.add_permits(1);
    }

    fn shut_down(&self) {
        note("`shutdown` is ready");
        drop(self.shutdown.take());
    }

    /// Waits until every task that was woken has been polled. The runtime has one thread, which then sleeps.
    fn until_all_are_polled(&self) {
        step("waiting until no task of your code can go on");
        let is_asleep = || !self.metrics.worker_park_unpark_count(0).is_multiple_of(2);
        while !is_asleep() && self.over.try_recv() == Err(TryRecvError::Empty) {
            thread::park_timeout(Duration::from_millis(1));
        }
    }

    fn returns(&self) {
        step("waiting for `serve` to return");
        self.outcome();
    }

    /// Without requests under way, the server ends at the shutdown.
    fn ends(&self) {
        self.shut_down();
        self.returns();
    }

    /// What `serve` returned; an error or a panic ends the check.
    fn outcome(&self) {
        if let Some(code) = self.code.take() {
            value_of("`serve`", code.finish());
        }
    }

    /// Ends the check: a connection has ended too early, or because all of the learner's code has.
    fn ended(&self, what: &str) -> ! {
        // Connections are closed a moment before it is known that `serve` has returned or panicked.
        if self.over.recv_timeout(Duration::from_secs(2)) == Err(RecvTimeoutError::Disconnected) {
            self.outcome();
            fail(format!("{what}, because `serve` had returned"));
        }
        fail(what)
    }
}

/// What is called for each line. A line `work` takes until the check lets it go on, and `long` has a long reply.
fn handler(calls: Sender<()>, go_on: Arc<Semaphore>) -> impl Fn(String) -> Handled + Clone + Send + 'static {
    move |line| {
        let (calls, go_on) = (calls.clone(), Arc::clone(&go_on));
        Box::pin(async move {
            match line.as_str() {
                "work" => {
                    let _ = calls.send(());
                    if let Ok(permit) = go_on.acquire().await {
                        permit.forget();
                    }
                }
                "long" => return "x".repeat(LONG),
                _ => {}
            }
            format!("{line} {line}")
        })
    }
}

type Handled = Pin<Box<dyn Future<Output = String> + Send>>;

/// A client of that server.
struct Client {
    name: &'static str,
    stream: TcpStream,
}

impl Client {
    fn send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let bytes = bytes.as_ref();
        note(format!("client {} sends {}", self.name, shown(bytes)));
        // Whether a closed connection refuses a write is a matter of time. What comes back tells that it is closed.
        let _ = self.stream.write_all(bytes);
        self
    }

    fn half_close(&mut self) -> &mut Self {
        note(format!("client {} closes its half", self.name));
        let _ = self.stream.shutdown(Shutdown::Write);
        self
    }

    /// The next bytes that come must be these.
    fn expect(&mut self, server: &Server, expected: impl AsRef<[u8]>) -> &mut Self {
        let expected = expected.as_ref();
        step(&format!("waiting for client {} to receive {}", self.name, shown(expected)));
        let mut received = vec![0; expected.len()];
        let mut count = 0;
        while count < expected.len() {
            match self.stream.read(&mut received[count..]) {
                Ok(0) | Err(_) if count == 0 => {
                    let missing = shown(expected);
                    server.ended(&format!("the connection of client {} ended before {missing}", self.name))
                }
                Ok(0) | Err(_) => break,
                Ok(more) => {
                    let new = count..count + more;
                    count += more;
                    if received[new.clone()] != expected[new] {
                        break;
                    }
                }
            }
        }
        same_bytes(&format!("what client {} received", self.name), &received[..count], expected);
        note(format!("client {} receives {}", self.name, shown(expected)));
        self
    }

    fn expect_end(&mut self) {
        step(&format!("waiting for your code to end the connection of client {}", self.name));
        let mut more = [0; 256];
        // A reset is an end as well.
        let count = self.stream.read(&mut more).unwrap_or_default();
        same_bytes(&format!("what else client {} received", self.name), &more[..count], b"");
        note(format!("the connection of client {} has ended", self.name));
    }
}
