//! Each worker is told to end by a message of its own, and dropping the pool waits for them all.

use std::{
    num::NonZeroUsize,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    thread::{self, JoinHandle},
};

enum Message {
    Job(Box<dyn FnOnce() + Send>),
    GoHome,
}

/// A fixed number of threads that do jobs.
pub struct Pool {
    line: Sender<Message>,
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    /// Starts so many threads.
    pub fn new(workers: NonZeroUsize) -> Self {
        let (line, messages) = channel();
        let messages = Arc::new(Mutex::new(messages));
        let start = |_| {
            let messages = Arc::clone(&messages);
            thread::spawn(move || work(&messages))
        };
        Self { line, workers: (0..workers.get()).map(start).collect() }
    }

    /// Has one of the threads do this, as soon as one is free.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        self.line.send(Message::Job(Box::new(job))).expect("the workers are there as long as the pool is");
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        for _ in &self.workers {
            let _ = self.line.send(Message::GoHome);
        }
        for worker in self.workers.drain(..) {
            let _ = worker.join();
        }
    }
}

fn work(messages: &Mutex<Receiver<Message>>) {
    loop {
        let message = messages.lock().unwrap().recv();
        match message {
            Ok(Message::Job(job)) => job(),
            Ok(Message::GoHome) | Err(_) => return,
        }
    }
}
