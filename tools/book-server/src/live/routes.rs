//! The addresses that only our own pages may call: what they can ask for, and the scripts that they have.

use super::{
    calculator::{Calculator, Exchange},
    event_bus::{Event, EventBus},
    exercises::ExerciseService,
    experiments::ExperimentRunner,
    guard::{Guard, Refusal, from_our_page, refusal},
    last_run::LastRun,
};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Path, State},
    http::{StatusCode, header},
    middleware::from_fn_with_state,
    response::{IntoResponse, Sse, sse},
    routing::{get, post},
};
use book_checks::Experiment;
use futures_util::stream::{Stream, StreamExt as _, iter};
use serde::Deserialize;
use serde_json::Value;
use std::{
    convert::Infallible,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::{Arc, LazyLock},
};
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
    pub(crate) calculator: Arc<Calculator>,
    pub(crate) last_run: Arc<LastRun>,
}

/// Everything below `/~live`. The scripts are no secret, and are asked for without a token.
pub(crate) fn routes(live: &Live) -> Router<Live> {
    Router::new()
        .route("/~live/events", get(listen))
        .route("/~live/state", get(state))
        .route("/~live/exercises", post(act_on_exercise))
        .route("/~live/experiments", post(act_on_experiment))
        .route("/~live/calculator", post(ask_calculator))
        .layer(DefaultBodyLimit::max(LONGEST_CALL))
        .layer(from_fn_with_state(live.guard.clone(), from_our_page))
        .route("/~live/{version}/{script}", get(script))
}

/// A stream of all events so far, and of those that come.
async fn listen(State(live): State<Live>) -> Sse<impl Stream<Item = Result<sse::Event, Infallible>>> {
    let (exercises, last_run) = (Arc::clone(&live.exercises), Arc::clone(&live.last_run));
    let look = move || {
        exercises.refresh();
        last_run.look();
    };
    // Without it the page shows what was known before.
    let _ = spawn_blocking(look).await;
    let events = live.events.subscribe().map(sent).map(Ok);
    Sse::new(events).keep_alive(sse::KeepAlive::default())
}

/// All events so far, in the same form: for a page that hears the others from a stream of another tab.
async fn state(State(live): State<Live>) -> Sse<impl Stream<Item = Result<sse::Event, Infallible>>> {
    Sse::new(iter(live.events.kept()).map(sent).map(Ok))
}

fn sent(event: Event) -> sse::Event {
    sse::Event::default().id(event.number.to_string()).data(event.json)
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
    /// Of a version to restore: `exercise.rs.bak-1`. Without it, the original is restored.
    version: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ExerciseAction {
    Follow,
    Check,
    Stop,
    Reset,
    Hint,
    Solution,
    Open,
    /// Tell what was graded elsewhere.
    Refresh,
}

/// Does what was asked for, and answers with what there is to say.
async fn act_on_exercise(
    State(live): State<Live>,
    Json(call): Json<ExerciseCall>,
) -> Result<Json<Value>, Refusal> {
    apart(move || answer(&live.exercises, &call)).await
}

/// Answers from a thread of its own: files, git and cargo may take their time, and everybody else is not to wait for them.
async fn apart<T: Send + 'static>(
    answer: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<Json<T>, Refusal> {
    let answer = spawn_blocking(answer).await;
    answer.unwrap_or_else(|_| Err((StatusCode::INTERNAL_SERVER_ERROR, String::new()))).map(Json)
}

fn answer(service: &Arc<ExerciseService>, call: &ExerciseCall) -> Result<Value, Refusal> {
    let exercise = service.exercise(&call.name);
    let exercise = exercise.ok_or_else(|| refusal(StatusCode::NOT_FOUND, "there is no such exercise"))?;
    let mut said = Ok(Value::Null);
    match call.action {
        ExerciseAction::Follow => service.follow(exercise),
        ExerciseAction::Check => {
            service.check(exercise).map_err(|error| refusal(StatusCode::TOO_MANY_REQUESTS, error))?;
        }
        ExerciseAction::Stop => service.stop(exercise),
        ExerciseAction::Refresh => service.refresh(),
        ExerciseAction::Open => said = service.open(exercise).map(Value::from),
        ExerciseAction::Reset => said = service.reset(exercise, call.version.as_deref()).map(Value::from),
        ExerciseAction::Hint => said = ExerciseService::hint(exercise, call.level),
        ExerciseAction::Solution => said = service.solution(exercise),
    }
    said.map_err(|error| refusal(StatusCode::INTERNAL_SERVER_ERROR, format_args!("{error:#}")))
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
    let unknown = || refusal(StatusCode::NOT_FOUND, "there is no such experiment");
    let experiment = Experiment::named(&call.name).ok_or_else(unknown)?;
    let too_many = |error| refusal(StatusCode::TOO_MANY_REQUESTS, error);
    match call.action {
        ExperimentAction::Run => live.experiments.run(experiment).map_err(too_many)?,
        ExperimentAction::Stop => live.experiments.stop(experiment),
    }
    Ok(Json(""))
}

/// A request for the calculator.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CalculatorCall {
    line: String,
}

