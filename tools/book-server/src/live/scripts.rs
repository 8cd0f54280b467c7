//! The scripts that served pages have: part of this program, so that a static site has none of them.

use axum::{
    extract::Path,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};

/// The one that a page asks for, which imports the others.
pub(crate) const FIRST: &str = "start.js";

/// All of them.
const SCRIPTS: [(&str, &str); 8] = [
    (FIRST, include_str!("page/start.js")),
    ("site.js", include_str!("page/site.js")),
    ("stream.js", include_str!("page/stream.js")),
    ("element.js", include_str!("page/element.js")),
    ("exercises.js", include_str!("page/exercises.js")),
    ("experiments.js", include_str!("page/experiments.js")),
    ("message.js", include_str!("page/message.js")),
    ("progress.js", include_str!("page/progress.js")),
];

pub(super) async fn script(Path(name): Path<String>) -> Response {
    match SCRIPTS.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => {
            let headers = [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
            (headers, *text).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
