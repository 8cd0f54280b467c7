//! Test support: start a program, talk to it, and never wait forever.
//!
//! A [`Program`] is a server that is killed when the test ends, however it ends. A [`Peer`] is a raw TCP connection
//! that says in plain words what it was waiting for, [`Scripted`] one without a network, a [`ClosedPort`] a port that refuses
//! it, and a [`ReservedPort`] port is a test's own. [`OpenFiles`] are shared by the tests of a process. [`eventually`] waits for
//! anything else, and [`mask_ports`] takes the changing port numbers out of a text that is to be compared.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "a panic is how test support reports that a promise was broken, and a step may be taken for that alone"
)]

mod deadline;
mod machine;
mod open_files;
mod peer;
mod program;
pub mod protocol;
mod scripted;
#[cfg(unix)]
mod stall;

pub use deadline::{DEADLINE, eventually, within_deadline};
pub use machine::{external_programs_are_required, has_ipv6, skip, works, works_as_required};
pub use open_files::OpenFiles;
pub use peer::{Peer, orphaned, unacknowledged};
pub use program::Program;
pub use scripted::Scripted;
#[cfg(unix)]
pub use stall::Stall;
#[cfg(unix)]
pub use support::default_in_children;
pub use support::{ClosedPort, KillOnDrop, ReservedPort, Signal, lock, mask_ports};
