//! Stage 1: a socket is an address and a kind.
//!
//! An [`Endpoint`] is what people type; [`Endpoint::resolve`] makes it the addresses a machine can use; [`listen`]
//! and [`connect`] make sockets of those. The later stages build on these and on the small habits every program
//! here shares: [`announce`], [`next_client`], [`tell`] and [`exit_code`].

mod accept;
mod attempt;
mod connect;
mod endpoint;
mod kind;
mod listen;
mod log;
mod port;
mod reason;
mod report;
mod reset_on_close;
mod scope;
mod talk;

pub use accept::{ACCEPT_PAUSE, is_about_one_client, next_client};
pub use attempt::Attempt;
pub use connect::{CONNECT_DEADLINE, ConnectError, connect};
pub use endpoint::{Endpoint, ResolveError};
pub use kind::Kind;
pub use listen::{BACKLOG, ListenError, listen, listen_at};
pub use log::tell;
pub use port::PortRange;
pub use reason::reason;
pub use report::report;
pub use reset_on_close::reset_on_close;
pub use talk::{announce, exit_code, print_error};
