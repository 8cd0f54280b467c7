//! That a server is as good as before.

use crate::Program;
#[cfg(target_os = "linux")]
use crate::eventually;

/// How much more memory than before is still "back where it was": allocators keep some of what they once had.
#[cfg(target_os = "linux")]
pub(super) const MEMORY_TO_SPARE: u64 = 4 << 20;

/// Afterwards the server answers `1+1`, and holds no more descriptors, threads and memory than before (as far as
/// Linux tells).
#[track_caller]
pub fn unharmed(server: &Program, fault: impl FnOnce()) {
    leaves_nothing_behind(server, || {
        fault();
        assert_eq!(server.connect().ask("1+1"), "2");
    });
}

#[cfg(target_os = "linux")]
#[track_caller]
fn leaves_nothing_behind(server: &Program, fault: impl FnOnce()) {
    let (descriptors, threads, memory) = (server.descriptors(), server.threads(), server.memory());
    fault();
    eventually("the server has closed what it opened", || server.descriptors() <= descriptors);
    eventually("the server has ended the threads it began", || server.threads() <= threads);
    eventually("the server has returned the memory it took", || server.memory() <= memory + MEMORY_TO_SPARE);
}

#[cfg(not(target_os = "linux"))]
fn leaves_nothing_behind(_server: &Program, fault: impl FnOnce()) {
    fault();
}
