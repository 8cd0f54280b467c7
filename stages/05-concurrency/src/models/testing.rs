//! What the tests of tasks share.

use crate::connection::EndedEarly;
use std::{
    fmt::Debug,
    io::ErrorKind,
    net::{SocketAddr, TcpListener},
    time::Duration,
};
use testkit::Peer;
use tokio::{
    net::TcpStream,
    runtime::{Builder, Runtime},
};

/// An idle timeout that passes in a moment.
pub(crate) const SHORT: Duration = Duration::from_millis(10);

/// A connection whose runtime learns neither of input nor of room, as after a suspension: nothing runs on it.
pub(crate) struct Unpolled {
    _runtime: Runtime,
    pub(crate) stream: TcpStream,
}

pub(crate) fn unpolled(connect: impl FnOnce(SocketAddr) -> Peer) -> (Peer, Unpolled) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let peer = connect(listener.local_addr().unwrap());
    let (stream, _) = listener.accept().unwrap();
    stream.set_nonblocking(true).unwrap();
    let runtime = Builder::new_current_thread().enable_io().build().unwrap();
    let inside = runtime.enter();
    let stream = TcpStream::from_std(stream).unwrap();
    drop(inside);
    (peer, Unpolled { _runtime: runtime, stream })
}

/// Runs it where timers pass.
pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
    Builder::new_current_thread().enable_time().build().unwrap().block_on(work)
}

#[track_caller]
pub(crate) fn assert_timed_out<T: Debug>(outcome: Result<T, EndedEarly>) {
    let error = outcome.unwrap_err();
    assert!(matches!(&error, EndedEarly::Failed(error) if error.kind() == ErrorKind::TimedOut), "{error:?}");
}
