//! Squares.
//!
//! Rejected by: three_becomes_six

/// Twice as much as this.
pub fn twice(number: u32) -> u32 {
    number * number
}
