// Retries after a restart: many clients lose their server at the same moment. When do they come back, and are they served?

import { randomNumbers } from "./core/random.js";
import { box, circle, path, words } from "./core/shapes.js";
import { Simulation, seconds } from "./core/simulation.js";

/** What happens within one such time is told together, and the server serves a number of clients in each: milliseconds. */
const SLOT = 100;
/** With jitter there are attempts in nearly every slot. Slots with the same outcomes are told together, up to so long. */
const TOGETHER = 500;
/** The pauses of the client of stage 4 without jitter: the first, and the longest. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2000;

const settings = {
    clients: { label: "Clients", value: 50, min: 1, max: 100 },
    away: { label: "Server away for", value: 1000, min: 0, max: 6000, step: 100, unit: "ms" },
    takes: { label: "Served in 0.1 s", value: 5, min: 1, max: 50 },
    attempts: { label: "Attempts", value: 10, min: 1, max: 10 },
    backoff: { label: "Pauses", value: "doubling", choices: { doubling: "doubling, up to 2 s", fixed: "always 100 ms" } },
    jitter: { label: "Jitter", value: "none", choices: { none: "none", equal: "equal: half of it", full: "full: all of it" } },
};

const preset = (name, values) => ({
    name,
    values: { clients: 50, away: 1000, takes: 5, attempts: 10, backoff: "doubling", jitter: "none", ...values },
});
const presets = [
    preset("Always 100 ms", { backoff: "fixed" }),
    preset("Doubling, no jitter", {}),
    preset("Equal jitter", { jitter: "equal" }),
    preset("Full jitter, a slow restart", { away: 5000, takes: 50, jitter: "full" }),
    preset("Equal jitter, a slow restart", { away: 5000, takes: 50, jitter: "equal" }),
];

/** What happens, step by step. In the last state each client is `served` or `gone`, and `last` is when it tried for the last time. */
export function simulate({ clients: count, away, takes, attempts, backoff, jitter }) {
    const clients = Array.from({ length: count }, () => ({ at: "waits", next: 0, last: 0 }));
    const state = { clients, slots: [], attempts: 0, back: away === 0, span: 0 };
    const simulation = new Simulation(state);
    const random = randomNumbers(4);

    const pause = (retry) => {
        const longest = backoff === "fixed" ? FIRST_PAUSE : Math.min(FIRST_PAUSE * 2 ** retry, LONGEST_PAUSE);
        if (jitter === "none") return longest;
        return jitter === "full" ? longest * random() : longest / 2 + (longest / 2) * random();
    };
    /** The slot that ends now or next. It is told when it ends. */
    const slot = () => {
        const until = Math.ceil(simulation.now / SLOT) * SLOT;
        if (state.slots.at(-1)?.until !== until) {
            state.slots.push({ until, tried: 0, served: 0, refused: 0, gone: 0 });
            simulation.after(until - simulation.now, () => simulation.tell(sentence([state.slots.at(-1)])));
        }
        return state.slots.at(-1);
    };
    const attempt = (client, number) => {
        const now = slot();
        now.tried++;
        state.attempts++;
        client.last = simulation.now;
        if (state.back && now.served < takes) {
            client.at = "served";
            now.served++;
            return;
        }
        if (!state.back) now.refused++;
        if (number === attempts) {
            client.at = "gone";
            now.gone++;
        } else {
            const delay = pause(number - 1);
            client.next = simulation.now + delay;
            simulation.after(delay, () => attempt(client, number + 1));
        }
    };

    const lost = count === 1 ? "1 client loses its connection" : `${count} clients lose their connections at the same moment`;
    simulation.tell(`The server ${away > 0 ? "stops" : "drops its connections"}: ${lost}.`);
    if (away > 0) {
        simulation.after(away, () => {
            state.back = true;
            // After what was tried before this moment.
            simulation.after(0, () => simulation.tell("The server is back."));
        });
    }
    for (const client of clients) simulation.after(0, () => attempt(client, 1));
    const steps = jitter === "none" ? simulation.run() : together(simulation.run());
    const served = clients.filter(({ at }) => at === "served").length;
    simulation.tell(`${served} of ${plural(count, "client")} ${served === 1 ? "has" : "have"} been served, after ${plural(state.attempts, "attempt")}.`);
    // The picture is as wide as all of it takes.
    for (const step of steps) step.state.span = Math.max(1000, simulation.now);
    return steps;
}

/** The steps, where those with the same outcomes beside each other are one. */
function together(steps) {
    const isSlot = ({ time, state, words }) => words.includes("attempt") && state.slots.at(-1)?.until === time;
    const outcomes = (step) => step.words.replace(/[\d,:]+/g, "").replace("attempts", "attempt").replace("clients", "client");
    const all = [];
    let slots = [];
    for (const step of steps) {
        const last = all.at(-1);
        const isAlike = isSlot(step) && slots.length > 0 && outcomes(step) === outcomes(last) && step.time - slots[0].until < TOGETHER;
        slots = !isSlot(step) ? [] : [...(isAlike ? slots : []), step.state.slots.at(-1)];
        if (isAlike) all.pop();
        all.push(slots.length > 1 ? { ...step, words: sentence(slots) } : step);
    }
    return all;
}

