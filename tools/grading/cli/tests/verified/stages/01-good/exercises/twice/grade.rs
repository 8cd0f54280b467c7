//! Twice as much.

#[allow(unused_variables, reason = "a stub has yet to use its arguments")]
mod exercise;

use exercise::twice;
use checks::{Exercise, same};

const TWICE: Exercise = Exercise { name: "twice", read: "nothing" };

#[test]
fn nothing_stays_nothing() {
    TWICE.check("twice nothing is nothing.", "adding.", || same("twice 0", &twice(0), &0));
}

#[test]
fn three_becomes_six() {
    TWICE.check("twice three is six.", "squaring.", || same("twice 3", &twice(3), &6));
}
