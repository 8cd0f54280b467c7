// Nagle's algorithm and delayed ACKs: a request in one write or two. Where do the 40 milliseconds come from?

import { box, circle, path, words } from "./core/shapes.js";
import { Simulation, progress, seconds } from "./core/simulation.js";

/** What one segment carries at most, on Ethernet: bytes. */
const FULL = 1460;

const settings = {
    first: { label: "First write", value: 3, min: 1, max: 3000, unit: "bytes" },
    second: { label: "Second write", value: 1, min: 0, max: 3000, unit: "bytes" },
    third: { label: "Third write", value: 0, min: 0, max: 3000, unit: "bytes" },
    nodelay: { label: "TCP_NODELAY", value: false },
    delay: { label: "ACK delayed by", value: 40, min: 0, max: 200, step: 10, unit: "ms" },
    travel: { label: "One way takes", value: 1, min: 1, max: 50, unit: "ms" },
    requests: { label: "Requests", value: 2, min: 1, max: 4 },
};

const preset = (name, values, experiment) => ({
    name,
    values: { first: 3, second: 1, third: 0, nodelay: false, delay: 40, travel: 1, requests: 4, ...values },
    ...(experiment ? { experiment } : {}),
});
const presets = [
    preset("Two writes", {}, "nagle"),
    preset("One write", { first: 4, second: 0 }, "nagle"),
    preset("Three small writes", { first: 1, third: 1 }),
    preset("TCP_NODELAY", { nodelay: true }, "nagle"),
    preset("A full segment first", { first: FULL }),
    preset("No delayed ACK, far away", { delay: 0, travel: 20, requests: 2 }),
];

/** What happens, step by step. The last state's `replies` has the time that each request took. */
export function simulate({ first, second, third, nodelay, delay, travel, requests }) {
    const state = { writes: [], held: [], packets: [], delayed: [], complete: [], replies: [], span: 0 };
    const simulation = new Simulation(state);
    const length = first + second + third;
    // The client's kernel, in bytes since the beginning: what was written, sent and acknowledged, and the end of the last small segment.
    let [written, sent, acknowledged, lastSmall, began] = [0, 0, 0, 0, 0];
    // The server's kernel: what has arrived, and what of it has been acknowledged. A timer of an ACK that was sent is out of date.
    let [received, confirmed, timer] = [0, 0, 0];

    const fly = (kind, from, then) => {
        state.packets.push({ kind, from, left: simulation.now, arrives: simulation.now + travel });
        simulation.after(travel, then);
    };
    const write = (count) => {
        const before = sent;
        written += count;
        state.writes.push(simulation.now);
        push();
        const rest = written - sent;
        const held = `${sent === before ? "" : `${bytes(rest)} `}held back until an earlier small segment is acknowledged.`;
        simulation.tell(`\`write\` of ${bytes(count)}: ${rest > 0 ? held : "sent at once."}`);
    };
    /** Nagle's algorithm as Linux has it: a small segment waits as long as an earlier small one is not acknowledged. */
    const push = () => {
        while (sent < written) {
            const size = Math.min(FULL, written - sent);
            if (size < FULL && !nodelay && lastSmall > acknowledged) {
                if (!isOpen(state.held)) state.held.push({ from: simulation.now });
                return;
            }
            sent += size;
            if (size < FULL) lastSmall = sent;
            fly("data", "client", () => arrive(size));
        }
        finish(state.held);
    };
    const arrive = (size) => {
        received += size;
        if (received % length === 0) return reply();
        const news = `${bytes(size)} ${size === 1 ? "arrives" : "arrive"}, not the whole request.`;
        // The second full segment is acknowledged at once, and so is what arrives before the first reply.
        const waits = delay > 0 && state.complete.length > 0 && received - confirmed <= FULL;
        if (!waits) {
            acknowledge();
            simulation.tell(`${news} The ACK leaves at once.`);
        } else {
            if (!isOpen(state.delayed)) {
                state.delayed.push({ from: simulation.now });
                const mine = ++timer;
                simulation.after(delay, () => mine === timer && late());
            }
            simulation.tell(`${news} The ACK waits: a reply might carry it.`);
        }
    };
    const late = () => {
        acknowledge();
        simulation.tell(`No reply for ${delay} ms: the server’s kernel sends the ACK alone.`);
    };
    const settle = () => {
        confirmed = received;
        timer++;
        finish(state.delayed);
        return received;
    };
    const acknowledge = () => {
        const upTo = settle();
        fly("ack", "server", () => {
            confirm(upTo, "The ACK arrives");
        });
    };
    const confirm = (upTo, what) => {
        acknowledged = Math.max(acknowledged, upTo);
        const [before, rest] = [sent, written - sent];
        push();
        const held = `${bytes(rest)} that ${rest === 1 ? "was" : "were"} held back`;
        simulation.tell(rest === 0 ? `${what}.` : sent > before ? `${what}: ${held} can leave.` : `${what}: ${bytes(rest)} ${rest === 1 ? "is" : "are"} still held back.`);
    };
    const reply = () => {
        const upTo = settle();
        state.complete.push(simulation.now);
        fly("reply", "server", () => {
            acknowledged = upTo;
            state.replies.push(simulation.now - began);
            simulation.tell(`The reply arrives, ${Math.round(simulation.now - began)} ms after the first write.`);
            if (state.replies.length < requests) request();
        });
        simulation.tell("The request is complete. The reply leaves, and carries the ACK.");
    };
    const finish = (waits) => {
        if (isOpen(waits)) waits.at(-1).until = simulation.now;
    };
    const request = () => {
        began = simulation.now;
        write(first);
        for (const more of [second, third]) if (more > 0) write(more);
    };

    simulation.after(0, request);
    const steps = simulation.run();
    // The picture is as wide as all of it takes, without a timer that was set and is no longer needed.
    for (const step of steps) step.state.span = steps.at(-1).time;
    return steps;
}

