//! The learner's code on a stack of a given size, so that calls within calls overflow it soon.

use super::{check::failure, failure::fail, panics};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

/// Runs `code` on a thread that has a stack of this many bytes, and returns what it returned.
///
/// Code that overflows its stack ends the process: call this in a
/// [`check_in_child`](super::Exercise::check_in_child).
pub fn on_a_stack_of<T: Send + 'static>(bytes: usize, code: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new().stack_size(bytes).spawn(|| {
        panics::watch_this_thread();
        catch_unwind(AssertUnwindSafe(code)).map_err(|thrown| failure(thrown.as_ref()))
    });
    match thread.map(thread::JoinHandle::join) {
        Ok(Ok(Ok(value))) => value,
        Ok(Ok(Err(failure))) => failure.throw(),
        Ok(Err(_)) => fail("your code ended its thread"),
        Err(error) => fail(format!("this machine could not start a thread: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Failure;

    #[test]
    fn what_the_code_returns_is_returned() {
        assert_eq!(on_a_stack_of(256 << 10, || 5), 5);
    }

    #[test]
    fn a_panic_keeps_its_words() {
        let thrown = catch_unwind(|| on_a_stack_of(256 << 10, || todo!())).unwrap_err();
        let failure = thrown.downcast::<Failure>().unwrap();
        assert!(panics::is_not_started(&failure.what), "{}", failure.what);
    }
}
