//! What `cargo grade` and the programs of the exercises tell each other.
//!
//! `cargo grade` names a folder in the environment, which everybody can read, and a secret on standard input, which can be
//! read once. Each check leaves a [`CheckReport`] in the folder, signed with the secret: a report that is copied or
//! changed is worth nothing. What cannot be written there is printed, between two [marks](mark).

mod report;
mod verdict;

pub use report::{CheckReport, mark, reason, unable};
pub use verdict::Verdict;

/// The environment variable that names the folder for the reports.
pub const FOLDER: &str = "GRADE_REPORTS";

/// On Linux, safe code can read its own memory as a file, and that of other programs of its user. From here on the files
/// of this program belong to the superuser (`PR_SET_DUMPABLE(2const)`); elsewhere there are none.
#[cfg(target_os = "linux")]
pub fn close_memory() {
    // A system that does not know this call has no such protection.
    let _ = nix::sys::prctl::set_dumpable(false);
}

/// There is no file of this program's memory.
#[cfg(not(target_os = "linux"))]
pub fn close_memory() {}
