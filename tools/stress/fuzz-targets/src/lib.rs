//! What must hold for any bytes whatever.
//!
//! Each function here is the body of a fuzz target in `fuzz/`, and panics when its input breaks a promise. The inputs in
//! `fuzz/seeds/` are run by `cargo test` too.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a panic is how a fuzz target reports that a promise was broken"
)]

mod expression;
mod streams;

pub use expression::expression;
pub use streams::{framing, replies};
