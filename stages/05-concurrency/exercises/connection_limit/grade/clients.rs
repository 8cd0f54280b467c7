//! Clients to which a write does not go as one hopes.

use std::{
    io::{self, ErrorKind, Write},
    sync::mpsc::{Receiver, Sender},
};

/// A client to which one byte is written at a time, if no signal interrupts the write.
pub(crate) struct Interrupted<'a> {
    pub(crate) written: &'a mut Vec<u8>,
    pub(crate) interrupted: bool,
}

impl Write for Interrupted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(ErrorKind::Interrupted.into());
        }
        self.written.extend(bytes.first());
        Ok(bytes.len().min(1))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A client to which a write takes until the check lets it go on.
pub(crate) struct Slow {
    pub(crate) begun: Sender<()>,
    /// Nothing is ever sent: the wait ends with the check, however that ends.
    pub(crate) wait: Receiver<()>,
}

impl Write for Slow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.begun.send(());
        let _ = self.wait.recv();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
