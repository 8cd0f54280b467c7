// Threads, a pool and an event loop with the same clients: who gets a reply, how late, and what does it cost?

import { box, path, words } from "./core/shapes.js";
import { Simulation, seconds } from "./core/simulation.js";

/** What a request needs, and when the silent clients leave: milliseconds. */
const TAKES = { quick: 20, slow: 200 };
const SILENT_LEAVE = 1500;
/** What was measured for a silent client, in KiB: a thread and its connection, a connection in an event loop, and one by itself. */
export const KIB = { thread: 35.5, entry: 3.7, connection: 3.4 };

const settings = {
    silent: { label: "Silent clients", value: 3, min: 0, max: 3 },
    slow: { label: "Slow requests", value: 1, min: 0, max: 2 },
    quick: { label: "Quick requests", value: 4, min: 1, max: 4 },
    workers: { label: "Workers of the pool", value: 2, min: 1, max: 6 },
    stay: { label: "Silent clients never leave", value: false },
};

const presets = [
    { name: "All quick", values: { silent: 0, slow: 0, quick: 4, workers: 2, stay: false } },
    {
        name: "As many silent clients as workers",
        values: { silent: 2, slow: 0, quick: 1, workers: 2, stay: false },
        experiment: "pool",
        page: "thread-pools.html#run-it",
    },
    { name: "Calls that block", values: { silent: 0, slow: 2, quick: 4, workers: 4, stay: false } },
    { name: "One worker", values: { silent: 1, slow: 1, quick: 4, workers: 1, stay: false } },
    { name: "Silent clients that stay", values: { silent: 2, slow: 0, quick: 4, workers: 2, stay: true } },
];

const MODELS = ["threads", "pool", "loop"];
const NAMES = { threads: "Threads", pool: "Pool", loop: "Event loop" };

/** What happens, step by step. The last state has the `slowest` quick reply of each model and its `peak` of memory. */
export function simulate({ silent, slow, quick, workers, stay }) {
    const limit = { threads: Infinity, pool: workers, loop: 1 };
    const model = () => ({ clients: [], queue: [], running: 0, open: 0, threads: 0, slowest: 0, peak: 0 });
    const state = { threads: model(), pool: model(), loop: model() };
    const simulation = new Simulation(state);

    const memory = (name) => {
        const { open } = state[name];
        if (name === "threads") return open * KIB.thread;
        return name === "loop" ? open * KIB.entry : open * KIB.connection + workers * (KIB.thread - KIB.connection);
    };
    // The workers are there before any client.
    state.pool.peak = memory("pool");
    const arrive = (name, kind, number) => {
        const it = state[name];
        const client = { kind, number, arrived: simulation.now, started: null, done: null };
        it.clients.push(client);
        it.open++;
        it.peak = Math.max(it.peak, memory(name));
        // An event loop does nothing for a client of which nothing has arrived.
        if (kind === "silent" && name === "loop") return;
        if (it.running < limit[name]) start(name, client);
        else it.queue.push(client);
    };
    const start = (name, client) => {
        client.started = simulation.now;
        state[name].running++;
        state[name].threads = Math.max(state[name].threads, state[name].running);
        if (client.kind !== "silent") simulation.after(TAKES[client.kind], () => finish(name, client));
    };
    const finish = (name, client) => {
        const it = state[name];
        client.done = simulation.now;
        it.open--;
        if (client.kind !== "silent") {
            if (client.kind === "quick") it.slowest = Math.max(it.slowest, simulation.now - client.arrived);
            simulation.tell(`${NAMES[name]}: ${client.kind} ${client.number} has its reply after ${seconds(simulation.now - client.arrived)}.`);
        }
        if (client.started === null) return;
        it.running--;
        const next = it.queue.findIndex(({ done }) => done === null);
        if (next >= 0) start(name, it.queue.splice(0, next + 1).at(-1));
    };
    const ask = (kind, number) => {
        for (const name of MODELS) arrive(name, kind, number);
        const waits = (name) => state[name].queue.some((client) => client.kind === kind && client.number === number);
        const where = [waits("pool") && "in the pool’s queue", waits("loop") && "for the event loop"].filter(Boolean).join(" and ");
        simulation.tell(`${kind === "slow" ? "A slow" : "A quick"} request arrives (${kind} ${number}).${where && ` It waits ${where}.`}`);
    };

    if (silent > 0) {
        simulation.after(0, () => {
            for (let number = 1; number <= silent; number++) for (const name of MODELS) arrive(name, "silent", number);
            simulation.tell(connect(silent, workers));
        });
        simulation.after(SILENT_LEAVE, () => {
            const [who, are, verb] = silent === 1 ? ["silent client", "is", "disconnects"] : ["silent clients", "are", "disconnect"];
            if (stay) {
                const waiting = unserved(state.pool).length;
                const pool = waiting > 0 ? `: ${waiting === 1 ? "1 request waits" : `${waiting} requests wait`} in the pool’s queue` : "";
                return simulation.tell(`After 1.5 s the ${who} ${are} still connected${pool}.`);
            }
            simulation.tell(`The ${who} ${verb}.`);
            // First all of them, so that no worker takes one that has left.
            const left = MODELS.map((name) => [name, state[name].clients.filter(({ kind }) => kind === "silent")]);
            for (const [name, clients] of left) {
                for (const client of clients.filter(({ started }) => started === null)) finish(name, client);
                for (const client of clients.filter(({ done }) => done === null)) finish(name, client);
            }
        });
    }
    for (let number = 1; number <= slow; number++) simulation.after(40 + number * 10, () => ask("slow", number));
    for (let number = 1; number <= quick; number++) simulation.after(80 + number * 25, () => ask("quick", number));
    simulation.tell("Three servers listen, each with another model. The same clients connect to each.");
    const steps = simulation.run();
    const slowest = (name) => (unserved(state[name]).every(({ kind }) => kind !== "quick") ? seconds(state[name].slowest) : "never");
    simulation.tell(`The slowest quick reply: threads ${slowest("threads")}, pool ${slowest("pool")}, event loop ${slowest("loop")}.`);
    return steps;
}