/** What happened in these slots, one or several. */
function sentence(slots) {
    const [tried, served, refused, gone] = ["tried", "served", "refused", "gone"].map((what) => slots.reduce((sum, slot) => sum + slot[what], 0));
    const busy = tried - served - refused;
    const outcomes = [refused > 0 && `${refused} refused`, served > 0 && `${served} served`, busy > 0 && `${busy} \`busy\``];
    return `${plural(tried, "attempt")}: ${outcomes.filter(Boolean).join(", ")}.${gone > 0 ? ` ${plural(gone, "client")} gave up.` : ""}`;
}

function plural(count, noun) {
    return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

const WIDTH = 480;
/** Where the clients are drawn, and the foot and the greatest height of the bars. */
const [TOP, BOTTOM] = [36, 172];
const [FOOT, HIGHEST] = [330, 112];
/** From where to where the clients and the bars are, with the legend between them. */
const ROWS = [[TOP, BOTTOM], [FOOT - HIGHEST - 4, FOOT]];
const COLOURS = { waits: "two", served: "good", gone: "bad" };

function draw(state, time, { clients: count, away }) {
    const x = (at) => 14 + (452 * at) / state.span;
    const of = (what) => state.clients.filter(({ at }) => at === what).length;
    const row = (index) => TOP + 8 + ((BOTTOM - TOP - 16) * (index + 0.5)) / count;
    const radius = count > 60 ? 2.5 : 3.5;
    const dot = ({ at, next, last }, index) => circle(tenth(x(at === "waits" ? next : last)), tenth(row(index)), radius, `line ${COLOURS[at]}`);
    // A client with short pauses tries more than once in a slot.
    const busiest = Math.max(count, ...state.slots.map(({ tried }) => tried));
    const wide = Math.max(5, (452 * SLOT) / state.span - 1);
    const bar = ({ until, tried, served }) => {
        const high = (part) => (HIGHEST * part) / busiest;
        // The first and the last bar end where the axis ends, or a wide one would leave the picture.
        const [left, right] = [Math.max(8, x(until) - wide / 2), Math.min(WIDTH - 8, x(until) + wide / 2)];
        return [
            ...(tried > served ? [box(left, FOOT - high(tried), right - left, high(tried - served), "line bad")] : []),
            ...(served > 0 ? [box(left, FOOT - high(served), right - left, high(served), "line good")] : []),
        ];
    };
    const now = x(Math.min(time, state.span));
    return [
        words(8, 22, "each client: its next attempt, or its last", "label strong"),
        words(WIDTH - 8, 22, seconds(time), "code end"),
        ...ROWS.map(([top, bottom]) => box(x(0), top, x(Math.min(away, state.span)) - x(0), bottom - top, "paper")),
        words(8, 200, "attempts", "label strong"),
        box(92, 189, 12, 12, "line bad"),
        words(110, 200, "refused, busy"),
        box(222, 189, 12, 12, "line good"),
        words(240, 200, "served"),
        box(314, 189, 12, 12, "line two"),
        words(332, 200, "to come"),
        ...state.slots.flatMap(bar),
        ...ROWS.map(([top, bottom]) => path([[now, top], [now, bottom]], "line faint dashed")),
        ...state.clients.map(dot),
        path([[14, FOOT], [466, FOOT]], "line"),
        words(14, FOOT + 18, "0 s", "code small"),
        words(466, FOOT + 18, `${(state.span / 1000).toFixed(1)} s`, "code small end"),
        ...(away > 0 ? [words(240, FOOT + 18, state.back ? `the server was away until ${away / 1000} s` : "the server is away", "label middle")] : []),
        words(8, 380, `${of("served")} served, ${of("waits")} waiting, ${of("gone")} gave up`, "label strong"),
        words(WIDTH - 8, 380, plural(state.attempts, "attempt"), "label end"),
    ];
}

function tenth(number) {
    return Math.round(number * 10) / 10;
}

export const figure = {
    title: "Retries after a restart",
    description:
        "Time runs to the right. Fifty clients lost their server at the same moment. It was away for a second, and since then serves five of them in a tenth of a second. " +
        "Their pauses double, without jitter, so that all who are left try at the same moment: at 0, 0.1, 0.3, 0.7, 1.5 and 3.1 seconds, and then every two seconds. From 1.5 seconds on, " +
        "five are served each time. After ten attempts twenty clients have given up, though the server was idle nearly all the time.",
    width: WIDTH,
    height: 390,
    speed: 1,
    settings,
    presets,
    simulate,
    draw,
};
