//! The addresses that only our own pages may call.

use super::{Board, Token, exercises, experiments, guard, scripts};
use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    middleware::from_fn_with_state,
    response::{
        Sse,
        sse::{Event, KeepAlive},
    },
    routing::{get, post},
};
use std::{convert::Infallible, net::SocketAddr, sync::Arc};
use tokio::task::spawn_blocking;
use tokio_stream::{Stream, StreamExt as _};

/// A call is a few names and numbers.
const LONGEST_CALL: usize = 4096;

/// What all calls share.
#[derive(Clone)]
pub(crate) struct Live {
    pub(crate) token: Token,
    /// Where we listen.
    pub(crate) address: SocketAddr,
    pub(crate) board: Arc<Board>,
    pub(crate) exercises: Arc<exercises::Desk>,
    pub(crate) experiments: Arc<experiments::Bench>,
}

/// Everything below `/~live`. The scripts are no secret, and are asked for without a token.
pub(crate) fn routes(live: &Live) -> Router<Live> {
    Router::new()
        .route("/~live", get(listen))
        .route("/~live/exercises", post(exercises::call))
        .route("/~live/experiments", post(experiments::call))
        .layer(DefaultBodyLimit::max(LONGEST_CALL))
        .layer(from_fn_with_state(live.clone(), guard::from_our_page))
        .route("/~live/{script}", get(scripts::script))
}

/// A stream of everything that stands on the board, and then whatever comes.
async fn listen(State(live): State<Live>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let exercises = Arc::clone(&live.exercises);
    // Without it the page shows what was known before.
    let _ = spawn_blocking(move || exercises.refresh()).await;
    let notices = live.board.listen().map(|notice| Ok(Event::default().data(notice)));
    Sse::new(notices).keep_alive(KeepAlive::default())
}
