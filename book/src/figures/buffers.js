// Four buffers: a client sends many requests before it reads. Which of the two gets stuck first, and who can end it?

import { box, path, words } from "./core/shapes.js";
import { Simulation, progress, seconds } from "./core/simulation.js";

/** A request is `1e9\n` or `2+3\n`. */
const REQUEST = 4;
/** In each round both programs do one thing, and what they have written travels meanwhile: milliseconds. */
const ROUND = 10;
const TRAVEL = 6;
/** After so long without progress the client gives up. */
const TIMEOUT = 2000;

const settings = {
    requests: { label: "Requests", value: 40, min: 1, max: 40 },
    buffer: { label: "Each buffer", value: 32, min: 16, max: 48, step: 4, unit: "bytes" },
    reply: { label: "Each reply", value: "11", choices: { 11: "11 bytes (to 1e9)", 2: "2 bytes (to 2+3)" } },
    client: { label: "The client reads", value: "after", choices: { after: "when all is written", during: "while it writes" } },
    server: { label: "The server", value: "blocks", choices: { blocks: "reads and replies", keeps: "keeps replies in memory", never: "never reads" } },
};

const all = { requests: 40, buffer: 32, reply: "11", client: "after", server: "blocks" };
const presets = [
    { name: "Few requests", values: { ...all, requests: 12 } },
    { name: "Many requests", values: all, experiment: "deadlock" },
    { name: "A second thread reads", values: { ...all, client: "during" } },
    { name: "A server without a limit", values: { ...all, server: "keeps" } },
    { name: "Nobody reads", values: { ...all, server: "never" } },
];

/** What happens, step by step. The last state says how many bytes the client's kernel has `taken`. */
export function simulate({ requests, buffer, reply, client, server }) {
    const size = Number(reply);
    const state = {
        total: requests * REQUEST,
        taken: 0,
        expected: requests * size,
        got: 0,
        requests: { send: 0, receive: 0, flying: null },
        replies: { send: 0, receive: 0, flying: null },
        client: "in write",
        server: server === "never" ? "does not read" : "in read",
        // Of replies that the server has made, the bytes that are still in its own memory.
        kept: 0,
        served: 0,
    };
    const simulation = new Simulation(state);
    /** What a round did, to be told at its end, and the kinds of that. */
    let [said, kinds, before] = [[], "", ""];
    const say = (kind, words) => {
        said.push(words);
        kinds += kind;
    };
    /** Of rounds that do the same, every second one is told. */
    const tell = () => {
        const isAlike = kinds === before && kinds !== "";
        before = isAlike || said.length === 0 ? "" : kinds;
        if (!isAlike && said.length > 0) simulation.tell(said.join(" "));
        [said, kinds] = [[], ""];
    };
    const isBlocked = (who) => state[who] === "blocked in write";

    const clientWrites = () => {
        const count = Math.min(REQUEST, state.total - state.taken, buffer - state.requests.send);
        if (count > 0) {
            state.requests.send += count;
            state.taken += count;
            state.client = "in write";
            say("w", `The client’s kernel has taken ${state.taken} of ${state.total} bytes.`);
        } else if (state.taken < state.total && !isBlocked("client")) {
            state.client = "blocked in write";
            say("W", "The client’s send buffer is full: its write blocks.");
        }
        return count > 0;
    };
    const clientReads = () => {
        if (state.taken === state.total) state.client = "in read";
        if (client === "after" && state.taken < state.total) return false;
        const count = state.replies.receive;
        if (count === 0) return false;
        state.replies.receive = 0;
        state.got += count;
        say("r", `The client has read ${Math.floor(state.got / size)} of ${plural(requests, "reply", "replies")}.`);
        return true;
    };
    const serverRuns = () => {
        let moved = push();
        if (isBlocked("server") && state.kept === 0) state.server = "in read";
        const mayRead = server === "keeps" || (server === "blocks" && state.kept === 0);
        if (mayRead && state.requests.receive >= REQUEST) {
            state.requests.receive -= REQUEST;
            state.served++;
            state.kept += size;
            push();
            moved = true;
            if (server === "blocks" && state.kept > 0) state.server = "blocked in write";
            const room = state.kept > 0 ? ` ${plural(state.kept, "byte")} of its replies ${state.kept === 1 ? "does" : "do"} not fit: it ${server === "keeps" ? "keeps what is left" : "blocks in write, and reads no more"}.` : "";
            say(room ? "S" : "s", `The server has replied to ${plural(state.served, "request")}.${room}`);
        }
        return moved;
    };
    /** Moves replies from the server's memory into its send buffer. */
    const push = () => {
        const count = Math.min(state.kept, buffer - state.replies.send);
        state.kept -= count;
        state.replies.send += count;
        return count > 0;
    };
    /** Lets bytes travel, as many as there is room for at the other end. */
    const travel = (pipe) => {
        const count = Math.min(pipe.send, buffer - pipe.receive);
        if (count === 0) return false;
        pipe.send -= count;
        pipe.flying = { count, left: simulation.now, arrives: simulation.now + TRAVEL };
        simulation.after(TRAVEL, () => {
            pipe.receive += count;
            pipe.flying = null;
        });
        return true;
    };
    const round = () => {
        const moved = [clientWrites(), serverRuns(), clientReads(), travel(state.requests), travel(state.replies)];
        const isDone = state.got === state.expected;
        if (isDone) {
            state.client = "has all replies";
            before = "";
        }
        tell();
        if (isDone) {
            simulation.tell(requests === 1 ? "The only reply has arrived." : `All ${requests} replies have arrived.`);
        } else if (moved.includes(true)) {
            simulation.after(ROUND, round);
        } else {
            stuck();
        }
    };
    const stuck = () => {
        if (state.taken === state.total) {
            simulation.tell("The client waits for replies that nobody writes.");
            simulation.after(TIMEOUT, () => {
                state.client = "timed out in read";
                simulation.tell("The client’s timeout passes: no reply has arrived.");
            });
            return;
        }
        const why = server === "never" ? "the server does not read. This is backpressure" : "each waits until the other reads. This is a deadlock";
        simulation.tell(`Nothing moves any more: ${why}.`);
        simulation.after(TIMEOUT, () => {
            state.client = "timed out in write";
            simulation.tell(`The client’s timeout passes. Its write has taken ${state.taken} of ${state.total} bytes: a short write.`);
        });
    };

    simulation.tell(`The client calls write with ${state.total} bytes, ${plural(requests, "request")}.`);
    simulation.after(ROUND, round);
    return simulation.run();
}

