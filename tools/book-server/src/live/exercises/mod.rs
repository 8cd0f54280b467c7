//! Exercises that pages show, check and reset: what a page can ask for.

mod editor;
mod service;
mod state;

pub(crate) use service::ExerciseService;

use crate::live::Live;
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use grader::Exercise;
use serde::Deserialize;
use std::sync::Arc;

/// An action, and the exercise that it is about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Call {
    /// `ex2_5_half_close`: looked up, and never part of a path.
    name: String,
    action: Action,
    /// Of a hint, from 1.
    #[serde(default)]
    level: usize,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Follow,
    Check,
    Stop,
    Reset,
    Hint,
    Open,
}

/// Does what was asked for, and answers with what there is to say.
pub(crate) async fn call(State(live): State<Live>, Json(call): Json<Call>) -> Response {
    // Files and git may take their time, and everybody else is not to wait for them.
    let answer = tokio::task::spawn_blocking(move || answer(&live.exercises, &call)).await;
    match answer {
        Ok(Ok(said)) => Json(said).into_response(),
        Ok(Err((status, reason))) => (status, reason + "\n").into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn answer(service: &Arc<ExerciseService>, call: &Call) -> Result<String, (StatusCode, String)> {
    let Some(exercise) = service.exercise(&call.name) else {
        return Err((StatusCode::NOT_FOUND, "there is no such exercise".to_owned()));
    };
    let failed = |error: anyhow::Error| (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}"));
    match call.action {
        Action::Follow => service.follow(exercise),
        Action::Check => {
            service.check(exercise).map_err(|error| (StatusCode::TOO_MANY_REQUESTS, error.to_string()))?;
        }
        Action::Stop => service.stop(exercise),
        Action::Reset => return service.reset(exercise).map_err(failed),
        Action::Hint => return hint(exercise, call.level).map_err(failed),
        Action::Open => service.open(exercise).map_err(failed)?,
    }
    Ok(String::new())
}

fn hint(exercise: &Exercise, level: usize) -> anyhow::Result<String> {
    let hint = level.checked_sub(1).and_then(|index| exercise.hints().ok()?.into_iter().nth(index));
    hint.ok_or_else(|| anyhow::anyhow!("there is no hint {level}"))
}
