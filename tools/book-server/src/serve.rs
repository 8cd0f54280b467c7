//! Everything that can be asked for: the site, and what its pages call.

use crate::{
    headers::protect,
    live::{Live, at_home, routes},
    response::response,
    site::Site,
};
use axum::{
    Extension, Router,
    extract::State,
    http::Uri,
    middleware::{from_fn, from_fn_with_state},
    response::Response,
    routing::get,
};
use tokio::sync::watch::Receiver;

/// Answers whoever asks us by our own name.
pub(crate) fn router(sites: Receiver<Site>, live: Live) -> Router {
    routes(&live)
        .fallback(get(file))
        .layer(Extension(sites))
        .layer(from_fn_with_state(live.clone(), at_home))
        .layer(from_fn(protect))
        .with_state(live)
}

async fn file(Extension(sites): Extension<Receiver<Site>>, State(live): State<Live>, uri: Uri) -> Response {
    // A copy, so that a new site need not wait until this one is read.
    let site = sites.borrow().clone();
    response(&site, uri.path(), &live.token)
}
