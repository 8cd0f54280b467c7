// A stream and its reads: two writes, cut into segments on the way. What does each read return?

import { byteLabel, bytesText, parseBytes } from "./core/bytes.js";
import { BYTE, box, byte, byteFrame, words } from "./core/shapes.js";
import { Simulation, progress, seconds } from "./core/simulation.js";

/** Of each write, so that a byte has the width of a letter in the picture. */
const MOST_BYTES = 8;
/** How long each segment travels, and how long one that follows waits until the one before has left: milliseconds. */
const TRAVEL = 30;
const SPACING = 20;

const settings = {
    first: { label: `First write (at most ${MOST_BYTES} bytes)`, value: "2+3\\n", size: 16 },
    second: { label: `Second write (at most ${MOST_BYTES} bytes)`, value: "10-4\\n", size: 16 },
    pause: { label: "Pause between them", value: 0, min: 0, max: 400, step: 10, unit: "ms" },
    segment: { label: "Longest segment", value: 3, min: 1, max: 8, unit: "bytes" },
    busy: { label: "Reader busy for", value: 80, min: 0, max: 1000, step: 10, unit: "ms" },
    buffer: { label: "Reader’s buffer", value: 16, min: 1, max: 16, unit: "bytes" },
};

const presets = [
    {
        name: "“hel”, a pause, “lo\\n”",
        values: { first: "hel", second: "lo\\n", pause: 200, segment: 8, busy: 0, buffer: 16 },
        experiment: "torn",
    },
    {
        name: "A busy reader",
        values: { first: "one\\n", second: "two\\n", pause: 0, segment: 8, busy: 1000, buffer: 16 },
        experiment: "glued",
    },
    { name: "A small buffer", values: { first: "one\\n", second: "two\\n", pause: 0, segment: 8, busy: 300, buffer: 3 } },
    { name: "Two letters of two bytes", values: { first: "é\\n", second: "ü\\n", pause: 0, segment: 1, busy: 0, buffer: 16 } },
];

/** What happens, step by step. Each `read` that returned is in the last state's `reads`. */
export function simulate(values) {
    const writes = [values.first, values.second].map((text) => parseBytes(text, MOST_BYTES));
    const bytes = writes.flat();
    const state = {
        bytes,
        boundary: writes[0].length,
        writes: [],
        segments: [],
        arrived: 0,
        reads: [],
        taken: 0,
        end: false,
        reader: values.busy > 0 ? "busy" : "blocked in read",
    };
    const simulation = new Simulation(state);
    const text = (from, count) => bytesText(bytes.slice(from, from + count));
    let [wireIsFree, sent, closed] = [0, 0, false];

    const write = (length) => {
        const from = state.writes.reduce((sum, { count }) => sum + count, 0);
        state.writes.push({ from, count: length });
        simulation.tell(`write returns ${length}: \`${text(from, length)}\``);
        for (let rest = length; rest > 0; rest -= values.segment) send(Math.min(rest, values.segment));
    };
    const send = (count) => {
        const from = sent;
        sent += count;
        const wait = Math.max(0, wireIsFree - simulation.now);
        wireIsFree = simulation.now + wait + SPACING;
        simulation.after(wait, () => {
            state.segments.push({ from, count, left: simulation.now, arrives: simulation.now + TRAVEL });
            simulation.tell(`A segment leaves: \`${text(from, count)}\``);
        });
        simulation.after(wait + TRAVEL, () => {
            state.arrived += count;
            simulation.tell(`A segment arrives in the reader’s kernel: \`${text(from, count)}\``);
            wake();
        });
    };
    const close = () => {
        closed = true;
        simulation.tell("The sender closes its socket.");
        // The end travels behind the last byte.
        simulation.after(Math.max(0, wireIsFree - simulation.now) + TRAVEL, () => {
            state.end = true;
            simulation.tell("The end of the stream arrives.");
            wake();
        });
    };
    const wake = () => {
        if (state.reader === "blocked in read") read();
    };
    const read = () => {
        const count = Math.min(values.buffer, state.arrived - state.taken);
        if (count > 0) {
            state.reads.push({ from: state.taken, count });
            state.taken += count;
            simulation.tell(`read returns ${count}: \`${text(state.taken - count, count)}\``);
            read();
        } else if (state.end) {
            state.reader = "at the end";
            simulation.tell("read returns 0: the end of the stream.");
        } else {
            state.reader = "blocked in read";
            simulation.tell("read blocks: nothing more has arrived.");
        }
    };

    simulation.tell(values.busy > 0 ? `The reader is busy until ${seconds(values.busy)}.` : "read blocks: nothing has arrived.");
    if (values.busy > 0) simulation.after(values.busy, read);
    simulation.after(0, () => write(writes[0].length));
    simulation.after(values.pause, () => {
        write(writes[1].length);
        close();
    });
    return simulation.run();
}

