//! `cargo grade`: runs the exercises and says what they are worth.
//!
//! Everything it knows comes from the workspace: cargo lists the exercises, their programs list their checks, and each
//! check leaves a report. A verdict is derived from the reports of named checks, never from what a program printed or
//! how it ended. The last verdicts are kept to show progress ([`CachedVerdict`]), and no
//! grade is taken from them.
//!
//! [`run`] does what the [`Arguments`] ask for.
//! Another program can have single exercises of a [`Workspace`] graded, and show each check as it ends ([`GradingListener`]).

mod arguments;
mod backups;
mod comparison;
mod compile;
mod exercise;
mod grading;
mod machine_report;
mod outcome;
mod program;
mod reports;
mod reset;
mod run;
mod scratch;
mod selection;
mod session;
mod text_report;
mod verify;
mod watch;
mod workspace;

pub use arguments::Arguments;
pub use backups::Backup;
pub use exercise::Exercise;
pub use outcome::{CachedVerdict, fingerprint};
pub use run::run;
pub use scratch::Scratch;
pub use session::GradingListener;
pub use workspace::Workspace;
