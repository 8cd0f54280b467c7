//! Plays an experiment, step by step, in its terminals.

use super::{
    run::{Run, RunEvent},
    terminal::{Scene, Terminal},
};
use book_checks::{MOMENT, Step};
use std::time::{Duration, Instant};
use support::{ReservedPort, cargo::Executables};

/// How long an experiment may take: ten times as long as the longest one does.
const LIMIT: Duration = Duration::from_mins(1);

/// Does what the experiment says, in as many terminals as it takes; how it has ended, in words. Nothing is left running.
pub(super) fn play(run: &Run, programs: &Executables) -> String {
    let terminal = |number| Terminal { number, run, programs, now: None };
    let mut terminals: Vec<_> = (1..=run.experiment.terminals()).map(terminal).collect();
    run.tell(&RunEvent::Begins { terminals: terminals.len() });
    let words = match take_all(&run.experiment.steps, &mut terminals) {
        _ if run.job.supervisor.is_stopped() => "Stopped.".to_owned(),
        Ok(()) => "Done.".to_owned(),
        Err(error) => format!("Stopped: {error:#}."),
    };
    run.job.supervisor.stop();
    // What was ended with its supervisor has still to be waited for: until then the system keeps its number.
    drop(terminals);
    words
}

/// Takes all steps; what runs afterwards is ended with Ctrl+C.
fn take_all(steps: &[Step], terminals: &mut [Terminal<'_>]) -> anyhow::Result<()> {
    // Another one each time: an experiment may leave connections of its port behind.
    let port = ReservedPort::new()?;
    let scene = Scene { port: port.port().to_string(), deadline: Instant::now() + LIMIT };
    steps.iter().try_for_each(|step| take(step, terminals, &scene))?;
    terminals.iter_mut().rev().try_for_each(|terminal| terminal.interrupt(&scene))
}

fn take(step: &Step, terminals: &mut [Terminal<'_>], scene: &Scene) -> anyhow::Result<()> {
    match step {
        Step::Type(number, command) => terminals[number - 1].type_in(command, scene),
        Step::See(number, words) => terminals[number - 1].wait_for(words, scene),
        Step::End(number) => terminals[number - 1].end(scene),
        Step::Interrupt(number) => terminals[number - 1].interrupt(scene),
        Step::Moment => {
            // The server goes on, so that this ends early only where all is over.
            terminals[0].wait_for_end(Instant::now() + MOMENT);
            Ok(())
        }
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::event_bus::EventBus;
    use book_checks::EXPERIMENTS;
    use std::sync::Arc;
    use support::{Signal, default_in_children};
    use testkit::DEADLINE;

    fn scene(left: Duration) -> Scene {
        Scene { port: "1081".to_owned(), deadline: Instant::now() + left }
    }

    #[test]
    fn what_goes_on_too_long_is_given_up_and_ctrl_c_ends_it() {
        // `nohup` and some CIs start us with Ctrl+C ignored, and a child inherits that.
        default_in_children(Signal::Interrupt).unwrap();
        let events = Arc::new(EventBus::new());
        let run = &Run { experiment: &EXPERIMENTS[0], job: Arc::default(), events };
        let programs = &Executables::from([("sleep".to_owned(), "sleep".into())]);
        let mut terminals = [Terminal { number: 1, run, programs, now: None }];
        let mut take =
            |step, left| take(&step, &mut terminals, &scene(left)).map_err(|error| error.to_string());
        assert_eq!(take(Step::Type(1, "cargo run -p sleep -- 600"), DEADLINE), Ok(()));
        let late = take(Step::See(1, "awake".to_owned()), Duration::ZERO);
        assert_eq!(late.unwrap_err(), "terminal 1 never showed `awake`");
        let late = take(Step::End(1), Duration::ZERO);
        assert_eq!(late.unwrap_err(), "the program in terminal 1 went on and on");
        assert_eq!(take(Step::Interrupt(1), DEADLINE), Ok(()));
        assert!(terminals[0].now.is_none());
    }
}
