//! Waits for the whole connection or for the shutdown, and drops the connection with its reply.
//!
//! Rejected by: a_request_that_is_being_handled_gets_its_reply

use std::{io, pin::pin};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    select,
    sync::watch,
    task::JoinSet,
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
    let mut shutdown = pin!(shutdown);
    let (signal, begun) = watch::channel(false);
    let mut connections = JoinSet::new();
    loop {
        select! {
            accepted = listener.accept() => {
                let (client, _) = accepted?;
                let (handle_request, mut begun) = (handle_request.clone(), begun.clone());
                connections.spawn(async move {
                    select! {
                        outcome = serve_connection(client, handle_request) => outcome,
                        _ = begun.wait_for(|begun| *begun) => Ok(()),
                    }
                });
            }
            // A set keeps the outcome of a task until somebody takes it.
            Some(_) = connections.join_next() => {}
            () = &mut shutdown => break,
        }
    }
    drop(listener);
    signal.send_replace(true);
    while connections.join_next().await.is_some() {}
    Ok(())
}

async fn serve_connection<Handle, Reply>(client: TcpStream, handle_request: Handle) -> io::Result<()>
where
    Handle: Fn(String) -> Reply,
    Reply: Future<Output = String>,
{
    let (input, mut output) = client.into_split();
    let mut lines = BufReader::new(input).lines();
    while let Some(line) = lines.next_line().await? {
        let reply = handle_request(line).await + "\n";
        output.write_all(reply.as_bytes()).await?;
    }
    Ok(())
}
