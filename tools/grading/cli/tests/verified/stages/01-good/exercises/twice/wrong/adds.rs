//! Adds two.
//!
//! Rejected by: nothing_stays_nothing

/// Twice as much as this.
pub fn twice(number: u32) -> u32 {
    number + 2
}
