//! The grader is graded: planted exercises and their verdicts, told to people and to programs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail in its helpers too")]

mod command_line;
mod contents;
mod fixture;
mod forging;
mod json;
mod junit;
mod limits;
mod macros;
mod next;
mod own_files;
mod tampering;
mod text;
mod trouble;
mod verdicts;
mod verify;

#[cfg(target_os = "linux")]
mod interrupt;
#[cfg(unix)]
mod terminal;
mod watch;