function plural(count, noun, many = `${noun}s`) {
    return `${count} ${count === 1 ? noun : many}`;
}

const WIDTH = 480;
const [LEFT, RIGHT, TANK] = [8, 288, 184];

/** A buffer, as full as it is. */
function tank(x, y, name, count, size, colour) {
    const isFull = count === size;
    return [
        box(x, y, TANK, 60, "paper", { rx: 6 }),
        box(x, y, (TANK * count) / size, 60, colour, { rx: 6 }),
        box(x, y, TANK, 60, "line dashed", { rx: 6 }),
        words(x + TANK / 2, y + 25, name, "label middle"),
        words(x + TANK / 2, y + 46, isFull ? `full: ${count} bytes` : `${count} of ${size} bytes`, `label middle${isFull ? " strong" : ""}`),
    ];
}

/** A program, and what it does. */
function program(x, name, does, more) {
    const isStuck = /^(blocked|timed out)/.test(does);
    return [
        box(x, 134, TANK, 60, `line ${isStuck ? "bad" : "paper"}`, { rx: 6 }),
        words(x + TANK / 2, 157, name, "label middle strong"),
        words(x + TANK / 2, 179, more ? `${does}, keeps ${more}` : does, "label middle"),
    ];
}

/** An arrow with its tip. */
function arrow(points) {
    const [[x, y], [x2, y2]] = points.slice(-2);
    const length = Math.hypot(x2 - x, y2 - y);
    const [dx, dy] = [(x2 - x) / length, (y2 - y) / length];
    const tip = [[x2, y2], [x2 - 9 * dx - 4 * dy, y2 - 9 * dy + 4 * dx], [x2 - 9 * dx + 4 * dy, y2 - 9 * dy - 4 * dx], [x2, y2]];
    return [path(points), path(tip, "tip")];
}

/** Bytes between two buffers. */
function flight(flying, y, from, to, colour, time) {
    if (!flying) return [];
    const x = from + (to - from) * progress(time, flying.left, flying.arrives);
    return [box(x - 14, y - 13, 28, 26, `line ${colour}`, { rx: 3 }), words(x, y + 5, `${flying.count}`, "label middle")];
}

function draw(state, time, { buffer, requests }) {
    const { requests: there, replies: back } = state;
    return [
        words(LEFT, 20, "requests, from left to right", "label strong"),
        words(WIDTH - 8, 20, seconds(time), "code end"),
        ...arrow([[LEFT + TANK + 4, 64], [RIGHT - 4, 64]]),
        ...arrow([[LEFT + TANK / 2, 132], [LEFT + TANK / 2, 98]]),
        ...arrow([[RIGHT + TANK / 2, 97], [RIGHT + TANK / 2, 131]]),
        ...tank(LEFT, 34, "client’s send buffer", there.send, buffer, "one"),
        ...tank(RIGHT, 34, "server’s receive buffer", there.receive, buffer, "one"),
        ...program(LEFT, "client", state.client),
        ...program(RIGHT, "server", state.server, state.server !== "blocked in write" && state.kept),
        ...arrow([[LEFT + TANK / 2, 231], [LEFT + TANK / 2, 197]]),
        ...arrow([[RIGHT + TANK / 2, 196], [RIGHT + TANK / 2, 230]]),
        ...arrow([[RIGHT - 4, 264], [LEFT + TANK + 4, 264]]),
        ...tank(LEFT, 234, "client’s receive buffer", back.receive, buffer, "two"),
        ...tank(RIGHT, 234, "server’s send buffer", back.send, buffer, "two"),
        ...flight(there.flying, 64, LEFT + TANK + 18, RIGHT - 18, "one", time),
        ...flight(back.flying, 264, RIGHT - 18, LEFT + TANK + 18, "two", time),
        words(LEFT, 318, "replies, from right to left", "label strong"),
        words(LEFT, 344, `write has taken ${state.taken} of ${state.total} bytes`, "label"),
        words(WIDTH - 8, 344, `${Math.floor((state.got * requests) / state.expected)} of ${plural(requests, "reply", "replies")} read`, "label end"),
    ];
}

export const figure = {
    title: "Four buffers, and a deadlock",
    description:
        "A client wants to write 160 bytes, 40 requests, before it reads. Each of the four buffers has 32 bytes, and all four are full. " +
        "The server is blocked in write, and so is the client, until its timeout passes. Each waits for the other to read.",
    width: WIDTH,
    height: 356,
    speed: 0.02,
    settings,
    presets,
    simulate,
    draw,
};
