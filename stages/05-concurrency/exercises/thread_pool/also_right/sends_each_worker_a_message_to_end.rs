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
    End,
}

/// A fixed number of threads that run jobs.
pub struct Pool {
    queue: Sender<Message>,
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    /// Starts the given number of threads.
    pub fn new(workers: NonZeroUsize) -> Self {
        let (queue, messages) = channel();
        let messages = Arc::new(Mutex::new(messages));
        let start = |_| {
            let messages = Arc::clone(&messages);
            thread::spawn(move || work(&messages))
        };
        Self { queue, workers: (0..workers.get()).map(start).collect() }
    }

    /// Runs this job on one of the threads, as soon as one is free.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        self.queue.send(Message::Job(Box::new(job))).expect("the workers are there as long as the pool is");
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        for _ in &self.workers {
            let _ = self.queue.send(Message::End);
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
            Ok(Message::End) | Err(_) => return,
        }
    }
}
