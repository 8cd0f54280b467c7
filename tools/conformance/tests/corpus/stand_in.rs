//! A server in this process that is started for each check, and whose connections are handled by a function with a fault.

use conformance::{Running, Target, Unusable};
use socket_basics::listen_at;
use std::{
    collections::HashMap,
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};
use support::lock;

/// Serves one connection, the first, the second and so on of this server; false ends the server.
pub(crate) type Handle = Arc<dyn Fn(&TcpStream, usize) -> bool + Send + Sync>;

/// Starts servers that handle connections so, each in a thread of its own.
#[derive(Clone)]
pub(crate) struct StandIn {
    pub(crate) handle: Handle,
    /// Whether no other client is accepted after the first.
    pub(crate) accepts_once: bool,
    /// Whether no other client is accepted before the first has sent something.
    pub(crate) reads_before_it_accepts: bool,
}

impl Target for StandIn {
    fn start(&self, _limit: Duration) -> Result<Box<dyn Running>, Unusable> {
        // With an accept queue for a burst of clients, which `TcpListener::bind` does not have.
        let listener =
            listen_at((Ipv4Addr::LOCALHOST, 0).into()).map_err(|error| Unusable(error.to_string()))?;
        let address = listener.local_addr().map_err(|error| Unusable(error.to_string()))?;
        let shared = Arc::new(Shared::default());
        let (stand_in, theirs) = (self.clone(), Arc::clone(&shared));
        thread::spawn(move || serve(&listener, &stand_in, &theirs));
        Ok(Box::new(InThreads { address, shared }))
    }
}

#[derive(Default)]
struct Shared {
    ended: AtomicBool,
    connections: Mutex<HashMap<SocketAddr, TcpStream>>,
}

fn serve(listener: &TcpListener, stand_in: &StandIn, shared: &Arc<Shared>) {
    let mut number = 0;
    while let Ok((stream, client)) = listener.accept() {
        number += 1;
        if shared.ended.load(Ordering::Relaxed) {
            break;
        }
        let _ = stream.set_nodelay(true);
        lock(&shared.connections).extend(stream.try_clone().map(|stream| (client, stream)));
        if stand_in.reads_before_it_accepts && number == 1 {
            let _ = stream.peek(&mut [0]);
        }
        let (handle, shared, address) =
            (Arc::clone(&stand_in.handle), Arc::clone(shared), listener.local_addr());
        thread::spawn(move || {
            let goes_on = handle(&stream, number);
            if let (false, Ok(address)) = (goes_on, address) {
                end(&shared, address);
            }
            let _ = stream.shutdown(Shutdown::Both);
            lock(&shared.connections).remove(&client);
        });
        if stand_in.accepts_once {
            break;
        }
    }
}

/// Wakes the thread that accepts, and those that read.
fn end(shared: &Shared, address: SocketAddr) {
    shared.ended.store(true, Ordering::Relaxed);
    let _ = TcpStream::connect(address);
    for (_, stream) in lock(&shared.connections).drain() {
        let _ = stream.shutdown(Shutdown::Both);
    }
}

struct InThreads {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Running for InThreads {
    fn address(&self) -> SocketAddr {
        self.address
    }

    /// The socket is in this process, so it can be asked, which is much faster than to look for it among all.
    fn unread(&self, client: SocketAddr) -> Option<u64> {
        let connections = lock(&self.shared.connections);
        let stream = connections.get(&client);
        // It has not been accepted yet, or it is over.
        stream.map_or(Some(1), unread)
    }
}

/// A server that never closes a connection waits until the judge ends it.
pub(crate) fn wait_for_the_judge(stream: &TcpStream) {
    while stream.peer_addr().is_ok() {
        thread::park_timeout(Duration::from_millis(20));
    }
}

#[cfg(unix)]
fn unread(stream: &TcpStream) -> Option<u64> {
    rustix::io::ioctl_fionread(stream).ok()
}

#[cfg(not(unix))]
fn unread(_stream: &TcpStream) -> Option<u64> {
    None
}

impl Drop for InThreads {
    fn drop(&mut self) {
        end(&self.shared, self.address);
    }
}
