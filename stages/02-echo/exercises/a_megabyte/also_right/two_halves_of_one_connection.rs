//! Makes two halves of the connection, so that `io::copy` can read from one and write to the other.

use std::{
    cell::RefCell,
    io::{self, Read, Write},
};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(connection: impl Read + Write) -> io::Result<u64> {
    let connection = RefCell::new(connection);
    io::copy(&mut Half(&connection), &mut Half(&connection))
}

struct Half<'a, C>(&'a RefCell<C>);

impl<C: Read> Read for Half<'_, C> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read(buffer)
    }
}

impl<C: Write> Write for Half<'_, C> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().flush()
    }
}
