//! The addresses that only our own pages may call: what they can ask for, and the scripts that they have.

use super::{
    event_bus::EventBus,
    exercises::ExerciseService,
    experiments::ExperimentRunner,
    guard::{Guard, from_our_page},
};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Path, State},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    middleware::from_fn_with_state,
    response::{
        IntoResponse, Sse,
        sse::{Event, KeepAlive},
    },
    routing::{get, post},
};
use book_checks::Experiment;
use futures_util::stream::{Stream, StreamExt as _};
use grader::Exercise;
use serde::Deserialize;
use std::{convert::Infallible, fmt::Display, sync::Arc};
use tokio::task::spawn_blocking;

/// A call is a few names and numbers.
const LONGEST_CALL: usize = 4096;

/// What all calls share.
#[derive(Clone)]
pub(crate) struct Live {
    pub(crate) guard: Guard,
    pub(crate) events: Arc<EventBus>,
    pub(crate) exercises: Arc<ExerciseService>,
    pub(crate) experiments: Arc<ExperimentRunner>,
}

/// Everything below `/~live`. The scripts are no secret, and are asked for without a token.
pub(crate) fn routes(live: &Live) -> Router<Live> {
    Router::new()
        .route("/~live", get(listen))
        .route("/~live/exercises", post(act_on_exercise))
        .route("/~live/experiments", post(act_on_experiment))
        .layer(DefaultBodyLimit::max(LONGEST_CALL))
        .layer(from_fn_with_state(live.guard.clone(), from_our_page))
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

/// Why nothing is done, and what to do.
type Refusal = (StatusCode, String);

fn refusal(status: StatusCode, reason: impl Display) -> Refusal {
    (status, format!("{reason}\n"))
}

/// An action, and the exercise that it is about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExerciseCall {
    /// `ex2_5_half_close`: looked up, and never part of a path.
    name: String,
    action: ExerciseAction,
    /// Of a hint, from 1.
    #[serde(default)]
    level: usize,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ExerciseAction {
    Follow,
    Check,
    Stop,
    Reset,
    Hint,
    Open,
}

/// Does what was asked for, and answers with what there is to say.
async fn act_on_exercise(
    State(live): State<Live>,
    Json(call): Json<ExerciseCall>,
) -> Result<Json<String>, Refusal> {
    // Files and git may take their time, and everybody else is not to wait for them.
    let answer = spawn_blocking(move || answer(&live.exercises, &call)).await;
    answer.unwrap_or_else(|_| Err((StatusCode::INTERNAL_SERVER_ERROR, String::new()))).map(Json)
}

fn answer(service: &Arc<ExerciseService>, call: &ExerciseCall) -> Result<String, Refusal> {
    let exercise = service.exercise(&call.name);
    let exercise = exercise.ok_or_else(|| refusal(StatusCode::NOT_FOUND, "there is no such exercise"))?;
    let failed = |error: anyhow::Error| refusal(StatusCode::INTERNAL_SERVER_ERROR, format_args!("{error:#}"));
    match call.action {
        ExerciseAction::Follow => service.follow(exercise),
        ExerciseAction::Check => {
            service.check(exercise).map_err(|error| refusal(StatusCode::TOO_MANY_REQUESTS, error))?;
        }
        ExerciseAction::Stop => service.stop(exercise),
        ExerciseAction::Reset => return service.reset(exercise).map_err(failed),
        ExerciseAction::Hint => return hint(exercise, call.level).map_err(failed),
        ExerciseAction::Open => service.open(exercise).map_err(failed)?,
    }
    Ok(String::new())
}

fn hint(exercise: &Exercise, level: usize) -> anyhow::Result<String> {
    let hint = level.checked_sub(1).and_then(|index| exercise.hints().ok()?.into_iter().nth(index));
    hint.ok_or_else(|| anyhow::anyhow!("there is no hint {level}"))
}

/// An action, and the experiment that it is about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExperimentCall {
    /// `torn`: looked up, and never part of a command.
    name: String,
    action: ExperimentAction,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ExperimentAction {
    Run,
    Stop,
}

/// Does what was asked for; what comes of it is told to all pages.
async fn act_on_experiment(
    State(live): State<Live>,
    Json(call): Json<ExperimentCall>,
) -> Result<Json<&'static str>, Refusal> {
    let experiment = Experiment::named(&call.name);
    let experiment =
        experiment.ok_or_else(|| refusal(StatusCode::NOT_FOUND, "there is no such experiment"))?;
    match call.action {
        ExperimentAction::Run => {
            let begun = live.experiments.run(experiment);
            begun.map_err(|error| refusal(StatusCode::TOO_MANY_REQUESTS, error))?;
        }
        ExperimentAction::Stop => live.experiments.stop(experiment),
    }
    Ok(Json(""))
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

async fn script(Path(name): Path<String>) -> Result<impl IntoResponse, StatusCode> {
    let script = SCRIPTS.iter().find(|(known, _)| *known == name).ok_or(StatusCode::NOT_FOUND)?;
    let headers = [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    Ok((headers, script.1))
}
