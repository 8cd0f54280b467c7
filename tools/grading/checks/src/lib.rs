//! Grading exercises: named checks on real sockets, whose failure messages read as if somebody who wants to help had written them.
//!
//! An exercise's `grade.rs` describes itself as an [`Exercise`] and makes each of its checks with
//! [`check`](Exercise::check). A [`TestConnection`] hands one end of a real connection to the learner's code and keeps the other;
//! in between is a [`Tap`], which knows when the learner's code reads and writes. So a check can send the second half
//! of a message exactly when the first half has been read and more is asked for: fragments are forced, not hoped for.
//! A [`MemoryStream`] is a connection for what would take too long over a socket, and a [`LongLine`] one without a limit.
//! A [`Server`] is for code that has one client after another: each comes when the code asks for the next.
//! Whatever passes is kept, and shown when a check fails.
#![allow(
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "a panic is how a check reports that a requirement is not met, and a step may be taken for that alone"
)]

mod cause;
mod check;
mod child;
mod connector;
mod deadline;
mod failure;
mod long_line;
mod memory;
mod observer;
mod record;
mod report;
mod server;
mod tap;
mod test_connection;
mod threads;

pub use check::{Exercise, LIMIT};
pub use child::on_a_stack_of;
pub use connector::{Clock, Connector, unusual_addresses};
pub use deadline::TimeBudget;
pub use failure::{address_of, fail, same, same_bytes, same_error, value_of};
pub use long_line::LongLine;
pub use memory::MemoryStream;
pub use record::{has_ipv6, note, step};
pub use server::{Clients, Server};
pub use support::{ThreadStatistics, Wait, lock};
pub use tap::{Seen, Tap, TapOptions, WAYS_TO_BREAK};
pub use test_connection::{TestConnection, shown};
pub use threads::let_others_run;
