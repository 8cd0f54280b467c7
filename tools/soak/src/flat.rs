//! Whether what a server holds is flat.

use support::{ProcessStatistics, count_descriptors};

/// What a server holds at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// Memory in use, in KiB.
    pub(crate) memory: u64,
    pub(crate) descriptors: u64,
    pub(crate) threads: u64,
}

impl Figures {
    /// `None` where the system does not tell.
    pub(crate) fn of(process: u32) -> Option<Self> {
        let ProcessStatistics { memory, threads, .. } = ProcessStatistics::of(process)?;
        Some(Self { memory: memory / 1024, descriptors: count_descriptors(process)?, threads: threads? })
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

/// How much more memory may be in use at the end than when the server was warm, in KiB.
///
/// An allocator keeps some of what it once had, and how much depends on which thread freed what last: glibc's up to 128 KiB
/// in each of its arenas, of which it has eight for each core (mallopt(3)). A page for each of a thousand clients would be
/// 4 MiB.
pub(crate) const MEMORY_TO_SPARE: u64 = 4 * 1024;

/// Of fewer lulls nothing can be said: before the first nobody had come, and after the second it may not be warm yet.
const FEWEST: usize = 4;

/// What a server held whenever everybody had left it.
#[derive(Debug, Default)]
pub(crate) struct Levels {
    pub(crate) lulls: Vec<Figures>,
    /// The most that it held at any time.
    pub(crate) highest: Figures,
}

impl Levels {
    /// The levels that are compared: the lowest of the second quarter, as the first is for warming up, and the lowest of the
    /// last. (The lowest: what is held for a moment only is no leak.)
    pub(crate) fn memory(&self) -> Option<(u64, u64)> {
        if self.lulls.len() < FEWEST {
            return None;
        }
        let quarter = self.lulls.len().div_ceil(4);
        let lowest = |lulls: &[Figures]| lulls.iter().map(|figures| figures.memory).min();
        let warm = lowest(self.lulls.get(quarter..2 * quarter)?)?;
        let last = lowest(&self.lulls[self.lulls.len() - quarter..])?;
        Some((warm, last))
    }

    /// What is wrong with the memory, if it has climbed.
    pub(crate) fn climb(&self) -> Option<String> {
        let (warm, last) = self.memory()?;
        (last > warm + MEMORY_TO_SPARE).then(|| {
            format!(
                "the memory of the empty server has climbed from {warm} KiB when it was warm to {last} KiB"
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(memory: impl IntoIterator<Item = u64>) -> Levels {
        let lulls = memory.into_iter().map(|memory| Figures { memory, ..Figures::default() });
        Levels { lulls: lulls.collect(), highest: Figures::default() }
    }

    #[test]
    fn warming_up_and_a_moments_height_are_no_climb() {
        assert_eq!(levels([1, 9000, 9000, 9000, 99_000, 9000, 99_000, 9000]).climb(), None);
    }

    #[test]
    fn what_is_more_at_the_end_than_there_is_to_spare_is_a_climb() {
        let steady = (0..40).map(|lull| 3000 + lull * 100);
        assert_eq!(levels(steady.clone()).memory(), Some((4000, 6000)));
        assert_eq!(levels(steady).climb(), None);
        assert!(levels((0..40).map(|lull| 3000 + lull * 300)).climb().unwrap().contains("from 6000 KiB"));
    }

    #[test]
    fn of_a_few_lulls_nothing_can_be_said() {
        assert_eq!(levels([1, 2, 99_000]).climb(), None);
    }
}
