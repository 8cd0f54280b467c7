//! Stage 5: many clients at once, and a graceful shutdown.
//!
//! [`Server`] accepts connections until it is told to [shut down](ShutdownHandle::begin_shutdown). The [`Model`] decides
//! who serves each connection, and the models differ in nothing else:
//!
//! - `threads`: a thread for each connection;
//! - `pool`: a fixed number of threads, and a queue of connections that wait for one;
//! - `events`: one thread, and an event loop that serves whichever connection is ready;
//! - `async`: a task for each connection, on a few threads that run whatever is ready.
//!
//! The accept loop, the connection limit, the idle timeout, the lingering close and the shutdown are the same for all.

mod acceptor;
mod config;
mod connection;
mod connection_limit;
mod lingering_close;
mod models;
mod panics;
mod server;
mod shutdown;
mod timed_stream;

pub use config::{Config, raise_descriptor_limit};
pub use models::Model;
pub use panics::log_panics;
pub use server::{HandleRequest, Server};
pub use shutdown::{SHUTDOWN_TIMEOUT, ShutdownHandle, shutdown_on_signals};
