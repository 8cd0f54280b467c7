//! The server: it accepts connections, hands each to a connection handler, and drains them all when it shuts down.

use crate::{
    Config, Model, SHUTDOWN_TIMEOUT, ShutdownHandle,
    acceptor::Acceptor,
    connection::Connection,
    connection_limit::ConnectionLimit,
    lingering_close::LingeringClose,
    models::{ConnectionHandler, EventLoopThread, Pool, Service, Tasks, Threads},
    shutdown::Shutdown,
};
use anyhow::Context as _;
use calculator_server::Reply;
use socket_basics::{BACKLOG, log};
use socket2::SockRef;
use std::{
    io,
    net::{SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    time::{Duration, Instant},
};

/// What makes the reply to a request: [`calculator_server::handle_request`], or what a test puts in its place.
pub type HandleRequest = fn(&[u8]) -> Reply;

/// How long the server, once it shuts down, waits for descriptors for the connections that it has not accepted yet.
/// After that there is still time to serve the last of them.
const LAST_ACCEPT_TIMEOUT: Duration = Duration::from_secs(2);

/// How many bytes of replies the kernel keeps for a client that does not read them (Linux doubles it for its own needs).
///
/// Without it the kernel would let this grow to megabytes (tcp(7), `tcp_wmem`), and a few hundred clients that never
/// read would use up its memory for all connections. This holds the replies to one read, the longest of them.
const SEND_BUFFER_SIZE: usize = 64 * 1024;

/// A server of many clients at once.
pub struct Server {
    acceptor: Acceptor,
    limit: Arc<ConnectionLimit>,
    lingering_close: Arc<LingeringClose>,
    handler: Box<dyn ConnectionHandler>,
}

impl Server {
    /// A server that accepts connections from a bound listener, and makes each reply with `handle_request`.
    ///
    /// # Errors
    ///
    /// When the system has no threads for the pool, or nothing that waits for connections and signals.
    pub fn new(
        listener: TcpListener,
        config: &Config,
        handle_request: HandleRequest,
    ) -> anyhow::Result<Self> {
        let lingering_close =
            LingeringClose::start(config.idle_timeout).context("could not start the threads")?;
        // Accepted connections inherit it from the listener.
        SockRef::from(&listener)
            .set_send_buffer_size(SEND_BUFFER_SIZE)
            .context("could not bound what the kernel keeps for a client")?;
        let acceptor = Acceptor::new(listener).context("could not wait for connections")?;
        let shutdown = acceptor.shutdown_handle().state();
        let handler = handler(config, handle_request, shutdown, Arc::clone(&lingering_close))
            .context("could not start the threads")?;
        Ok(Self { acceptor, limit: ConnectionLimit::new(config.max_clients), lingering_close, handler })
    }

    /// Where it listens.
    ///
    /// # Errors
    ///
    /// What the system says when it does not know.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.acceptor.address()
    }

    /// What shuts it down.
    #[must_use]
    pub fn shutdown_handle(&self) -> ShutdownHandle {
        self.acceptor.shutdown_handle().clone()
    }

    // ANCHOR: run
    /// Serves until the shutdown begins, then drains: accepts the connections that are still in the accept
    /// queue, replies to the requests that have arrived, and closes every connection. What is left after
    /// [`SHUTDOWN_TIMEOUT`] is cut off.
    ///
    /// Where there are no descriptors for the connections in the accept queue, they wait until others end,
    /// for two seconds at most. Those that still wait then are reset.
    pub fn run(mut self) {
        while let Some((stream, address)) = self.acceptor.accept() {
            self.admit(stream, address);
        }
        let begun = Instant::now();
        self.handler.drain();
        // Others may connect meanwhile, so no more are accepted than the queue is long.
        for _ in 0..BACKLOG {
            let Some((stream, address)) = self.acceptor.accept_queued(begun + LAST_ACCEPT_TIMEOUT) else {
                break;
            };
            self.admit(stream, address);
        }
        // This closes the listener: new connections are refused from now on.
        drop(self.acceptor);
        self.limit.wait_until_idle(SHUTDOWN_TIMEOUT.saturating_sub(begun.elapsed()));
        self.lingering_close.wait_until_empty(SHUTDOWN_TIMEOUT.saturating_sub(begun.elapsed()));
        self.lingering_close.close_all();
    }
    // ANCHOR_END: run

    /// Has a new connection served, or rejects it when the limit is reached.
    fn admit(&self, stream: TcpStream, address: SocketAddr) {
        match self.limit.try_acquire() {
            Some(permit) => {
                log(format_args!("{address} connected"));
                // Replies are written together as far as they are ready; Nagle's delay (RFC 896) would only add to it.
                let _ = stream.set_nodelay(true);
                self.handler.handle(Connection { stream, address, permit });
            }
            None => self.lingering_close.reject(stream, address, "the server is full"),
        }
    }
}

fn handler(
    config: &Config,
    handle_request: HandleRequest,
    shutdown: Shutdown,
    lingering_close: Arc<LingeringClose>,
) -> io::Result<Box<dyn ConnectionHandler>> {
    let service = Service { handle_request, idle_timeout: config.idle_timeout, shutdown, lingering_close };
    Ok(match config.model {
        Model::Threads => Box::new(Threads::new(service)),
        Model::Pool => Box::new(Pool::new(service, config.workers, config.max_clients)?),
        Model::Events => Box::new(EventLoopThread::start(service)?),
        Model::Async => Box::new(Tasks::new(service)?),
    })
}
