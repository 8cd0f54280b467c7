//! A task reads the lines of each client and another one replies to them: at the shutdown only the reader is aborted.

use std::{future::poll_fn, io, pin::pin};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream, tcp::OwnedReadHalf},
    sync::{
        broadcast,
        mpsc::{self, Sender},
    },
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
    let (begin, _) = broadcast::channel(1);
    let mut connections = JoinSet::new();
    // The shutdown is polled first, and then the listener.
    while let Some(accepted) = poll_fn(|context| match shutdown.as_mut().poll(context) {
        std::task::Poll::Ready(()) => std::task::Poll::Ready(None),
        std::task::Poll::Pending => listener.poll_accept(context).map(Some),
    })
    .await
    {
        let (client, _) = accepted?;
        connections.spawn(serve_connection(client, handle_request.clone(), begin.subscribe()));
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    let _ = begin.send(());
    connections.join_all().await;
    Ok(())
}

async fn serve_connection<Handle, Reply>(
    client: TcpStream,
    handle_request: Handle,
    mut begun: broadcast::Receiver<()>,
) -> io::Result<()>
where
    Handle: Fn(String) -> Reply,
    Reply: Future<Output = String>,
{
    let (input, mut output) = client.into_split();
    let (sender, mut lines) = mpsc::channel(1);
    let reader = tokio::spawn(read_lines(input, sender));
    let stopper = tokio::spawn(async move {
        let _ = begun.recv().await;
        reader.abort();
    });
    let mut outcome = Ok(());
    while let Some(line) = lines.recv().await {
        let reply = handle_request(line).await + "\n";
        outcome = output.write_all(reply.as_bytes()).await;
        if outcome.is_err() {
            break;
        }
    }
    stopper.abort();
    outcome
}

async fn read_lines(input: OwnedReadHalf, sender: Sender<String>) {
    let mut lines = BufReader::new(input).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if sender.send(line).await.is_err() {
            return;
        }
    }
}
