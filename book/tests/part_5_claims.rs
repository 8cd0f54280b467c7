//! What the text of part 5 says of the system, the standard library and our server, and no terminal shows.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

use std::{
    cell::Cell,
    io::{ErrorKind, Read as _},
    net::{TcpListener, TcpStream},
    panic::catch_unwind,
    sync::Mutex,
    thread,
};

#[test]
fn a_nonblocking_read_of_nothing_fails_with_would_block() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    client.set_nonblocking(true).unwrap();
    assert_eq!(client.read(&mut [0; 8]).unwrap_err().kind(), ErrorKind::WouldBlock);
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
