// Close, half-close and reset: what does the other endpoint see, and which one is in TIME_WAIT?

import { box, path, words } from "./core/shapes.js";
import { Simulation, progress, seconds } from "./core/simulation.js";

/** Between two writes, on the way, until a program has seen what its kernel has, until somebody acts who waits: milliseconds. */
const PAUSE = 200;
const TRAVEL = 20;
const SOON = 5;
const LATER = 1000;
const TIME_WAIT = 60_000;
const LINES = ["one\\n", "two\\n", "three\\n"];

const settings = {
    lines: { label: "Lines that the client writes", value: 3, min: 1, max: 3 },
    client: {
        label: "Then the client",
        value: "reads",
        choices: { reads: "reads to the end", half: "half-closes, and reads", closes: "closes after its echo", killed: "is killed before it reads" },
    },
    server: {
        label: "The server",
        value: "line",
        choices: { line: "reads a line, and closes", echo: "echoes to the end", unread: "closes before it reads" },
    },
};

const presets = [
    { name: "Writing to a closed connection", values: { lines: 3, client: "reads", server: "line" }, experiment: "dead" },
    { name: "Closing with unread bytes", values: { lines: 1, client: "reads", server: "unread" }, experiment: "unread" },
    { name: "Half-close", values: { lines: 1, client: "half", server: "echo" }, experiment: "half-close", page: "half-close.html" },
    { name: "The client closes first", values: { lines: 1, client: "closes", server: "echo" } },
    {
        name: "The server closes first",
        values: { lines: 1, client: "reads", server: "line" },
        experiment: "time-wait",
        page: "time-wait.html#a-restart-that-fails",
    },
    { name: "A killed client", values: { lines: 1, client: "killed", server: "echo" } },
];

const endpoint = () => ({ state: "ESTABLISHED", unread: [], isOpen: true, hasEnded: false, peerEnded: false, error: null });
const other = (who) => (who === "client" ? "server" : "client");

/** What happens, step by step. The last state has the `marks`: what each program saw, and who was in TIME_WAIT. */
export function simulate({ lines, client, server }) {
    const state = { client: endpoint(), server: endpoint(), packets: [], marks: [], row: 0 };
    const simulation = new Simulation(state);
    const { after, tell } = { after: simulation.after.bind(simulation), tell: simulation.tell.bind(simulation) };
    /** Writes beside the line of an endpoint what happens there: on the same line what happens at once. */
    const mark = (who, text, row = state.row) => {
        const last = state.marks.findLast((mark) => mark.who === who);
        if (last && Math.abs(row - last.row) < 0.5) last.text += `, ${text}`;
        else state.marks.push({ who, text, row });
    };
    let [written, echoed, isReset] = [0, 0, false];

    /** The kernel of `from` sends something to the other one. */
    const send = (from, label, arrive) => {
        const packet = { from, label, row: state.row++, left: simulation.now, arrives: simulation.now + TRAVEL };
        state.packets.push(packet);
        after(TRAVEL, () => arrive(other(from), packet.row + 0.7));
    };
    const write = (who, line) => {
        const { error } = state[who];
        if (error) {
            mark(who, `write: ${error}`, state.row++);
            tell(`The ${who}’s write of \`${line}\` fails: ${error}.`);
            close(who);
            return false;
        }
        send(who, line, (to, row) => dataArrives(to, line, row));
        tell(`The ${who}’s write of \`${line}\` succeeds.`);
        return true;
    };
    const dataArrives = (to, line, row) => {
        if (!state[to].isOpen) {
            if (state[to].state !== "TIME_WAIT") state[to].state = "CLOSED";
            send(to, "RST", resetArrives);
            return tell(`\`${line}\` arrives at a closed socket: the ${to}’s kernel replies with a reset.`);
        }
        state[to].unread.push(line);
        if (reads(to)) after(SOON, () => read(to, row));
        else tell(`\`${line}\` arrives in the ${to}’s kernel, and lies there unread.`);
    };
    const reads = (who) => state[who].isOpen && (who === "client" ? client !== "killed" : server !== "unread");
    const read = (who, row) => {
        if (!state[who].isOpen) return;
        const line = state[who].unread.shift();
        mark(who, "read", row);
        tell(`The ${who} reads \`${line}\`.`);
        if (who === "client") {
            echoed++;
            if (client === "closes" && echoed === lines) close("client");
        } else if (server === "line") {
            close("server");
        } else {
            write("server", line);
        }
    };
    const resetArrives = (to, row) => {
        const it = state[to];
        if (!isReset) after(SOON, () => tell("Neither kernel keeps the connection: nobody is in TIME_WAIT."));
        isReset = true;
        if (it.state === "CLOSED" || it.state === "TIME_WAIT") return;
        it.state = "CLOSED";
        it.error = it.peerEnded ? "broken pipe" : "connection reset";
        if (!it.isOpen) return tell(`The ${to}’s kernel forgets the connection.`);
        if (it.peerEnded || !reads(to)) return tell(`The ${to}’s kernel knows now that the connection is gone. Its program does not.`);
        mark(to, "read: reset", row);
        tell(`The ${to}’s read fails: ${it.error}.`);
        close(to);
    };
    const endArrives = (to, row) => {
        const it = state[to];
        it.peerEnded = true;
        if (it.state === "CLOSED") return;
        if (it.hasEnded) waitForLate(to);
        else it.state = "CLOSE_WAIT";
        if (reads(to)) after(SOON, () => readEnd(to, row));
    };
    const readEnd = (who, row) => {
        if (!reads(who)) return;
        mark(who, "read: 0", row);
        tell(`The ${who}’s read returns 0: the end of the stream.`);
        if (who === "server" || written === lines) close(who);
    };
    /** The endpoint that ended first has both ends now. */
    const waitForLate = (who) => {
        state[who].state = "TIME_WAIT";
        state[other(who)].state = "CLOSED";
        mark(who, "TIME_WAIT", state.row + 0.35);
        tell(`The ${who} ended first: its kernel keeps the connection in TIME_WAIT.`);
        after(TIME_WAIT, () => {
            state[who].state = "CLOSED";
            tell("A minute later TIME_WAIT is over.");
        });
    };
    const end = (who) => {
        const it = state[who];
        it.state = it.peerEnded ? "LAST_ACK" : "FIN_WAIT";
        it.hasEnded = true;
        send(who, "FIN", endArrives);
    };
    const close = (who, verb = "closes") => {
        const it = state[who];
        it.isOpen = false;
        const unread = it.unread.length;
        it.unread = [];
        if (it.state === "CLOSED") return tell(`The ${who} ${verb}: its kernel has already forgotten the connection.`);
        if (it.hasEnded) return tell(`The ${who} ${verb}: there is nothing left to send.`);
        mark(who, unread > 0 ? `${verb}, unread` : verb);
        if (unread > 0) {
            it.state = "CLOSED";
            send(who, "RST", resetArrives);
            tell(`The ${who} ${verb} with bytes unread: its kernel sends a reset.`);
        } else {
            end(who);
            tell(`The ${who} ${verb}: its kernel sends a FIN.`);
        }
    };

    tell("Client and server are connected.");
    for (let index = 0; index < lines; index++) {
        after(index * PAUSE, () => {
            if (!state.client.isOpen || !write("client", LINES[index])) return;
            written++;
            if (written < lines) return;
            if (state.client.peerEnded && client !== "killed") return close("client");
            if (client === "half") {
                mark("client", "half-closes");
                end("client");
                tell("The client half-closes: its kernel sends a FIN. It can still read.");
            }
        });
    }
    if (client === "killed") after(1.5 * LATER, () => state.client.isOpen && close("client", "is killed"));
    if (server === "unread") after(LATER, () => state.server.isOpen && close("server"));
    after(5 * LATER, () => state.client.isOpen && state.server.isOpen && tell("Nobody closes: each waits for the other, as long as both run."));
    return simulation.run();
}

