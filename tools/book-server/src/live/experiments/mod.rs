//! Experiments: run on the reader's word, and shown in every page that has them.
//!
//! What is run is in a table of this program ([`book_checks::EXPERIMENTS`]); a page can only name one. Its programs are
//! those of the workspace, built by cargo as `cargo run` would, and they talk on the loopback at a port that is free.

mod build;
mod play;
mod runner;
mod terminal;
mod text;

pub(crate) use runner::ExperimentRunner;

use crate::live::Live;
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use book_checks::Experiment;
use serde::Deserialize;

/// An action, and the experiment that it is about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Call {
    /// `torn`: looked up, and never part of a command.
    name: String,
    action: Action,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Run,
    Stop,
}

/// Does what was asked for; what comes of it is told to all pages.
pub(crate) async fn call(State(live): State<Live>, Json(call): Json<Call>) -> Response {
    let Some(experiment) = Experiment::named(&call.name) else {
        return (StatusCode::NOT_FOUND, "there is no such experiment\n").into_response();
    };
    match call.action {
        Action::Stop => live.experiments.stop(experiment),
        Action::Run => {
            if let Err(refusal) = live.experiments.run(experiment) {
                return (StatusCode::TOO_MANY_REQUESTS, format!("{refusal}\n")).into_response();
            }
        }
    }
    Json("").into_response()
}
