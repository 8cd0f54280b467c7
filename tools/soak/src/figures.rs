//! What a process holds, where the system tells.

/// What a server holds at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// Memory in use, in KiB.
    pub(crate) memory: u64,
    pub(crate) descriptors: u64,
    pub(crate) threads: u64,
}

impl Figures {
    /// Linux tells it in `/proc` (proc(5)); there is nothing like it elsewhere that needs no unsafe code.
    #[cfg(target_os = "linux")]
    pub(crate) fn of(process: u32) -> Option<Self> {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let field =
            |label| status.lines().find_map(|line| line.strip_prefix(label))?.split_whitespace().next();
        let descriptors = std::fs::read_dir(format!("/proc/{process}/fd")).ok()?.count();
        Some(Self {
            memory: field("VmRSS:")?.parse().ok()?,
            descriptors: u64::try_from(descriptors).ok()?,
            threads: field("Threads:")?.parse().ok()?,
        })
    }

    #[cfg(not(target_os = "linux"))]
    pub(crate) fn of(_process: u32) -> Option<Self> {
        None
    }

    /// The greater of each.
    pub(crate) fn max(self, other: Self) -> Self {
        Self {
            memory: self.memory.max(other.memory),
            descriptors: self.descriptors.max(other.descriptors),
            threads: self.threads.max(other.threads),
        }
    }
}
