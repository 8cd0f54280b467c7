//! How long what somebody else has written may take.

use std::time::Duration;

/// How long all checks of one exercise may take together. They run at once, and each ends by itself within seconds, so
/// this is only reached by code that keeps its checks from ending.
pub(crate) const CHECKS: Duration = Duration::from_mins(1);

/// How long cargo may go without having built anything. The largest library of this workspace takes seconds, on a slow and
/// busy machine half a minute; an answer can keep the compiler busy without end.
pub(crate) const COMPILER: Duration = Duration::from_mins(3);

/// The limits of a grading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) checks: Duration,
    pub(crate) compiler: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { checks: CHECKS, compiler: COMPILER }
    }
}
