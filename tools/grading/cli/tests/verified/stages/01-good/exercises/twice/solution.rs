//! Doubles.

/// Twice as much as this.
pub fn twice(number: u32) -> u32 {
    2 * number
}