const column = (index) => 10 + index * BYTE;
const WIDTH = 480;

/** A row of bytes: those from one index up to another, each in its column all the way down. */
function bytesAt(state, y, from, until, className) {
    const indexes = Array.from({ length: Math.max(0, until - from) }, (_, offset) => from + offset);
    const colour = (index) => className ?? (index < state.boundary ? "one" : "two");
    return indexes.flatMap((index) => byte(column(index), y, byteLabel(state.bytes[index]), colour(index)));
}

/** A frame around bytes that belong together: a write, a segment, a read. */
function frame(y, { from, count }, className) {
    return byteFrame(column(from), y, count, className);
}

/** What a read has returned, below its bytes. */
function returned({ from, count }) {
    const middle = column(from) + (count * BYTE - 6) / 2;
    return words(middle, 361, count > 2 ? `returns ${count}` : `${count}`, "label small middle");
}

function draw(state, time) {
    const sent = state.segments.reduce((sum, { count }) => sum + count, 0);
    const written = state.writes.reduce((sum, { count }) => sum + count, 0);
    const [arrived, flying] = [state.segments.filter(({ from }) => from < state.arrived), state.segments.filter(({ from }) => from >= state.arrived)];
    const height = (segment) => 104 + 80 * progress(time, segment.left, segment.arrives);
    return [
        words(8, 20, "what the sender writes", "label strong"),
        words(WIDTH - 8, 20, seconds(time), "code end"),
        ...bytesAt(state, 34, 0, sent, "paper"),
        ...bytesAt(state, 34, sent, written),
        ...bytesAt(state, 34, written, state.bytes.length, "paper"),
        ...state.writes.map((write) => frame(34, write, "line")),

        box(0, 78, WIDTH, 130, "paper"),
        words(8, 98, "the network: segments", "label strong"),
        // Where those were that have arrived.
        ...arrived.map((segment) => frame(107, segment, "line faint dashed")),
        ...flying.flatMap((segment) => [
            frame(height(segment), segment, "line dashed"),
            ...bytesAt(state, height(segment), segment.from, segment.from + segment.count),
        ]),

        words(8, 230, "the reader’s kernel: one row, no boundaries", "label strong"),
        box(8, 238, WIDTH - 16, 38, "line", { rx: 6 }),
        ...bytesAt(state, 243, state.taken, state.arrived),

        words(8, 304, "what each read returns", "label strong"),
        words(WIDTH - 8, 304, `the reader: ${state.reader}`, "label end"),
        ...state.reads.flatMap((read) => [
            ...bytesAt(state, 315, read.from, read.from + read.count),
            frame(315, read, "line"),
            returned(read),
        ]),
        ...(state.reader === "at the end" ? [words(8, 384, "… and the last read returns 0: the end of the stream", "label")] : []),
    ];
}

export const figure = {
    title: "A stream and its reads",
    description:
        "Two writes, 2+3 newline and 10-4 newline, travel in four segments, since a segment has at most three bytes here. In the reader's " +
        "kernel nothing is between them. The reader is busy while three of them arrive: its first read returns seven bytes, all of the " +
        "first line and a part of the second. The next one returns two bytes, and the last one 0, for the end of the stream.",
    width: WIDTH,
    height: 396,
    speed: 0.1,
    settings,
    presets,
    simulate,
    draw,
};
