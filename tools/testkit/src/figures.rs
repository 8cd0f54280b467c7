//! What a running program uses, as Linux counts it in `/proc` (proc(5)).

use crate::Program;
use std::{fs, time::Duration};

/// `/proc/PID/stat` counts in these on every common processor, whatever the kernel's own clock does (time(7)).
const TICKS_A_SECOND: u64 = 100;

impl Program {
    /// The bytes of memory in use.
    #[must_use]
    pub fn memory(&self) -> u64 {
        self.status("VmRSS:") * 1024
    }

    /// How many threads it has.
    #[must_use]
    pub fn threads(&self) -> usize {
        usize::try_from(self.status("Threads:")).expect("a count of threads fits")
    }

    /// How many files, sockets and pipes it holds open.
    #[must_use]
    pub fn descriptors(&self) -> usize {
        let folder = format!("/proc/{}/fd", self.pid());
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder}: {error}")).count()
    }

    /// The time a processor has worked for it, in its own code and in the system's.
    #[must_use]
    pub fn cpu_time(&self) -> Duration {
        let stat = self.read("stat");
        // The second field is the program's name in parentheses and may hold anything, even parentheses.
        let (_, fields) = stat.rsplit_once(')').expect("the name is in parentheses");
        let ticks = fields.split_whitespace().skip(11).take(2).map(number).sum::<u64>();
        Duration::from_millis(ticks * 1000 / TICKS_A_SECOND)
    }

    /// The number after a label such as `Threads:`.
    fn status(&self, label: &str) -> u64 {
        let status = self.read("status");
        let line = status.lines().find_map(|line| line.strip_prefix(label));
        let words = line.unwrap_or_else(|| panic!("no {label} for {} (has it ended?)", self.pid()));
        number(words.split_whitespace().next().unwrap_or_default())
    }

    fn read(&self, file: &str) -> String {
        let path = format!("/proc/{}/{file}", self.pid());
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

fn number(word: &str) -> u64 {
    word.parse().unwrap_or_else(|_| panic!("`{word}` is not a number"))
}
