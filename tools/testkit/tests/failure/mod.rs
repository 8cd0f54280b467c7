//! The message with which a step of a test fails.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs a step that has to fail; what it says.
pub(crate) fn failure_of<T>(step: impl FnOnce() -> T) -> String {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        step();
    }));
    let message = outcome.err().and_then(|panic| panic.downcast::<String>().ok());
    *message.expect("the step should have failed with a message")
}
