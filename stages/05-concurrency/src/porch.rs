//! The porch: where connections that we end are kept for a moment before they are closed.

use crate::lock::lock;
use calculator_server::Reply;
use socket_basics::tell;
use socket2::SockRef;
use std::{
    collections::VecDeque,
    io::Write as _,
    net::{Shutdown, SocketAddr, TcpStream},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

/// How long a connection stays on the porch: enough for its last bytes to cross any network people use.
pub(crate) const LINGER: Duration = Duration::from_millis(500);

/// How many connections fit on the porch. When one more comes, the oldest is closed early.
const ROOM: usize = 1024;

/// What a newcomer is told when there is no room for it.
const FULL: &str = "the server is full, try again later";

/// Connections whose last words are on their way.
///
/// Closing a socket that holds unread input sends a reset, and a reset overtakes and may destroy what was written
/// before (RFC 1122, section 4.2.2.13; RFC 2525, section 2.17). A client that we turn away has usually just asked
/// something, and so has one that is speaking when the server stops. Such a connection is told to end, and closed only
/// when there was time for the words to arrive.
#[derive(Default)]
pub(crate) struct Porch(Mutex<VecDeque<(Instant, Arc<TcpStream>)>>);

impl Porch {
    // ANCHOR: turn_away
    /// Tells a newcomer for whom there is no room to come again, whatever it is that there is not enough of.
    pub(crate) fn turn_away(&self, stream: Arc<TcpStream>, address: SocketAddr, cause: &str) {
        tell(format_args!("{address} turned away: {cause}"));
        // The first bytes of a connection always fit into its buffer, so this does not wait for the client.
        let _ = stream.as_ref().write_all(format!("{}\n", Reply::busy(FULL)).as_bytes());
        self.see_off(stream);
    }
    // ANCHOR_END: turn_away

    /// Ends our half of the connection now, and closes it a little later.
    pub(crate) fn see_off(&self, stream: Arc<TcpStream>) {
        // It may be closed already by the other end; then there is nothing to end.
        let _ = stream.shutdown(Shutdown::Write);
        let mut leaving = lock(&self.0);
        if leaving.len() == ROOM {
            leaving.pop_front();
        }
        leaving.push_back((Instant::now(), stream));
    }

    /// Closes the connections that have been here long enough, and says how long until the next has.
    pub(crate) fn sweep(&self) -> Option<Duration> {
        let mut leaving = lock(&self.0);
        while let Some((since, _)) = leaving.front() {
            let rest = LINGER.saturating_sub(since.elapsed());
            if !rest.is_zero() {
                return Some(rest);
            }
            leaving.pop_front();
        }
        None
    }
}

/// Has closing throw away what the other end would not take, and reset the connection. Otherwise the system would
/// keep the bytes, and go on offering them, for minutes (tcp(7), `tcp_orphan_retries`).
pub(crate) fn cut(stream: &SockRef<'_>) {
    // Where this fails the connection is gone already.
    let _ = stream.set_linger(Some(Duration::ZERO));
}
