//! Adds, where the solution multiplies.

/// Twice as much as this.
pub fn twice(number: u32) -> u32 {
    number + number
}
