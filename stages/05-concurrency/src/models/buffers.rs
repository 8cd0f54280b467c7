//! Scratch paper: buffers that belong to a thread, not to a client.

use calculator_server::READ_BUFFER_SIZE;
use std::cell::RefCell;

struct Scratch {
    input: Box<[u8]>,
    replies: Vec<u8>,
}

thread_local! {
    // Made at the first use: a thread that has none, such as a client's own in the model `threads`, pays for none.
    static SCRATCH: RefCell<Scratch> =
        RefCell::new(Scratch { input: vec![0; READ_BUFFER_SIZE].into_boxed_slice(), replies: Vec::new() });
}

/// Lends the thread's buffers, for input and for replies; the latter is empty.
///
/// A task can use them between two waits, never across one. So however many tasks wait for input, none of them holds
/// a buffer for it.
pub(crate) fn with_buffers<T>(work: impl FnOnce(&mut [u8], &mut Vec<u8>) -> T) -> T {
    SCRATCH.with_borrow_mut(|scratch| {
        scratch.replies.clear();
        work(&mut scratch.input, &mut scratch.replies)
    })
}