const WIDTH = 480;
const [LEFT, RIGHT] = [158, 322];
const TOP = 104;
const ROW = 33;
const HEIGHT = 420;

/** A program, what its kernel knows of the connection, and what lies unread. */
function program(x, name, { state, unread, isOpen }) {
    const colour = { CLOSED: "faint", TIME_WAIT: "two", ESTABLISHED: "good" }[state] ?? "one";
    return [
        box(x - 75, 32, 150, 56, colour === "faint" ? "line paper dashed" : `line ${colour}`, { rx: 6 }),
        words(x, 54, isOpen ? name : `${name} (closed)`, "label middle strong"),
        words(x, 76, unread.length > 0 ? `unread: ${unread.join("")}` : state, unread.length > 0 ? "code middle" : "label middle"),
    ];
}

/** What is on its way, or has been. */
function packet({ from, label, row, left, arrives }, time) {
    const done = progress(time, left, arrives);
    const [start, target] = from === "client" ? [LEFT, RIGHT] : [RIGHT, LEFT];
    const side = Math.sign(target - start);
    const [y, x2] = [TOP + 22 + row * ROW, start + (target - start) * done];
    const y2 = y + 0.7 * ROW * done;
    const ink = { RST: "bad-ink", FIN: "" }[label] ?? (from === "client" ? "one-ink" : "two-ink");
    // What leaves at this moment has no arrow yet: a tip alone would lie behind the line.
    const arrow = [
        path([[start, y], [x2, y2]], `line ${ink}`, { "stroke-width": 2 }),
        path([[x2, y2], [x2 - side * 10, y2 - 5.5], [x2 - side * 8.5, y2 + 3.5], [x2, y2]], `tip ${ink}`),
    ];
    return [
        ...(Math.abs(x2 - start) < 10 ? [] : arrow),
        words((LEFT + RIGHT) / 2, y + 4, label, `${ink === "" || ink === "bad-ink" ? "label strong" : "code"} middle ${ink}`),
    ];
}

function draw(state, time) {
    const line = (x) => path([[x, 88], [x, HEIGHT - 8]], "line faint");
    return [
        words(WIDTH - 8, 20, seconds(time), "code end"),
        words(8, 20, "time passes downwards", "label"),
        line(LEFT),
        line(RIGHT),
        ...program(LEFT - 75, "client", state.client),
        ...program(RIGHT + 75, "server", state.server),
        ...state.packets.flatMap((one) => packet(one, time)),
        ...state.marks.map(({ who, text, row }) => {
            const isError = /: reset|broken/.test(text);
            const className = `label ${isError ? "strong bad-ink" : text === "TIME_WAIT" ? "strong two-ink" : ""}`;
            return words(who === "client" ? LEFT - 8 : RIGHT + 8, TOP + 27 + row * ROW, text, `${className.trim()}${who === "client" ? " end" : ""}`);
        }),
    ];
}

export const figure = {
    title: "Close, half-close and reset",
    description:
        "The client writes one. The server reads it and closes, so its kernel sends a FIN, and the client's read returns 0. The client writes " +
        "two, which succeeds, and the server's kernel replies with a reset. The client's third write fails: broken pipe.",
    width: WIDTH,
    height: HEIGHT,
    speed: 0.1,
    settings,
    presets,
    simulate,
    draw,
};
