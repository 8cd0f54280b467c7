//! Counts parentheses in the pretty way: a function that calls itself for each.
#![allow(clippy::print_stdout, reason = "a listing of the book, run at a terminal")]

use std::{env, hint::black_box, thread};

// ANCHOR: depth
/// How many parentheses the text opens before anything else.
fn depth(text: &[u8]) -> usize {
    match text {
        [b'(', inside @ ..] => 1 + black_box(depth(inside)),
        _ => 0,
    }
}
// ANCHOR_END: depth

fn main() {
    let count = env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(1000);
    // A thread as servers have them: its stack holds 2 MiB, unless one says otherwise.
    let client = thread::Builder::new().name("client".to_owned());
    let client = client.spawn(move || println!("depth {}", depth(&vec![b'('; count])));
    if let Ok(client) = client {
        let _ = client.join();
    }
    println!("the server goes on");
}
