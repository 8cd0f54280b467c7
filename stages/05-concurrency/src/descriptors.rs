//! Open files, of which every client needs one.

/// Raises this process's own limit of open files to the highest that the system lets it have.
///
/// Shells start programs with a low one, often 1024 (256 on macOS), for the sake of programs that use `select`. Where
/// it cannot be raised, the server lives with what it has: the door waits until some client leaves.
pub fn raise_descriptor_limit() {
    let _ = rlimit::increase_nofile_limit(u64::MAX);
}
