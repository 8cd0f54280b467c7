//! `cargo grade`: runs the exercises and says what they are worth.
//!
//! Everything it knows comes from the workspace: cargo lists the exercises, their programs list their checks, and each
//! check leaves a report. A verdict is derived from the reports of named checks, never from what a program printed or
//! how it ended. The last verdicts are kept to show progress ([`CachedVerdict`]), and no grade is taken from them. [`run`] does what the [`Arguments`] ask for.
//! Another program can have single exercises of a [`Workspace`] graded, and hear of each check as it ends ([`Told`]).

mod arguments;
mod built;
mod cached_verdict;
mod cargo;
mod checks;
mod choose;
mod comparison;
mod compile;
mod crew;
mod ending;
mod exercise;
mod exit;
mod git;
mod grade;
mod hint;
mod interrupt;
mod json;
mod junit;
#[cfg(unix)]
mod keeper;
mod leash;
mod limits;
mod list;
mod macros;
mod messages;
mod next;
mod outcome;
mod own_tests;
mod page;
mod printable;
mod process;
mod progress;
mod renamed;
mod reports;
mod reset;
mod run;
mod scratch;
mod service;
mod session;
mod summary;
mod tampering;
mod text;
mod verify;
mod watch;
mod workspace;
mod wrap;

pub use arguments::Arguments;
pub use cached_verdict::{CachedVerdict, fingerprint};
pub use exercise::Exercise;
pub use exit::exit_code;
pub use leash::{Leash, Running};
pub use run::run;
pub use scratch::Scratch;
pub use service::Told;
pub use workspace::Workspace;
