//! The addresses that only our own pages may call, and the scripts that they have.

use super::{EventBus, ExerciseService, ExperimentRunner, Token, exercises, experiments, guard};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, State},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    middleware::from_fn_with_state,
    response::{
        IntoResponse as _, Response, Sse,
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
    pub(crate) events: Arc<EventBus>,
    pub(crate) exercises: Arc<ExerciseService>,
    pub(crate) experiments: Arc<ExperimentRunner>,
}

/// Everything below `/~live`. The scripts are no secret, and are asked for without a token.
pub(crate) fn routes(live: &Live) -> Router<Live> {
    Router::new()
        .route("/~live", get(listen))
        .route("/~live/exercises", post(exercises::call))
        .route("/~live/experiments", post(experiments::call))
        .layer(DefaultBodyLimit::max(LONGEST_CALL))
        .layer(from_fn_with_state(live.clone(), guard::from_our_page))
        .route("/~live/{script}", get(script))
}

/// A stream of all events so far, and of those that come.
async fn listen(State(live): State<Live>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let exercises = Arc::clone(&live.exercises);
    // Without it the page shows what was known before.
    let _ = spawn_blocking(move || exercises.refresh()).await;
    let events = live.events.subscribe().map(|event| Ok(Event::default().data(event)));
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// The script that a page asks for, which imports the others.
pub(crate) const SCRIPT: &str = "start.js";

/// All scripts. They are part of this program, so that a static site has none of them.
const SCRIPTS: [(&str, &str); 8] = [
    (SCRIPT, include_str!("page/start.js")),
    ("site.js", include_str!("page/site.js")),
    ("stream.js", include_str!("page/stream.js")),
    ("element.js", include_str!("page/element.js")),
    ("exercises.js", include_str!("page/exercises.js")),
    ("experiments.js", include_str!("page/experiments.js")),
    ("message.js", include_str!("page/message.js")),
    ("progress.js", include_str!("page/progress.js")),
];

async fn script(Path(name): Path<String>) -> Response {
    match SCRIPTS.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => {
            let headers = [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
            (headers, *text).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