/** What a number of silent clients occupies. */
function connect(silent, workers) {
    const busy = workers === 1 ? "the only worker" : `${Math.min(silent, workers)} of the ${workers} workers`;
    const more = silent - workers;
    const queued = more > 0 ? ` ${more === 1 ? "1 waits" : `${more} wait`} in the pool’s queue.` : "";
    const [who, threads] = silent === 1 ? ["A silent client connects. It occupies", "1 thread"] : [`${silent} silent clients connect. They occupy`, `${silent} threads`];
    return `${who} ${threads}, ${busy}, and none of the event loop’s time.${queued}`;
}

/** The clients with a request and no reply. */
function unserved({ clients }) {
    return clients.filter(({ kind, done }) => kind !== "silent" && done === null);
}

const WIDTH = 480;
const [AXIS, END] = [76, 2000];
const x = (time) => AXIS + ((WIDTH - 12 - AXIS) * time) / END;
const PANEL = 188;

/** A client's row: it waits, it is served, it has its reply. */
function row({ kind, number, arrived, started, done }, y, isLoop, time) {
    const colour = { silent: "paper", slow: "two", quick: "one" }[kind];
    const bar = (from, until, height, className) => box(x(from), y + (9 - height) / 2, Math.max(1, x(until) - x(from)), height, className);
    const isHeld = kind === "silent" && isLoop;
    return [
        words(AXIS - 8, y + 9, `${kind} ${number}`, "label small end"),
        bar(arrived, started ?? done ?? time, 3, isHeld ? "faint" : "tip bad-ink"),
        ...(started === null ? [] : [bar(started, done ?? time, 9, `line ${colour}`)]),
    ];
}

function panel(name, title, state, index, time, threads) {
    const { clients, slowest, peak } = state[name];
    const waiting = unserved(state[name]).length;
    const quick = slowest > 0 ? `slowest quick reply ${seconds(slowest)}` : "no quick reply yet";
    const top = 40 + index * PANEL;
    return [
        words(8, top, title, "label strong"),
        words(WIDTH - 8, top, waiting > 0 ? `${quick}, ${waiting} left` : quick, "label end"),
        path([[x(time), top + 6], [x(time), top + 134]], "line faint dashed"),
        ...clients.flatMap((client, number) => row(client, top + 9 + number * 14, name === "loop", time)),
        words(AXIS - 8, top + 152, "memory", "label small end"),
        box(AXIS, top + 141, Math.max(1, peak * 0.75), 13, "line good"),
        words(AXIS + peak * 0.75 + 8, top + 152, `${peak.toFixed(0)} KiB, ${threads === 1 ? "1 thread" : `${threads} threads`}`, "label small"),
    ];
}

function draw(state, time, { workers }) {
    return [
        words(8, 18, "thin and red: it waits · thick: it has a thread", "label small"),
        words(WIDTH - 8, 18, seconds(time), "code end"),
        ...panel("threads", "a thread for each", state, 0, time, state.threads.threads),
        ...panel("pool", `a pool of ${workers}`, state, 1, time, workers),
        ...panel("loop", "an event loop", state, 2, time, 1),
    ];
}

export const figure = {
    title: "Three models with the same clients",
    description:
        "Three silent clients, a slow request and four quick ones reach three servers. With a thread for each client all quick requests have their " +
        "replies at once. The two workers of the pool serve silent clients, so all requests wait until those have left. The event loop keeps the silent " +
        "clients at almost no cost, and its quick requests wait only for the slow one.",
    width: WIDTH,
    height: 40 + 3 * PANEL - 24,
    speed: 0.2,
    settings,
    presets,
    simulate,
    draw,
};
