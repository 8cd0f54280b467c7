//! Ctrl+C and its relatives.

use crate::Program;
pub use signal_hook::consts::SIGINT;
use std::{
    process::Command,
    sync::{Arc, atomic::AtomicBool},
};

/// Has the programs that are started from now on meet a signal as if nobody had ignored it, although a shell without job
/// control or `nohup` ignores it for the tests. What a process handles begins with the default in its children, and the
/// handler does what the default is.
pub fn default_in_children(signal: i32) {
    signal_hook::flag::register_conditional_default(signal, Arc::new(AtomicBool::new(true)))
        .expect("a signal can be handled");
}

impl Program {
    /// Sends SIGINT, as Ctrl+C does.
    pub fn interrupt(&self) {
        self.signal("INT");
    }

    /// Sends SIGTERM, as a system that shuts down does.
    pub fn terminate(&self) {
        self.signal("TERM");
    }

    /// Sends SIGHUP, as a terminal that is closed does.
    pub fn hang_up(&self) {
        self.signal("HUP");
    }

    /// Stops it from running (SIGSTOP), until [`resume`](Self::resume).
    pub fn pause(&self) {
        self.signal("STOP");
    }

    /// Lets it run on.
    pub fn resume(&self) {
        self.signal("CONT");
    }

    /// std has no call for this, and the system's own would be unsafe code. Every shell has `kill` built in, while
    /// the program of that name is missing on some small systems.
    fn signal(&self, name: &str) {
        let kill = format!("kill -s {name} {}", self.pid());
        let status = Command::new("sh").args(["-c", &kill]).status().expect("sh starts");
        assert!(status.success(), "`{kill}` failed: has the program ended already?");
    }
}
