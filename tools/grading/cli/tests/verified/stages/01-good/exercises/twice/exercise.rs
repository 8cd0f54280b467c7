//! # Twice as much
//!
//! Check it: `cargo test --test ex1_1_twice`, or `cargo grade twice`.

/// Twice as much as this.
pub fn twice(number: u32) -> u32 {
    todo!()
}
