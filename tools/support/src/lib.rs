//! What the tools and the tests share, each mechanism once.
//!
//! A [`ServerProcess`] is started, waited for until it listens, and killed at the latest when it is dropped; its [`Output`] is
//! gathered meanwhile. A [`ProcessSupervisor`] ends a group of programs with all that they have started.
//! [`run_with_limit`] is for a program that may hang or flood.
//! [`ProcessStatistics`] and [`Usage`] say what a process uses. A [`ReservedPort`] is for programs that are given a port, a
//! [`ClosedPort`] refuses every connection. The functions are about bytes, numbers, limits, locks and deadlines.

#[cfg(feature = "cargo")]
pub mod cargo;
#[cfg(feature = "console")]
mod console;
mod deadline;
mod difference;
#[cfg(feature = "ending")]
mod ending;
#[cfg(feature = "junit")]
mod junit;
mod limited;
mod lock;
#[cfg(unix)]
mod orphans;
mod output;
mod ports;
mod process;
#[cfg(feature = "progress")]
mod progress;
mod server;
mod signal;
mod supervisor;
mod tcp_socket;
mod text;
mod threads;
mod transcript;

#[cfg(feature = "console")]
pub use console::{Console, printable};
pub use deadline::{is_disconnected, is_timeout, poll_for, poll_until, time_left};
pub use difference::{Difference, failure_message};
#[cfg(feature = "ending")]
pub use ending::{INTERRUPTED, exit_code, stop_on_interrupt};
#[cfg(feature = "junit")]
pub use junit::{JunitCase, JunitResult, JunitSuite, junit_report};
pub use limited::{Finished, run_with_limit};
pub use lock::{lock, wait_while};
pub use output::Output;
pub use ports::{ClosedPort, ReservedPort};
pub use process::{ProcessStatistics, Usage, raise_fd_limit};
#[cfg(feature = "progress")]
pub use progress::ProgressLine;
pub use server::{KillOnDrop, ServerProcess, describe_exit};
#[cfg(unix)]
pub use signal::default_in_children;
pub use signal::{Signal, detach_from_terminal, interrupt_thread};
pub use supervisor::{ProcessGroup, ProcessSupervisor};
pub use tcp_socket::{TcpSocket, find_tcp_socket};
pub use text::{counted, escape, follows_host, group_digits, mask_ports, quote, replace_numbers, unescape};
pub use threads::{ThreadStatistics, Wait};
pub use transcript::{Excerpt, Transcript};
