//! Stage 1: a socket has an address and a type.
//!
//! An [`Endpoint`] is the host and the port that a user types. [`Endpoint::resolve`] finds its addresses, and
//! [`listen`] and [`connect`] make sockets for them. The later stages use these, and also what every program here has
//! in common: [`announce`], [`accept_next`], [`log`] and [`exit_code`].

mod accept;
mod attempt;
mod connect;
mod console;
mod endpoint;
mod listen;
mod log;
mod port;
mod reason;
mod report;
mod reset_on_close;
mod scope;
mod socket_type;

pub use accept::{ACCEPT_BACKOFF, accept_next, is_about_one_client};
pub use attempt::Attempt;
pub use connect::{CONNECT_TIMEOUT, ConnectError, connect};
pub use console::{announce, exit_code, print_error};
pub use endpoint::{Endpoint, ResolveError};
pub use listen::{BACKLOG, ListenError, listen, listen_at};
pub use log::log;
pub use port::PortRange;
pub use reason::reason;
pub use report::report;
pub use reset_on_close::reset_on_close;
pub use socket_type::SocketType;
