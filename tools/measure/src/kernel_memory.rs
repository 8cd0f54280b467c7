//! What the kernel holds for a server's threads and connections: no process's own memory shows it.

use std::fs;

/// Memory of the kernel, of the whole machine, in bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct KernelMemory {
    /// A stack for each thread, for when it is in the kernel, and the page tables of all processes.
    threads: u64,
    /// Small objects, among them sockets and descriptors.
    objects: u64,
}

impl KernelMemory {
    /// As it is now; nothing where the system has no `/proc/meminfo`, whose fields proc(5) explains.
    pub(crate) fn now() -> Option<Self> {
        Self::parse(&fs::read_to_string("/proc/meminfo").ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
            Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
        };
        Some(Self { threads: bytes("KernelStack")? + bytes("PageTables")?, objects: bytes("Slab")? })
    }

    /// How much more it is than `before`, as far as it is the server's: half of what the connections need belongs to
    /// the other ends, which are on this machine, too.
    #[expect(clippy::cast_precision_loss, reason = "no machine has so much memory")]
    pub(crate) fn grown_for_one_end(self, before: Self) -> f64 {
        let grown = |now: u64, before: u64| now as f64 - before as f64;
        grown(self.threads, before.threads) + grown(self.objects, before.objects) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMINFO: &str =
        "MemTotal:  24683120 kB\nSlab:  30000 kB\nKernelStack:  5000 kB\nPageTables:  1000 kB\n";

    #[test]
    fn stacks_and_page_tables_belong_to_threads_and_slabs_to_connections() {
        let memory = KernelMemory::parse(MEMINFO).unwrap();
        assert_eq!(memory, KernelMemory { threads: 6000 * 1024, objects: 30_000 * 1024 });
        assert_eq!(KernelMemory::parse("MemTotal: 1 kB\n"), None);
    }

    #[test]
    fn half_of_what_connections_need_belongs_to_the_other_ends() {
        let before = KernelMemory { threads: 100, objects: 1000 };
        let now = KernelMemory { threads: 150, objects: 1080 };
        assert!((now.grown_for_one_end(before) - 90.0).abs() < f64::EPSILON);
    }
}
