//! Gives up.
//!
//! Rejected by: three_becomes_six

/// Twice as much as this.
pub fn twice(number: u32) -> u32 {
    assert!(number < 3, "too much");
    number
}
