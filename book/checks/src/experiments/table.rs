//! All experiments. What a page can have run is this, and nothing else.

use super::{
    Experiment,
    Step::{self, End, Interrupt, Moment, See, Type},
};

const ECHO: Step = Type(1, "cargo run -p echo -- localhost 1081");
const CALCULATOR: Step = Type(1, "cargo run -p calculator-server -- 127.0.0.1 1081");
const WITHOUT_REUSE: Step = Type(1, "cargo wire --listen --no-reuse localhost 1081 receive close");

const LINE_IN_TWO_PARTS: Step =
    Type(2, r#"cargo wire 127.0.0.1 1081 send "2+" pause 1500 send "3*4\n" receive"#);

const LISTENS: Step = See(1, "listening on");

/// The experiments, in the order of the book.
pub const EXPERIMENTS: &[Experiment] = &[
    Experiment {
        name: "names",
        chapter: "1-sockets/name-resolution.md",
        steps: &[
            Type(1, "cargo wire --listen 127.0.0.1 1081 receive"),
            LISTENS,
            Type(2, r#"cargo wire localhost 1081 send "hello\n""#),
            End(2),
            End(1),
            Type(2, r#"cargo wire localhost 1081 send "hello\n""#),
            End(2),
        ],
    },
    Experiment {
        name: "waiting",
        chapter: "2-echo/accept-queue.md",
        steps: &[
            ECHO,
            LISTENS,
            Type(2, "cargo wire localhost 1081 hold"),
            See(1, "connected"),
            Type(3, r#"cargo wire --timeout 60 localhost 1081 send "me, too\n" receive"#),
            See(3, "→"),
            Moment,
            Interrupt(2),
            End(3),
            See(1, "disconnected"),
            See(1, "disconnected"),
        ],
    },
    Experiment {
        name: "backlog",
        chapter: "2-echo/accept-queue.md",
        steps: &[Type(1, "cargo wire --listen --backlog 128 --timeout 1 localhost 1081 hold 200 1"), End(1)],
    },
    Experiment {
        name: "torn",
        chapter: "2-echo/message-boundaries.md",
        steps: &[
            Type(1, "cargo wire --listen localhost 1081 receive all"),
            LISTENS,
            Type(2, r#"cargo wire localhost 1081 send "hel" pause send "lo\n""#),
            End(2),
            End(1),
        ],
    },
    Experiment {
        name: "glued",
        chapter: "2-echo/message-boundaries.md",
        steps: &[
            Type(1, "cargo wire --listen localhost 1081 ignore pause 1000 receive all"),
            LISTENS,
            Type(2, r#"cargo wire localhost 1081 send "one\n" send "two\n""#),
            End(2),
            End(1),
        ],
    },
    Experiment {
        name: "killed",
        chapter: "2-echo/resets.md",
        steps: &[
            ECHO,
            LISTENS,
            Type(2, r#"cargo wire localhost 1081 send "hello\n" receive hold"#),
            See(2, "←"),
            Interrupt(2),
            See(1, "disconnected"),
            Type(2, r#"cargo wire localhost 1081 ignore send "hello\n" hold"#),
            See(1, "connected\n"),
            See(2, "→"),
            // The echo is there long before.
            Moment,
            Interrupt(2),
            // Whatever it says of this one: systems differ.
            See(1, "\n"),
        ],
    },
    Experiment {
        name: "unread",
        chapter: "2-echo/resets.md",
        steps: &[
            Type(1, "cargo wire --listen localhost 1081 ignore pause 1000 close"),
            LISTENS,
            Type(2, r#"cargo wire localhost 1081 send "hello\n" receive all"#),
            End(2),
            End(1),
        ],
    },
    Experiment {
        name: "dead",
        chapter: "2-echo/resets.md",
        steps: &[
            Type(1, "cargo wire --listen localhost 1081 receive close"),
            LISTENS,
            Type(2, r#"cargo wire localhost 1081 send "one\n" pause send "two\n" pause send "three\n""#),
            End(2),
            End(1),
        ],
    },
    Experiment {
        name: "time-wait",
        chapter: "2-echo/time-wait.md",
        steps: &[
            WITHOUT_REUSE,
            LISTENS,
            Type(2, r#"cargo wire localhost 1081 send "hello\n" receive all"#),
            End(2),
            End(1),
            WITHOUT_REUSE,
            LISTENS,
            ECHO,
            LISTENS,
        ],
    },
    Experiment {
        name: "nagle",
        chapter: "4-client/nagle.md",
        steps: &[
            CALCULATOR,
            LISTENS,
            Type(
                2,
                r#"cargo wire --nagle 127.0.0.1 1081 repeat 50 send "1+1" send "\n" receive | tail -n 1"#,
            ),
            End(2),
            Type(2, r#"cargo wire --nagle 127.0.0.1 1081 repeat 50 send "1+1\n" receive | tail -n 1"#),
            End(2),
            Type(2, r#"cargo wire 127.0.0.1 1081 repeat 50 send "1+1" send "\n" receive | tail -n 1"#),
            End(2),
        ],
    },
    Experiment {
        name: "deadlock",
        chapter: "4-client/pipelining.md",
        steps: &[
            CALCULATOR,
            LISTENS,
            Type(2, r#"cargo wire --timeout 2 127.0.0.1 1081 ignore flood 64M "1e9\n""#),
            End(2),
        ],
    },
    Experiment {
        name: "level-and-edge",
        chapter: "5-many/nonblocking.md",
        steps: &[
            Type(1, "cargo run -p book --example level_and_edge -- level"),
            End(1),
            Type(1, "cargo run -p book --example level_and_edge -- edge"),
            End(1),
        ],
    },
    Experiment {
        name: "until-would-block",
        chapter: "5-many/nonblocking.md",
        steps: &[Type(1, "cargo run -p book --example level_and_edge -- drain"), End(1)],
    },
    Experiment {
        name: "blocking-write",
        chapter: "5-many/event-loop.md",
        steps: &[
            Type(1, "cargo run -p book --example loop_mistakes -- 127.0.0.1 1081 blocking-write"),
            LISTENS,
            Type(2, r#"cargo wire --timeout 60 127.0.0.1 1081 ignore flood 64M "hello\n""#),
            See(1, "connected"),
            Moment,
            Type(3, r#"cargo wire --timeout 60 127.0.0.1 1081 send "me, too\n" receive"#),
            See(3, "→"),
            Moment,
            Interrupt(2),
            End(3),
        ],
    },
    Experiment {
        name: "read-once",
        chapter: "5-many/event-loop.md",
        steps: &[
            Type(1, "cargo run -p book --example loop_mistakes -- 127.0.0.1 1081 read-once"),
            LISTENS,
            Type(
                2,
                r#"cargo wire --timeout 1 127.0.0.1 1081 send "twenty bytes of text\n" receive send "ab\n" receive"#,
            ),
            End(2),
        ],
    },
    Experiment {
        name: "slow-handler",
        chapter: "5-many/event-loop.md",
        steps: &[
            Type(1, "cargo run -p book --example loop_mistakes -- 127.0.0.1 1081 slow-handler"),
            LISTENS,
            Type(2, r#"cargo wire --timeout 10 127.0.0.1 1081 send "slow\n" receive"#),
            See(2, "→"),
            Type(3, r#"cargo wire --timeout 10 127.0.0.1 1081 send "me, too\n" receive"#),
            End(2),
            End(3),
        ],
    },
    Experiment {
        name: "executor",
        chapter: "5-many/futures.md",
        steps: &[
            Type(1, "cargo run -p book --example executor -- 127.0.0.1 1081"),
            LISTENS,
            See(1, "the ready queue is empty"),
            Type(2, "cargo wire 127.0.0.1 1081 hold"),
            See(1, "poll task 1: Pending"),
            Type(3, r#"cargo wire 127.0.0.1 1081 hold 1 1 send "hello\n" receive pause 1000"#),
            End(3),
            See(1, "poll task 2: Ready(())"),
        ],
    },
    Experiment {
        name: "cancelled",
        chapter: "5-many/tokio-server.md",
        steps: &[
            Type(1, "cargo run -p book --example cancelled -- 127.0.0.1 1081 read_line"),
            LISTENS,
            LINE_IN_TWO_PARTS,
            End(2),
            See(1, "disconnected"),
            Type(1, "cargo run -p book --example cancelled -- 127.0.0.1 1081 next_line"),
            LISTENS,
            LINE_IN_TWO_PARTS,
            End(2),
            See(1, "disconnected"),
        ],
    },
    Experiment {
        name: "blocking",
        chapter: "5-many/tokio-server.md",
        steps: &[Type(1, "cargo run -p book --example blocking -- 1000"), End(1)],
    },
    Experiment {
        name: "spinning",
        chapter: "5-many/descriptors.md",
        steps: &[Type(1, "sh -c 'ulimit -n 120; cargo run -p book --example spinning -- 1'"), End(1)],
    },
    Experiment {
        name: "descriptors",
        chapter: "5-many/descriptors.md",
        steps: &[
            Type(
                1,
                r#"sh -c 'ulimit -n 120; cargo run -p concurrency -- localhost 1081 2>&1 | grep -vE "connected|disconnected"'"#,
            ),
            LISTENS,
            Type(2, "cargo wire localhost 1081 hold 150"),
            See(1, "could not accept"),
            Type(3, r#"cargo wire --timeout 30 localhost 1081 send "2+3*4\n" receive"#),
            See(3, "→"),
            Moment,
            Interrupt(2),
            End(3),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CommandLine;
    use std::collections::HashSet;

    /// The loopback, by its names.
    const HERE: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

    #[test]
    fn each_has_a_name_of_its_own() {
        let names: HashSet<_> = EXPERIMENTS.iter().map(|experiment| experiment.name).collect();
        assert_eq!(names.len(), EXPERIMENTS.len());
    }

    #[test]
    fn what_is_typed_are_programs_of_the_workspace_that_stay_on_this_machine() {
        for (_, command) in EXPERIMENTS.iter().flat_map(Experiment::typed) {
            let line = CommandLine::parse(command).unwrap_or_else(|| panic!("not one of ours: {command}"));
            let port = line.arguments.iter().position(|word| word == "1081");
            let is_here = port.is_none_or(|port| HERE.contains(&line.arguments[port - 1].as_str()));
            assert!(is_here, "{command}");
            assert!(port.is_some() || line.program.example.is_some(), "{command}");
        }
    }

    #[test]
    fn a_step_is_about_a_terminal_in_which_something_was_typed() {
        for experiment in EXPERIMENTS {
            let mut used = HashSet::new();
            for step in experiment.steps {
                match *step {
                    Type(terminal, _) => drop(used.insert(terminal)),
                    See(terminal, _) | End(terminal) | Interrupt(terminal) => {
                        assert!(used.contains(&terminal), "{}: {step:?}", experiment.name);
                    }
                    Moment => {}
                }
            }
            assert_eq!(used.len(), experiment.terminals(), "{}", experiment.name);
        }
    }
}
