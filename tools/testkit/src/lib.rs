//! Test support: start a program, talk to it, and never wait for ever.
//!
//! A [`Program`] is a server that is killed when the test ends, however it ends. A [`Peer`] is a raw TCP connection
//! that says in plain words what it was waiting for, [`Scripted`] one without a network, a [`Vacancy`] a port that refuses
//! it, and a [`Reserved`] port is a test's own. [`OpenFiles`] are shared by the tests of a process. [`eventually`] waits for
//! anything else, and [`mask`] takes the changing port numbers out of a text that is to be compared.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "a panic is how test support reports that a promise was broken, and a step may be taken for that alone"
)]

pub mod conformance;
mod eventually;
#[cfg(target_os = "linux")]
mod figures;
mod incoming;
mod mask;
mod open_files;
mod output;
mod peer;
mod program;
mod reserved;
mod scripted;
#[cfg(target_os = "linux")]
mod send_queue;
#[cfg(unix)]
mod signal;
#[cfg(unix)]
mod stall;
mod vacancy;
mod words;

pub use eventually::{DEADLINE, eventually, holds_within};
pub use mask::mask;
pub use open_files::OpenFiles;
pub use peer::Peer;
pub use program::Program;
pub use reserved::Reserved;
pub use scripted::Scripted;
#[cfg(target_os = "linux")]
pub use send_queue::{orphaned, unacknowledged};
#[cfg(unix)]
pub use signal::{SIGINT, default_in_children};
#[cfg(unix)]
pub use stall::Stall;
pub use vacancy::Vacancy;
