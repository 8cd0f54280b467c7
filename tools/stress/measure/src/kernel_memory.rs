//! What the kernel holds for a server's threads and connections: no process's own memory shows it.

use std::{
    fs, io,
    net::{TcpListener, TcpStream},
};

/// How many connections of our own tell what one end needs.
const CONNECTIONS: u32 = 2000;

/// Memory of the kernel, of the whole machine, in bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct KernelMemory {
    /// A stack for each thread, for when it is in the kernel, and the page tables of all processes.
    threads: u64,
    /// Small objects, among them sockets, descriptors and what is recorded of a thread.
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

    /// How many bytes more it is than `before`.
    #[expect(clippy::cast_precision_loss, reason = "no machine has so much memory")]
    pub(crate) fn grown_since(self, before: Self) -> f64 {
        let grown = |now: u64, before: u64| now as f64 - before as f64;
        grown(self.threads, before.threads) + grown(self.objects, before.objects)
    }
}

/// What the kernel holds for one end of a connection, in bytes: half of what both ends need. Nothing where the system does
/// not tell.
pub(crate) fn one_end() -> io::Result<Option<f64>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let before = KernelMemory::now();
    let mut ends = Vec::new();
    for _ in 0..CONNECTIONS {
        ends.push((TcpStream::connect(address)?, listener.accept()?.0));
    }
    let now = KernelMemory::now();
    drop(ends);
    Ok(now.zip(before).map(|(now, before)| now.grown_since(before) / f64::from(2 * CONNECTIONS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMINFO: &str =
        "MemTotal:  24683120 kB\nSlab:  30000 kB\nKernelStack:  5000 kB\nPageTables:  1000 kB\n";

    #[test]
    fn stacks_page_tables_and_slabs_are_read() {
        let memory = KernelMemory::parse(MEMINFO).unwrap();
        assert_eq!(memory, KernelMemory { threads: 6000 * 1024, objects: 30_000 * 1024 });
        assert_eq!(KernelMemory::parse("MemTotal: 1 kB\n"), None);
    }

    #[test]
    fn what_grew_are_stacks_page_tables_and_objects() {
        let before = KernelMemory { threads: 100, objects: 1000 };
        let now = KernelMemory { threads: 150, objects: 1080 };
        assert!((now.grown_since(before) - 130.0).abs() < f64::EPSILON);
    }
}
