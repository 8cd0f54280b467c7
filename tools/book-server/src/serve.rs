//! Serving the site, and telling its pages when there is a newer one.

use crate::{response::response, site::Site};
use axum::{
    Router,
    extract::State,
    http::Uri,
    response::{
        Response, Sse,
        sse::{Event, KeepAlive},
    },
    routing::get,
};
use std::convert::Infallible;
use tokio::sync::watch::Receiver;
use tokio_stream::{Stream, StreamExt as _, wrappers::WatchStream};

/// Everything that can be asked for.
pub(crate) fn router(sites: Receiver<Site>) -> Router {
    Router::new().route("/~live", get(live)).fallback(get(file)).with_state(sites)
}

async fn file(State(sites): State<Receiver<Site>>, uri: Uri) -> Response {
    // A copy, so that a new site need not wait until this one is read.
    let site = sites.borrow().clone();
    response(&site, uri.path())
}

/// A stream that tells the version and the problems now, and after each build.
async fn live(State(sites): State<Receiver<Site>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let told = WatchStream::new(sites).map(|site| {
        let state = serde_json::json!({ "version": site.version, "problems": site.problems });
        Ok(Event::default().data(state.to_string()))
    });
    Sse::new(told).keep_alive(KeepAlive::default())
}
