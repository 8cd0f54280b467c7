//! How many files this process may have open, each socket counted as one.

/// Raises the soft limit to the hard limit, and returns it. `None` where the system has no such limit (Windows), or does
/// not tell it.
///
/// Shells start a process with a soft limit of 1,024 on Linux and of 256 on macOS.
#[must_use = "a limit that was only to be raised can be dropped"]
pub fn raise_fd_limit() -> Option<u64> {
    cfg!(unix).then(|| rlimit::increase_nofile_limit(u64::MAX).ok()).flatten()
}
