//! A semaphore: each task has a permit, and the end has come when all of them are back. Closing another one is the
//! signal.

use std::{io, pin::pin, sync::Arc};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    select,
    sync::Semaphore,
};

const MOST: u32 = 10_000;

/// Serves all clients until `shutdown` is ready, and returns when the last connection has ended.
pub async fn serve<Handle, Reply>(
    listener: TcpListener,
    handle_request: Handle,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()>
where
    Handle: Fn(String) -> Reply + Clone + Send + 'static,
    Reply: Future<Output = String> + Send + 'static,
{
    let mut shutdown = pin!(shutdown);
    let (signal, permits) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(MOST as usize)));
    loop {
        let accepted = select! {
            accepted = listener.accept() => Some(accepted?),
            () = &mut shutdown => None,
        };
        let Some((client, _)) = accepted else { break };
        let Ok(permit) = Arc::clone(&permits).acquire_owned().await else { break };
        let (handle_request, signal) = (handle_request.clone(), Arc::clone(&signal));
        tokio::spawn(async move {
            let _ = serve_connection(client, handle_request, &signal).await;
            drop(permit);
        });
    }
    drop(listener);
    signal.close();
    let _ = permits.acquire_many(MOST).await;
    Ok(())
}

async fn serve_connection<Handle, Reply>(
    client: TcpStream,
    handle_request: Handle,
    signal: &Semaphore,
) -> io::Result<()>
where
    Handle: Fn(String) -> Reply,
    Reply: Future<Output = String>,
{
    let (input, mut output) = client.into_split();
    let mut lines = BufReader::new(input).lines();
    loop {
        let line = select! {
            biased;
            // It has no permits, so this is ready when it is closed.
            _ = signal.acquire() => return Ok(()),
            line = lines.next_line() => line?,
        };
        let Some(line) = line else { return Ok(()) };
        let reply = handle_request(line).await;
        output.write_all(reply.as_bytes()).await?;
        output.write_all(b"\n").await?;
    }
}