function isOpen(waits) {
    return waits.length > 0 && waits.at(-1).until === undefined;
}

function bytes(count) {
    return count === 1 ? "1 byte" : `${count.toLocaleString("en")} bytes`;
}

const WIDTH = 480;
/** Where the client's and the server's edge of the network are. */
const EDGES = { client: 142, server: 232 };
const CLASSES = { data: "line one-ink", ack: "line dashed", reply: "line two-ink" };
const LEGEND = [["data", "bytes", 130], ["ack", "ACK", 220], ["reply", "reply and ACK", 300]].flatMap(([kind, name, x]) => [
    path([[x, 119], [x + 26, 119]], CLASSES[kind]),
    words(x + 32, 124, name),
]);

function draw(state, time) {
    const x = (at) => 14 + (452 * at) / state.span;
    const wait = (y) => ({ from, until = time }) => {
        const [left, width] = [x(from), x(Math.min(time, until)) - x(from)];
        const shapes = [box(left, y, Math.max(2, width), 26, "line bad", { rx: 3 })];
        return width < 56 ? shapes : [...shapes, words(left + width / 2, y + 18, `${Math.round(Math.min(time, until) - from)} ms`, "label middle")];
    };
    const tick = (y, className) => (at) => box(x(at) - 3, y, 6, 16, className, { rx: 2 });
    const now = x(Math.min(time, state.span));
    return [
        words(8, 20, "the client writes", "label strong"),
        words(WIDTH - 8, 20, seconds(time), "code end"),
        ...state.writes.map(tick(28, "line one")),
        words(8, 68, "its kernel holds back (Nagle)", "label strong"),
        path([[14, 89], [466, 89]], "line faint"),
        ...state.held.flatMap(wait(76)),

        words(8, 124, "the network", "label strong"),
        ...LEGEND,
        box(0, 132, WIDTH, 110, "paper"),
        path([[now, 132], [now, 242]], "line faint dashed"),
        ...state.packets.flatMap((packet) => flight(packet, time, x)),

        words(8, 266, "the server’s kernel holds the ACK back", "label strong"),
        path([[14, 287], [466, 287]], "line faint"),
        ...state.delayed.flatMap(wait(274)),
        words(8, 322, "the server has the request, and replies", "label strong"),
        ...state.complete.map(tick(330, "line two")),
        path([[14, 358], [466, 358]], "line"),
        words(14, 376, "0 ms", "code small"),
        words(466, 376, `${Math.round(state.span)} ms`, "code small end"),
        words(8, 404, `the replies took ${state.replies.map((took) => `${Math.round(took)} ms`).join(", ") || "…"}`, "label strong"),
    ];
}

/** A packet: the way it has come, and itself as long as it is on the way. */
function flight({ kind, from, left, arrives }, time, x) {
    const to = from === "client" ? "server" : "client";
    const done = progress(time, left, arrives);
    const here = [x(left) + (x(arrives) - x(left)) * done, EDGES[from] + (EDGES[to] - EDGES[from]) * done];
    const line = path([[x(left), EDGES[from]], here], CLASSES[kind]);
    return done < 1 ? [line, circle(...here, 5, `line ${{ data: "one", ack: "paper", reply: "two" }[kind]}`)] : [line];
}

export const figure = {
    title: "Nagle’s algorithm and delayed ACKs",
    description:
        "Time runs to the right. A client writes each of two requests in two pieces, of three bytes and of one. Its kernel holds the one byte back " +
        "until the three are acknowledged. For the first request the ACK comes at once, and the reply is there after 4 ms. For the second one the " +
        "server’s kernel holds the ACK back for 40 ms. Both kernels wait for each other, and the reply is there after 44 ms.",
    width: WIDTH,
    height: 416,
    speed: 0.01,
    settings,
    presets,
    simulate,
    draw,
};
