//! Whether the memory, descriptors and threads of a server return to their level.

use support::Usage;

/// How much more memory may be in use at the end than when the server was warm, in KiB.
///
/// An allocator keeps some of what it once had, and how much depends on which thread freed what last: glibc's up to 128 KiB
/// in each of its arenas, of which it has eight for each core (mallopt(3)). A page for each of a thousand clients would be
/// 4 MiB.
pub(crate) const MEMORY_TO_SPARE: u64 = 4 * 1024;

/// Fewer levels say nothing: the first was before the first client, and after the second the server may not be warm yet.
const FEWEST: usize = 4;

/// What a server used whenever no client was connected.
#[derive(Debug, Default)]
pub(crate) struct Levels {
    pub(crate) idle: Vec<Usage>,
    /// The most that it used at any time.
    pub(crate) highest: Usage,
}

impl Levels {
    /// What the server uses while clients are connected.
    pub(crate) fn under_load(&mut self, usage: Usage) {
        self.highest = self.highest.zip_with(usage, u64::max);
    }

    /// The levels that are compared, in KiB: the lowest of the second quarter, as the first is for warming up, and the lowest
    /// of the last. (The lowest: what is used for a moment only is no leak.)
    pub(crate) fn memory(&self) -> Option<(u64, u64)> {
        if self.idle.len() < FEWEST {
            return None;
        }
        let quarter = self.idle.len().div_ceil(4);
        let lowest = |idle: &[Usage]| idle.iter().map(|usage| usage.memory / 1024).min();
        let warm = lowest(self.idle.get(quarter..2 * quarter)?)?;
        let last = lowest(&self.idle[self.idle.len() - quarter..])?;
        Some((warm, last))
    }

    /// The violation, if the memory has climbed.
    pub(crate) fn climb(&self) -> Option<String> {
        let (warm, last) = self.memory()?;
        (last > warm + MEMORY_TO_SPARE).then(|| {
            format!(
                "the memory of the idle server has climbed from {warm} KiB when it was warm to {last} KiB"
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(memory: impl IntoIterator<Item = u64>) -> Levels {
        let idle = memory.into_iter().map(|memory| Usage { memory: memory * 1024, ..Usage::default() });
        Levels { idle: idle.collect(), highest: Usage::default() }
    }

    #[test]
    fn warming_up_and_a_moments_height_are_no_climb() {
        assert_eq!(levels([1, 9000, 9000, 9000, 99_000, 9000, 99_000, 9000]).climb(), None);
    }

    #[test]
    fn what_is_more_at_the_end_than_there_is_to_spare_is_a_climb() {
        let steady = (0..40).map(|idle| 3000 + idle * 100);
        assert_eq!(levels(steady.clone()).memory(), Some((4000, 6000)));
        assert_eq!(levels(steady).climb(), None);
        assert!(levels((0..40).map(|idle| 3000 + idle * 300)).climb().unwrap().contains("from 6000 KiB"));
    }

    #[test]
    fn a_few_levels_say_nothing() {
        assert_eq!(levels([1, 2, 99_000]).climb(), None);
    }
}
