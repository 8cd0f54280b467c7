//! How long a task waits for its turn while every thread of the runtime waits for some milliseconds.
#![allow(clippy::print_stdout, reason = "a listing of the book, run at a terminal")]

use std::{
    env,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};
use tokio::{
    sync::Semaphore,
    task::{JoinError, spawn_blocking},
    time::sleep,
};

const THREADS: u32 = 2;

// ANCHOR: main
#[tokio::main(worker_threads = 2)]
async fn main() -> Result<(), JoinError> {
    let milliseconds = env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1000);
    let pause = Duration::from_millis(milliseconds);
    measure("tokio::time::sleep", move || sleep(pause)).await?;
    measure("std::thread::sleep", move || async move { thread::sleep(pause) }).await?;
    measure("std::thread::sleep in spawn_blocking", move || async move {
        // What the closure returns, or its panic.
        let _ = spawn_blocking(move || thread::sleep(pause)).await;
    })
    .await
}

/// Starts as many tasks that wait as there are threads, and then one that has nothing to do.
async fn measure<F>(how: &str, wait: impl Fn() -> F) -> Result<(), JoinError>
where
    F: Future<Output = ()> + Send + 'static,
{
    let begun = Arc::new(Semaphore::new(0));
    let mut waiting = Vec::new();
    for _ in 0..THREADS {
        let (begun, wait) = (Arc::clone(&begun), wait());
        waiting.push(tokio::spawn(async move {
            begun.add_permits(1);
            wait.await;
        }));
    }
    let _ = begun.acquire_many(THREADS).await; // until each of them is polled
    let start = Instant::now();
    tokio::spawn(async {}).await?;
    println!("{how}: the next task was done after {} ms", start.elapsed().as_millis());
    for task in waiting {
        task.await?;
    }
    Ok(())
}
// ANCHOR_END: main
