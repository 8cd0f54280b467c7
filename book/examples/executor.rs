//! An executor: it polls tasks, and waits for sockets in one event loop. Its tasks are an echo server.
#![allow(clippy::print_stdout, reason = "a listing of the book, run at a terminal")]

use mio::{Events, Interest, Registry, Token, event::Source, net::TcpListener, net::TcpStream};
use std::{
    cell::RefCell,
    collections::HashMap,
    env,
    error::Error,
    future::poll_fn,
    io::{self, ErrorKind, Read as _, Write as _},
    pin::Pin,
    rc::Rc,
    sync::{
        Arc,
        mpsc::{self, Receiver, Sender},
    },
    task::{Context, Poll, Wake, Waker},
};

// ANCHOR: waker
/// Puts a task into the ready queue.
struct TaskWaker {
    task: usize,
    ready_queue: Sender<usize>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        // It fails once the executor has been dropped. Then there is nothing to wake.
        let _ = self.ready_queue.send(self.task);
    }
}
// ANCHOR_END: waker

// ANCHOR: executor
type Task = Pin<Box<dyn Future<Output = ()>>>;

/// What the event loop and its tasks share.
struct Executor {
    tasks: RefCell<HashMap<usize, Task>>,
    spawned: RefCell<usize>,
    ready_queue: Sender<usize>,
    registry: Registry,
    /// For each socket that a task waits for: how to wake this task.
    wakers: RefCell<HashMap<Token, Waker>>,
}
// ANCHOR_END: executor

impl Executor {
    // ANCHOR: spawn
    /// Adds a task, which is ready to be polled for the first time.
    fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        let task = self.spawned.replace_with(|spawned| *spawned + 1);
        self.tasks.borrow_mut().insert(task, Box::pin(future));
        let _ = self.ready_queue.send(task);
    }
    // ANCHOR_END: spawn

    // ANCHOR: run
    /// Runs the tasks until the last one is done.
    fn run(&self, mut poll: mio::Poll, ready: &Receiver<usize>) -> io::Result<()> {
        let mut events = Events::with_capacity(64);
        loop {
            while let Ok(task) = ready.try_recv() {
                self.poll_task(task);
            }
            if self.tasks.borrow().is_empty() {
                return Ok(());
            }
            println!("the ready queue is empty: wait for the kernel");
            match poll.poll(&mut events, None) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                outcome => outcome?,
            }
            for event in &events {
                if let Some(waker) = self.wakers.borrow_mut().remove(&event.token()) {
                    waker.wake();
                }
            }
        }
    }

    fn poll_task(&self, task: usize) {
        // The task is not in the map while it is polled, because it may add others.
        let Some(mut future) = self.tasks.borrow_mut().remove(&task) else { return };
        let waker = Waker::from(Arc::new(TaskWaker { task, ready_queue: self.ready_queue.clone() }));
        let outcome = future.as_mut().poll(&mut Context::from_waker(&waker));
        println!("  poll task {task}: {outcome:?}");
        if outcome.is_pending() {
            self.tasks.borrow_mut().insert(task, future);
        }
    }
    // ANCHOR_END: run
}

/// A nonblocking socket whose calls a task can await.
struct Socket<S: Source> {
    source: S,
    token: Token,
    executor: Rc<Executor>,
}

impl<S: Source> Socket<S> {
    fn new(mut source: S, token: usize, executor: &Rc<Executor>) -> io::Result<Self> {
        let token = Token(token);
        executor.registry.register(&mut source, token, Interest::READABLE)?;
        Ok(Self { source, token, executor: Rc::clone(executor) })
    }

    // ANCHOR: call
    /// Makes a call as soon as it does not have to wait.
    async fn call<T>(
        &mut self,
        interest: Interest,
        mut call: impl FnMut(&mut S) -> io::Result<T>,
    ) -> io::Result<T> {
        poll_fn(|context| match call(&mut self.source) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                let waker = context.waker().clone();
                self.executor.wakers.borrow_mut().insert(self.token, waker);
                self.executor.registry.reregister(&mut self.source, self.token, interest)?;
                Poll::Pending
            }
            outcome => Poll::Ready(outcome),
        })
        .await
    }
    // ANCHOR_END: call
}

// ANCHOR: echo
async fn accept(mut listener: Socket<TcpListener>) -> io::Result<()> {
    for number in 1.. {
        let (client, _) = listener.call(Interest::READABLE, |listener| listener.accept()).await?;
        let client = Socket::new(client, number, &listener.executor)?;
        listener.executor.spawn(logged(echo(client)));
    }
    Ok(())
}

async fn echo(mut client: Socket<TcpStream>) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        let count = client.call(Interest::READABLE, |client| client.read(&mut buffer)).await?;
        let mut unsent = &buffer[..count];
        if unsent.is_empty() {
            return Ok(());
        }
        while !unsent.is_empty() {
            let sent = client.call(Interest::WRITABLE, |client| client.write(unsent)).await?;
            unsent = &unsent[sent..];
        }
    }
}
// ANCHOR_END: echo

/// A task whose error ends that task, and no other.
async fn logged(task: impl Future<Output = io::Result<()>>) {
    if let Err(error) = task.await {
        println!("failed: {error}");
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let listener = TcpListener::bind(words.join(":").parse()?)?;
    println!("listening on {}", listener.local_addr()?);
    // ANCHOR: main
    let poll = mio::Poll::new()?;
    let (ready_queue, ready) = mpsc::channel();
    let executor = Rc::new(Executor {
        tasks: RefCell::default(),
        spawned: RefCell::default(),
        ready_queue,
        registry: poll.registry().try_clone()?,
        wakers: RefCell::default(),
    });
    let listener = Socket::new(listener, 0, &executor)?;
    executor.spawn(logged(accept(listener)));
    executor.run(poll, &ready)?;
    // ANCHOR_END: main
    Ok(())
}
