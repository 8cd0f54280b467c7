//! What the tools and the tests share, each mechanism once.
//!
//! A [`ServerProcess`] is started, waited for until it listens, and killed at the latest when it is dropped; its [`Output`] is
//! gathered meanwhile. A [`ProcessSupervisor`] ends a group of programs with all that they have started.
//! [`run_with_limit`] is for a program that may hang or flood.
//! [`ProcessStatistics`] says what a process uses. A [`ReservedPort`] is for programs that are given a port, a [`ClosedPort`]
//! refuses every connection. The functions are about bytes, numbers, limits and deadlines.

mod bytes;
#[cfg(feature = "cargo")]
pub mod cargo;
mod deadline;
mod numbers;
mod ports;
mod process;
#[cfg(feature = "progress")]
mod progress;

pub use bytes::{escape, quote, unescape};
pub use deadline::{is_disconnected, is_timeout, lock, poll_until};
pub use numbers::{group_digits, mask_ports, replace_numbers};
pub use ports::{ClosedPort, ReservedPort};
#[cfg(unix)]
pub use process::default_in_children;
pub use process::{
    Finished, KillOnDrop, Output, ProcessGroup, ProcessStatistics, ProcessSupervisor, ServerProcess, Signal,
    StartError, count_descriptors, describe_exit, detach_from_terminal, raise_fd_limit, run_with_limit,
};
#[cfg(feature = "progress")]
pub use progress::{Cleared, ProgressLine};
