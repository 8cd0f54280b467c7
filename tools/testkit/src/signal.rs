//! Ctrl+C and its relatives.

use crate::Program;
use std::process::Command;

impl Program {
    /// Sends SIGINT, as Ctrl+C does.
    pub fn interrupt(&self) {
        self.signal("INT");
    }

    /// Sends SIGTERM, as a system that shuts down does.
    pub fn terminate(&self) {
        self.signal("TERM");
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
