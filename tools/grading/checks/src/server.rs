//! The learner's code as a server that one client after another comes to.

use super::{
    Tap, TapOptions, TestConnection,
    failure::{Failure, fail},
    record::{Record, current},
    test_connection::ended,
};
use std::{
    io, mem,
    sync::{Arc, Mutex, mpsc},
    thread,
};
use support::lock;

/// What comes to the learner's code: connections, and failures to accept one. Like `TcpListener::incoming`.
pub type Clients = mpsc::IntoIter<io::Result<Tap>>;

/// The learner's code, to which a check sends clients.
///
/// A client comes when the learner's code asks for the next one. So a check knows, when it has sent one, that the code
/// is done with what came before, or does it elsewhere.
pub struct Server<T = ()> {
    accepts: mpsc::SyncSender<io::Result<Tap>>,
    outcome: mpsc::Receiver<Result<T, Failure>>,
    on_panic: Arc<Mutex<OnPanic>>,
    record: Arc<Mutex<Record>>,
}

/// Where clients wait for the end of the learner's code; or how it panicked: a client may come later than that, where another
/// thread than the one that panicked accepts it.
type OnPanic = Result<Vec<mpsc::Sender<Result<(), Failure>>>, Failure>;

impl<T: Send + 'static> Server<T> {
    /// Runs `code`, the learner's.
    pub fn with(code: impl FnOnce(Clients) -> T + Send + 'static) -> Self {
        let (accepts, clients) = mpsc::sync_channel(0);
        let (done, outcome) = mpsc::channel();
        let on_panic = Arc::new(Mutex::new(Ok(Vec::<mpsc::Sender<_>>::new())));
        let theirs = Arc::clone(&on_panic);
        thread::spawn(move || {
            let outcome = Failure::catch(|| code(clients.into_iter()));
            if let Err(failure) = &outcome {
                let waiting = mem::replace(&mut *lock(&theirs), Err(failure.clone()));
                for client in waiting.into_iter().flatten() {
                    // This connection may be over.
                    let _ = client.send(Err(failure.clone()));
                }
            }
            // The check may have ended already.
            let _ = done.send(outcome);
        });
        Self { accepts, outcome, on_panic, record: current() }
    }

    /// A client comes.
    pub fn client(&self) -> TestConnection {
        self.tapped_client(TapOptions::default())
    }

    /// A client comes whose connection is made difficult.
    pub fn tapped_client(&self, options: TapOptions) -> TestConnection {
        let (client, outcome) = mpsc::channel();
        match &mut *lock(&self.on_panic) {
            Ok(waiting) => waiting.push(client),
            Err(failure) => drop(client.send(Err(failure.clone()))),
        }
        let (connection, tap) = TestConnection::arranged(options, outcome);
        self.next(Ok(tap));
        lock(&self.record).transcript.note("a client has connected");
        options.note();
        connection
    }

    /// The learner's code fails to accept a client.
    pub fn failed_accept(&self, error: impl Into<io::Error>) {
        let error = error.into();
        let note = format!("`accept` failed: {error}");
        self.next(Err(error));
        lock(&self.record).transcript.note(note);
    }

    /// No more clients come. Returns what the learner's code returns.
    pub fn close(self) -> T {
        drop(self.accepts);
        lock(&self.record).transcript.note("no more clients connect");
        ended(&self.record, &self.outcome, "waiting for your code to return", || false)
    }

    fn next(&self, client: io::Result<Tap>) {
        let step = "waiting for your code to accept the next client";
        step.clone_into(&mut lock(&self.record).step);
        if self.accepts.send(client).is_err() {
            ended(&self.record, &self.outcome, "waiting for your code to return", || false);
            fail("your code stopped serving: it does not accept the next client")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Exercise;
    use std::{
        io::{ErrorKind, Read as _, Write as _},
        panic::{AssertUnwindSafe, catch_unwind},
    };

    const TEST: Exercise = Exercise { name: "test", read: "nothing" };

    /// Sends back one byte to each client; a failure to accept ends it.
    fn serve(clients: Clients) -> u32 {
        let mut served = 0;
        for client in clients.map_while(Result::ok) {
            let (mut client, mut buffer) = (client, [0]);
            assert!(client.read(&mut buffer).unwrap() > 0, "nothing came");
            client.write_all(&buffer).unwrap();
            served += 1;
        }
        served
    }

    fn fails(body: impl FnOnce() + Send + 'static) -> bool {
        catch_unwind(AssertUnwindSafe(|| TEST.check("a requirement.", "a cause.", body))).is_err()
    }

    #[test]
    fn one_client_after_another_is_served() {
        TEST.check("a requirement.", "a cause.", || {
            let server = Server::with(serve);
            server.client().send("a").expect("a").expect_end();
            server.client().send("b").expect("b").expect_end();
            assert_eq!(server.close(), 2);
        });
    }

    #[test]
    fn a_server_that_has_left_takes_no_further_client() {
        assert!(fails(|| {
            let server = Server::with(serve);
            server.failed_accept(ErrorKind::ConnectionAborted);
            server.client();
        }));
    }

    #[test]
    fn a_panic_is_heard_by_the_client_it_hits_and_by_the_next() {
        let heard = |connection: &mut TestConnection| {
            let thrown = catch_unwind(AssertUnwindSafe(|| {
                connection.expect("x");
            }))
            .unwrap_err();
            let failure = thrown.downcast::<Failure>().unwrap();
            assert!(failure.what.starts_with("your code panicked: nothing came"), "{}", failure.what);
        };
        TEST.check("a requirement.", "a cause.", move || {
            let server = Server::with(serve);
            heard(server.client().half_close());
        });
        assert!(fails(|| {
            let server = Server::with(serve);
            server.client().half_close().drain();
            server.client();
        }));
    }

    #[test]
    fn a_client_that_another_thread_accepts_after_the_panic_hears_of_it() {
        TEST.check("a requirement.", "a cause.", || {
            let server = Server::<()>::with(|clients| {
                thread::spawn(move || clients.for_each(drop));
                panic!("at once");
            });
            while lock(&server.on_panic).is_ok() {
                thread::yield_now();
            }
            let thrown = catch_unwind(AssertUnwindSafe(|| {
                server.client().expect("x");
            }));
            let thrown = thrown.unwrap_err();
            let failure = thrown.downcast::<Failure>().unwrap();
            assert!(failure.what.starts_with("your code panicked: at once"), "{}", failure.what);
        });
    }
}
