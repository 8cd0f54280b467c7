//! What the text of part 5 says of the system, the standard library and our server, and no terminal shows.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

use std::{
    cell::Cell,
    io::{ErrorKind, Read as _},
    net::{TcpListener, TcpStream},
    panic::catch_unwind,
    process::Command,
    sync::{Mutex, PoisonError, mpsc},
    thread,
    time::Duration,
};
use tokio::{io::AsyncWriteExt as _, runtime::Builder, time::timeout};

#[test]
fn a_nonblocking_read_of_nothing_fails_with_would_block() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    client.set_nonblocking(true).unwrap();
    assert_eq!(client.read(&mut [0; 8]).unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn a_clone_of_a_nonblocking_socket_is_nonblocking_too() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let mut clone = client.try_clone().unwrap();
    client.set_nonblocking(true).unwrap();
    assert_eq!(clone.read(&mut [0; 8]).unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn calling_an_async_function_does_nothing() {
    #[expect(clippy::unused_async, reason = "that it does not even begin is the point")]
    async fn called(ran: &Cell<bool>) {
        ran.set(true);
    }
    let ran = Cell::new(false);
    drop(called(&ran));
    assert!(!ran.get());
}

#[test]
fn a_timeout_around_write_all_may_stop_after_a_part() {
    const REPLY: usize = 64 << 20;
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (stream, _) = listener.accept().unwrap();
    stream.set_nonblocking(true).unwrap();
    runtime.block_on(async move {
        let mut stream = tokio::net::TcpStream::from_std(stream).unwrap();
        // The client reads nothing yet, so that the buffers fill.
        let reply = vec![b'x'; REPLY];
        let write = timeout(Duration::from_millis(100), stream.write_all(&reply));
        assert!(write.await.is_err());
    });
    let received = client.read_to_end(&mut Vec::new()).unwrap();
    assert!((1..REPLY).contains(&received), "{received}");
}

#[test]
fn a_panic_with_a_lock_held_poisons_it() {
    let mutex = Mutex::new(0);
    let outcome = catch_unwind(|| {
        let _guard = mutex.lock().unwrap();
        panic!("with the lock held");
    });
    assert!(outcome.is_err());
    assert!(mutex.lock().is_err());
}

#[test]
fn what_while_let_locks_stays_locked_until_the_closing_brace() {
    let queue = Mutex::new(vec![1]);
    while let Some(_item) = queue.lock().unwrap().pop() {
        assert!(queue.try_lock().is_err());
    }
    assert!(queue.try_lock().is_ok());
}

#[test]
fn a_panic_ends_its_own_thread_and_no_other() {
    assert!(thread::spawn(|| panic!("in a thread")).join().is_err());
}

#[test]
fn a_poison_error_still_contains_the_guard() {
    let mutex = Mutex::new(7);
    let outcome = catch_unwind(|| {
        let _guard = mutex.lock().unwrap();
        panic!("with the lock held");
    });
    assert!(outcome.is_err());
    assert_eq!(*mutex.lock().unwrap_or_else(PoisonError::into_inner), 7);
}

#[test]
fn a_receiver_fails_when_every_sender_is_dropped() {
    let (sender, receiver) = mpsc::channel();
    let another = sender.clone();
    sender.send(1).unwrap();
    drop((sender, another));
    assert_eq!(receiver.recv(), Ok(1));
    assert!(receiver.recv().is_err());
}

#[test]
fn ulimit_n_sets_the_soft_and_the_hard_limit() {
    let shell = Command::new("sh").args(["-c", "ulimit -n 50; ulimit -Sn; ulimit -Hn"]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&shell.stdout), "50\n50\n");
}
