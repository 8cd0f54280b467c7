//! What an exercise's checks have in common.

/// An exercise, as its checks speak of it.
#[derive(Debug, Clone, Copy)]
pub struct Exercise {
    /// The name of its folder, by which `cargo grade` knows it.
    pub name: &'static str,
    /// Where to read about its skill.
    pub read: &'static str,
}
