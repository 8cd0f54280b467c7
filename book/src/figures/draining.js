// Draining at shutdown: four kinds of client against the clock. Which of them decides how long it takes?

import { box, path, words } from "./core/shapes.js";
import { Simulation, seconds } from "./core/simulation.js";

/** Within this time a server that is told to stop has to be gone: milliseconds. */
const PROMISED = 5000;

const settings = {
    poll: { label: "Poll interval", value: 1000, min: 0, max: 3000, step: 100, unit: "ms" },
    at: { label: "Ctrl+C comes at", value: 1200, min: 0, max: 3000, step: 100, unit: "ms" },
    work: { label: "B’s request takes", value: 300, min: 0, max: 6000, step: 100, unit: "ms" },
    drain: { label: "Reads on for", value: 1000, min: 0, max: 6000, step: 100, unit: "ms" },
    linger: { label: "Lingers for", value: 1000, min: 0, max: 6000, step: 100, unit: "ms" },
    limit: { label: "Waits at most", value: 4000, min: 500, max: 10_000, step: 500, unit: "ms" },
};

const preset = (name, values, experiment) => ({
    name,
    values: { poll: 1000, at: 1500, work: 300, drain: 1000, linger: 1000, limit: 4000, ...values },
    ...(experiment ? { experiment } : {}),
});
const presets = [
    preset("A thread each", {}, "shutdown"),
    preset("A task each", { poll: 0 }),
    preset("No lingering", { linger: 0 }),
    preset("A long request", { work: 6000 }),
    preset("Patient with everybody", { at: 1100, drain: 6000, linger: 6000, limit: 10_000 }),
];

/** What happens from Ctrl+C on, step by step. In the last state each client has an `end`: how, and when. */
export function simulate({ poll, at, work, drain, linger, limit }) {
    const clients = Object.fromEntries(["A", "B", "C", "D"].map((name) => [name, { bars: [], end: undefined }]));
    const state = { clients, exit: undefined, span: 0 };
    const simulation = new Simulation(state);
    // Threads have waited in read or write, a poll interval at a time, since 0 s.
    const untilPoll = poll === 0 ? 0 : (poll - (at % poll)) % poll;

    const enter = (name, what) => {
        finishBar(name);
        clients[name].bars.push({ what, from: simulation.now });
    };
    const finishBar = (name) => {
        const bar = clients[name].bars.at(-1);
        if (bar) bar.until ??= simulation.now;
    };
    const close = (name, how, said) => {
        finishBar(name);
        clients[name].end = { how, at: simulation.now };
        simulation.tell(said);
        if (Object.values(clients).every(({ end }) => end)) exit("All connections are closed");
    };
    const exit = (why) => {
        state.exit = simulation.now;
        const late = state.exit > PROMISED ? ", later than promised" : "";
        simulation.tell(`${why}: the process exits after ${short(state.exit)}${late}.`);
    };
    /** Has something happen if the process still runs then. */
    const after = (delay, action) => simulation.after(delay, () => state.exit === undefined && action());

    simulation.tell("Ctrl+C: the listener is closed, and new clients are refused.");
    for (const name of ["A", "D"]) enter(name, "poll");
    enter("B", "served");
    enter("C", "served");
    simulation.tell(`B’s request is being carried out.${drain > 0 ? ` What C sends is read for another ${short(drain)}.` : ""}`);
    after(untilPoll, () => {
        close("A", "closed", `${poll === 0 ? "A’s task is woken" : "A’s poll interval ends"}: nothing has arrived, so A’s connection is closed.`);
        enter("D", "served");
        simulation.tell(`D’s ${poll === 0 ? "task" : "thread"} sees the shutdown as well. D has ${drain > 0 ? short(drain) : "no time"} to read its replies.`);
        after(drain, () => {
            if (linger === 0) return close("D", "reset", "D has read nothing. Its connection is reset, and its replies are lost.");
            enter("D", "lingers");
            simulation.tell("D has read nothing. The server closes its half, and D’s connection lingers.");
            after(linger, () => close("D", "reset", "D’s connection is reset. Its replies are lost."));
        });
    });
    after(work, () => close("B", "closed", "B gets its reply, and its connection is closed."));
    after(drain, () => {
        const [how, said] = linger > 0
            ? ["closed", "Nothing more is read from C. It has all its replies, and sees the end of the stream."]
            : ["reset", "Nothing more is read from C. Its next request makes the close a reset: a reply may be lost."];
        close("C", how, said);
    });
    after(limit, () => {
        const open = Object.keys(clients).filter((name) => !clients[name].end);
        for (const name of open) {
            finishBar(name);
            clients[name].end = { how: name === "A" ? "closed" : "cut off", at: simulation.now };
        }
        exit(`The limit of ${short(limit)} has passed, with ${open.join(", ")} still open`);
    });
    const steps = simulation.run();
    for (const step of steps) step.state.span = Math.max(PROMISED + 500, state.exit);
    return steps;
}

