//! Stage 1: a socket is an address and a kind.
//!
//! An [`Endpoint`] is what people type; [`Endpoint::resolve`] makes it the addresses a machine can use; [`listen`]
//! and [`connect`] make sockets of those. The later stages build on these and on the small habits every program
//! here shares: [`announce`], [`accept_next`], [`log`] and [`exit_code`].

mod accept;
mod attempt;
mod connect;
mod console;
mod endpoint;
mod kind;
mod listen;
mod log;
mod port;
mod reason;
mod report;
mod reset_on_close;
mod scope;

pub use accept::{ACCEPT_BACKOFF, accept_next, is_about_one_client};
pub use attempt::Attempt;
pub use connect::{CONNECT_TIMEOUT, ConnectError, connect};
pub use console::{announce, exit_code, print_error};
pub use endpoint::{Endpoint, ResolveError};
pub use kind::Kind;
pub use listen::{BACKLOG, ListenError, listen, listen_at};
pub use log::log;
pub use port::PortRange;
pub use reason::reason;
pub use report::report;
pub use reset_on_close::reset_on_close;
