//! A standard error that is full, and that nobody reads.

use std::{
    io::{Read, Write as _, copy, sink},
    os::{fd::OwnedFd, unix::net::UnixStream},
    process::Stdio,
};

/// The end that nobody reads, of a program's standard error; dropping it closes it.
///
/// It is a socket, since std can find out when that is full. To the program that writes, a pipe would be the same.
pub struct Stall {
    reader: UnixStream,
    filling: u64,
}

impl Stall {
    /// One end for the test, the other, which takes no byte more, for a program.
    #[must_use]
    pub fn new() -> (Self, Stdio) {
        let (reader, mut writer) = UnixStream::pair().expect("the system has sockets");
        writer.set_nonblocking(true).expect("a socket need not block");
        let mut filling = 0;
        for size in [4096, 1] {
            while let Ok(count) = writer.write(&vec![b'.'; size]) {
                filling += count as u64;
            }
        }
        writer.set_nonblocking(false).expect("a socket can block again");
        (Self { reader, filling }, Stdio::from(OwnedFd::from(writer)))
    }

    /// Reads what filled it; what follows is the program's.
    pub(crate) fn end(mut self) -> impl Read + Send {
        // Where this fails, the program has ended, and nothing follows.
        let _ = copy(&mut (&mut self.reader).take(self.filling), &mut sink());
        self.reader
    }
}
