//! Waiting for input and reading it once: the tuned form, which costs one system call.

use calculator_server::READ_BUFFER_SIZE;
use std::{
    future::poll_fn,
    io,
    mem::MaybeUninit,
    pin::Pin,
    task::{Poll, ready},
};
use tokio::{
    io::{AsyncRead as _, ReadBuf},
    net::TcpStream,
};

// ANCHOR: read_once
/// Waits until there is something to read, reads it, and hands it to `receive`; no bytes are the end of the
/// input.
///
/// The buffer lives no longer than the read: a task that waits has none.
///
/// The plain form is `readable` and `try_read`. But there a connection counts as readable until a read finds
/// nothing, so some requests cost a second read: with 64 clients there were 1.18 reads for each reply, and
/// here there is one. For `poll_read`, a read that does not fill its buffer has taken everything. That is
/// wrong after urgent data, which ends a read early (RFC 6093). So the caller looks once more a moment later.
pub(crate) async fn read_once<T>(
    stream: &mut TcpStream,
    mut receive: impl FnMut(&[u8]) -> T,
) -> io::Result<T> {
    poll_fn(|context| {
        let mut buffer = [MaybeUninit::uninit(); READ_BUFFER_SIZE];
        let mut buffer = ReadBuf::uninit(&mut buffer);
        ready!(Pin::new(&mut *stream).poll_read(context, &mut buffer))?;
        Poll::Ready(Ok(receive(buffer.filled())))
    })
    .await
}
// ANCHOR_END: read_once

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;
    use testkit::Peer;
    use tokio::{net::TcpListener, runtime::Builder};

    /// The plain form of [`read_once`](super::read_once).
    async fn plain_read_once<T>(stream: &TcpStream, mut receive: impl FnMut(&[u8]) -> T) -> io::Result<T> {
        loop {
            stream.readable().await?;
            let mut buffer = [0; READ_BUFFER_SIZE];
            match stream.try_read(&mut buffer) {
                // It was not readable after all.
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                count => return Ok(receive(&buffer[..count?])),
            }
        }
    }

    #[test]
    fn both_forms_read_what_has_arrived_and_then_the_end() {
        Builder::new_current_thread().enable_io().build().unwrap().block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let mut peer = Peer::connect(listener.local_addr().unwrap());
            let (mut stream, _) = listener.accept().await.unwrap();
            peer.send("1+1\n");
            assert_eq!(read_once(&mut stream, <[u8]>::to_vec).await.unwrap(), b"1+1\n");
            peer.send("2+2\n");
            assert_eq!(plain_read_once(&stream, <[u8]>::to_vec).await.unwrap(), b"2+2\n");
            peer.half_close();
            assert_eq!(read_once(&mut stream, <[u8]>::len).await.unwrap(), 0);
            assert_eq!(plain_read_once(&stream, <[u8]>::len).await.unwrap(), 0);
        });
    }
}
