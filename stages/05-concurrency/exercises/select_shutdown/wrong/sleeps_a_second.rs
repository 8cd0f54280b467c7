//! Gives its tasks a second, and returns.
//!
//! Rejected by: the_end_waits_for_the_tasks_and_not_for_a_time

use std::{io, pin::pin};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    select,
    sync::watch,
};

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
    let (stop, stopped) = watch::channel(false);
    drop(stopped);
    let mut shutdown = pin!(shutdown);
    loop {
        select! {
            accepted = listener.accept() => {
                let (client, _) = accepted?;
                tokio::spawn(serve_connection(client, handle_request.clone(), stop.subscribe()));
            }
            () = &mut shutdown => break,
        }
    }
    drop(listener);
    stop.send_replace(true);
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    Ok(())
}

async fn serve_connection<Handle, Reply>(
    client: TcpStream,
    handle_request: Handle,
    mut stopped: watch::Receiver<bool>,
) -> io::Result<()>
where
    Handle: Fn(String) -> Reply,
    Reply: Future<Output = String>,
{
    let (input, mut output) = client.into_split();
    let mut lines = BufReader::new(input).lines();
    loop {
        let line = select! {
            line = lines.next_line() => line?,
            _ = stopped.wait_for(|stopped| *stopped) => None,
        };
        let Some(line) = line else { return Ok(()) };
        let reply = handle_request(line).await + "\n";
        output.write_all(reply.as_bytes()).await?;
    }
}