/// Sends a line to the calculator, which is built and started first if it does not run.
async fn ask_calculator(
    State(live): State<Live>,
    Json(call): Json<CalculatorCall>,
) -> Result<Json<Exchange>, Refusal> {
    let unable = |error| refusal(StatusCode::SERVICE_UNAVAILABLE, format_args!("{error:#}"));
    apart(move || live.calculator.ask(&call.line).map_err(unable)).await
}

/// What has another name when it changes need not be asked for again. Only the reader's own browser may keep it.
pub(crate) const IMMUTABLE: &str = "private, max-age=31536000, immutable";

/// The script that a page asks for, which imports the others.
pub(crate) const SCRIPT: &str = "start.js";

/// All scripts. They are part of this program, so that a static site has none of them.
const SCRIPTS: [(&str, &str); 24] = [
    (SCRIPT, include_str!("page/start.js")),
    ("site.js", include_str!("page/site.js")),
    ("stream.js", include_str!("page/stream.js")),
    ("proof.js", include_str!("page/proof.js")),
    ("share.js", include_str!("page/share.js")),
    ("connection.js", include_str!("page/connection.js")),
    ("element.js", include_str!("page/element.js")),
    ("begin.js", include_str!("page/begin.js")),
    ("calculator.js", include_str!("page/calculator.js")),
    ("links.js", include_str!("page/links.js")),
    ("memory.js", include_str!("page/memory.js")),
    ("states.js", include_str!("page/states.js")),
    ("progress.js", include_str!("page/progress.js")),
    ("exercises.js", include_str!("page/exercises.js")),
    ("task.js", include_str!("page/task.js")),
    ("hints.js", include_str!("page/hints.js")),
    ("checks.js", include_str!("page/checks.js")),
    ("message.js", include_str!("page/message.js")),
    ("compiler.js", include_str!("page/compiler.js")),
    ("solution.js", include_str!("page/solution.js")),
    ("speed.js", include_str!("page/speed.js")),
    ("versions.js", include_str!("page/versions.js")),
    ("experiments.js", include_str!("page/experiments.js")),
    ("last-run.js", include_str!("page/last-run.js")),
];

/// Another one for other scripts: it stands in their addresses, so that a browser may keep what it has got from there.
pub(crate) static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = DefaultHasher::new();
    SCRIPTS.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
});

async fn script(Path((version, name)): Path<(String, String)>) -> Result<impl IntoResponse, StatusCode> {
    let script = SCRIPTS.iter().find(|(known, _)| *known == name).ok_or(StatusCode::NOT_FOUND)?;
    let keep = if version == *VERSION { IMMUTABLE } else { "no-cache" };
    Ok(([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, keep)], script.1))
}