/** `1 s`, `0.8 s`. */
function short(milliseconds) {
    return `${Math.round(milliseconds / 100) / 10}\u00a0s`;
}

const WIDTH = 480;
const KINDS = { A: "silent", B: "one request", C: "goes on sending", D: "never reads" };
const COLOURS = { poll: "line dashed", served: "line good", lingers: "line two" };
const [LEFT, RIGHT, FOOT] = [132, 462, 322];

function draw(state, time) {
    const x = (at) => LEFT + ((RIGHT - LEFT) * at) / state.span;
    const row = ([name, { bars, end }], index) => {
        const y = 62 + index * 64;
        return [
            words(8, y + 10, `client ${name}`, "label strong"),
            words(8, y + 28, KINDS[name]),
            ...bars.map(({ what, from, until = time }) => box(x(from), y, Math.max(1, x(Math.min(time, until)) - x(from)), 30, COLOURS[what], { rx: 3 })),
            ...(end ? ended(end, x(end.at), y) : []),
        ];
    };
    const now = x(Math.min(time, state.span));
    return [
        words(8, 20, "since Ctrl+C", "label strong"),
        words(WIDTH - 8, 20, seconds(time), "code end"),
        ...Object.entries(COLOURS).flatMap(([what, className], index) => [
            box([134, 226, 310][index], 9, 12, 12, className),
            words([152, 244, 328][index], 20, { poll: "blocked", served: "served", lingers: "lingers" }[what]),
        ]),
        path([[x(PROMISED), 34], [x(PROMISED), FOOT]], "line faint dashed"),
        ...Object.entries(state.clients).flatMap(row),
        path([[LEFT, FOOT], [RIGHT, FOOT]], "line"),
        path([[now, FOOT - 10], [now, FOOT + 4]], "line"),
        words(LEFT, FOOT + 18, "0 s", "code small middle"),
        words(x(PROMISED), FOOT + 18, "5 s", "code small middle"),
        words(8, FOOT + 46, state.exit === undefined ? "draining" : `exit after ${short(state.exit)}`, "label strong"),
        words(WIDTH - 8, FOOT + 46, "promised: within 5 s", "label end"),
    ];
}

/** How a connection ended, behind its last bar or, where there is no room, above it. */
function ended({ how, at }, x, y) {
    const said = `${how} after ${short(at)}`;
    const mark = box(x - 2, y - 3, 4, 36, how === "closed" ? "line good" : "line bad", { rx: 2 });
    return x < 340 ? [mark, words(x + 8, y + 20, said)] : [mark, words(x, y - 8, said, "label end")];
}

export const figure = {
    title: "Draining at shutdown",
    description:
        "Four clients after Ctrl+C, with a thread for each. Client A is silent: its thread sees the shutdown at the end of its poll interval, after 0.8 s, and closes the connection. " +
        "Client B has sent one request: it gets its reply, and its connection is closed after 0.3 s. Client C goes on sending: the server reads its requests for 1 s, and closes the connection. Client D never reads: its thread sees the shutdown " +
        "after 0.8 s, it has 1 s to read and 1 s in which its connection lingers, and its connection is reset after 2.8 s. Then the process exits, within the five seconds that are promised.",
    width: WIDTH,
    height: 378,
    speed: 1,
    settings,
    presets,
    simulate,
    draw,
};
