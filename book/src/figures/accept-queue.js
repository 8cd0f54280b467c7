// The accept queue: clients arrive, and the server accepts or does not. Who is connected, who is served, and who waits?

import { box, words } from "./core/shapes.js";
import { Simulation, progress, seconds } from "./core/simulation.js";

/** When a kernel that got no reply sends its SYN again: milliseconds, and the same for the first few times. */
const RETRY = 1000;
/** How long a silent client stays: milliseconds. */
const SILENT = 1500;
/** With more clients than this, what happens at nearly the same time is told together. */
const TOLD_BY_ITSELF = 12;

const settings = {
    clients: { label: "Clients", value: 8, min: 1, max: 200 },
    every: { label: "One arrives every", value: 0, min: 0, max: 500, step: 10, unit: "ms" },
    backlog: { label: "Backlog", value: 3, min: 1, max: 200 },
    timeout: { label: "Connect timeout", value: 3000, min: 500, max: 5000, step: 100, unit: "ms" },
    server: { label: "The server accepts", value: "one", choices: { one: "one at a time", silent: "one, the first is silent", all: "all, a thread each", never: "nobody" } },
    busy: { label: "It serves each for", value: 100, min: 0, max: 2000, step: 10, unit: "ms" },
};

const presets = [
    { name: "Nobody accepts", values: { clients: 200, every: 0, backlog: 128, timeout: 1000, server: "never", busy: 100 }, experiment: "backlog" },
    { name: "A silent first client", values: { clients: 2, every: 0, backlog: 128, timeout: 5000, server: "silent", busy: 0 }, experiment: "waiting" },
    { name: "A thread each", values: { clients: 40, every: 0, backlog: 3, timeout: 3000, server: "all", busy: 500 } },
    { name: "A longer queue", values: { clients: 8, every: 0, backlog: 10, timeout: 3000, server: "one", busy: 100 } },
];

/**
 * What happens, step by step. In the last state each client has `connected`, `accepted`, `served`, `left` or `gaveUp`: the
 * time since it arrived, where that has happened.
 */
export function simulate({ clients: count, every, backlog, timeout, server, busy }) {
    const clients = Array.from({ length: count }, (_, index) => ({ number: index + 1, at: "away", arrived: index * every }));
    const state = { clients, queue: [], serving: 0 };
    const simulation = new Simulation(state);
    const mostServed = { one: 1, silent: 1, all: Infinity, never: 0 }[server];
    /** What has not been told yet, in order: what happened, and to which clients. */
    let news = [];

    const isMany = count > TOLD_BY_ITSELF;
    const together = isMany ? (count * every + (mostServed === 1 ? count * busy : 0) + (every > 0 ? timeout : 0)) / 60 : 0;
    const note = (kind, { number }) => {
        if (news.length === 0) simulation.after(together, tell);
        // Only where nothing has to wait for what is between the two, the same kind is told in one sentence.
        const same = isMany || server === "all" || busy === 0 ? news.find((one) => one.kind === kind) : news.at(-1);
        if (same?.kind === kind) same.numbers.push(number);
        else news.push({ kind, numbers: [number] });
    };
    const tell = () => {
        simulation.tell(news.map(({ kind, numbers }) => SENTENCES[kind](which(numbers), numbers.length > 1)).join(" "));
        news = [];
    };
    const since = (client) => simulation.now - client.arrived;

    const sendSyn = (client) => {
        // There is room as long as the queue is not longer than the backlog.
        if (state.queue.length <= backlog) {
            Object.assign(client, { at: "queue", connected: since(client) });
            state.queue.push(client.number);
            note("connected", client);
            accept();
            return;
        }
        const isLast = since(client) + RETRY >= timeout;
        const next = isLast ? timeout - since(client) : RETRY;
        Object.assign(client, { at: "outside", isLast, from: simulation.now, until: simulation.now + next });
        note("dropped", client);
        simulation.after(next, () => (isLast ? giveUp(client) : sendSyn(client)));
    };
    const giveUp = (client) => {
        Object.assign(client, { at: "gone", gaveUp: since(client) });
        note("gaveUp", client);
    };
    const accept = () => {
        while (state.serving < mostServed && state.queue.length > 0) {
            const client = clients[state.queue.shift() - 1];
            const [lasts, kind] = server === "silent" && client.number === 1 ? [SILENT, "left"] : [busy, "served"];
            state.serving++;
            Object.assign(client, { at: "program", accepted: since(client), from: simulation.now, until: simulation.now + lasts });
            note("accepted", client);
            simulation.after(lasts, () => finish(client, kind));
        }
    };
    const finish = (client, kind) => {
        state.serving--;
        Object.assign(client, { at: kind, [kind]: since(client) });
        note(kind, client);
        accept();
    };

    simulation.tell(`The server listens, with a backlog of ${backlog}.`);
    for (const client of clients) simulation.after(client.arrived, () => sendSyn(client));
    return simulation.run();
}

const SENTENCES = {
    connected: (who, many) => `${capital(who)} ${many ? "connect" : "connects"}.`,
    left: (who) => `${capital(who)} was silent, and disconnects.`,
    served: (who, many) => `${capital(who)} ${many ? "have" : "has"} been served.`,
    accepted: (who) => `\`accept\` returns ${who}.`,
    dropped: (who, many) => `The queue is full: the ${many ? "SYNs" : "SYN"} of ${who} ${many ? "are" : "is"} dropped.`,
    gaveUp: (who, many) => `${capital(who)} ${many ? "give" : "gives"} up: timed out.`,
};

/** Clients by their numbers, or how many they are. */
function which(numbers) {
    const [first, last] = [numbers[0], numbers.at(-1)];
    if (numbers.length === 1) return `client ${first}`;
    if (numbers.length === 2) return `clients ${first} and ${last}`;
    return numbers.every((number, index) => number === first + index) ? `clients ${first} to ${last}` : `${numbers.length} clients`;
}

function capital(text) {
    return text[0].toUpperCase() + text.slice(1);
}

const WIDTH = 480;
/** From the top: where a client is, and in which colour. */
const AREAS = {
    outside: { y: 36, className: "bad" },
    queue: { y: 130, className: "good" },
    program: { y: 224, className: "two" },
    served: { y: 318, className: "one" },
    left: { y: 318, className: "paper" },
    gone: { y: 318, className: "bad" },
};

/** How large a client is, so that all of them fit into an area. */
function sizes(count) {
    if (count <= 12) return { wide: 34, high: 26, step: 38, row: 12 };
    return count <= 40 ? { wide: 20, high: 20, step: 23, row: 20 } : { wide: 8, high: 8, step: 10.6, row: 41 };
}

function draw(state, time, values) {
    const { clients, queue } = state;
    const size = sizes(clients.length);
    const of = (where) => clients.filter(({ at }) => at === where);
    const place = (index, y) => [13 + (index % size.row) * size.step, y + 5 + Math.floor(index / size.row) * size.step];
    const shown = clients.filter(({ at }) => at !== "away").flatMap((client) => {
        const { y, className } = AREAS[client.at];
        const [x, top] = place(client.at === "queue" ? queue.indexOf(client.number) : client.number - 1, y);
        return [...person(client, x, top, size, className, time), ...waited(client, x, top, size)];
    });
    const [served, gone] = [of("served"), of("gone")];
    const idle = values.server === "never" ? "never calls accept" : "blocked in accept";
    const title = clients.length > TOLD_BY_ITSELF ? "done" : "done, with the time to connect";
    return [
        ...area(AREAS.outside.y, "clients without a reply"),
        words(WIDTH - 8, 26, seconds(time), "code end"),
        words(300, 26, plans(of("outside")), "label middle"),
        ...area(AREAS.queue.y, "the kernel: the accept queue", `${queue.length} in it, backlog ${values.backlog}`),
        ...area(AREAS.program.y, "the program", state.serving > 0 ? `serves ${state.serving}` : idle),
        ...area(AREAS.served.y, title, `${served.length} served, ${gone.length} timed out`),
        ...shown,
    ];
}

/** What those will do who have no reply. */
function plans(clients) {
    const [last, again] = [clients.filter(({ isLast }) => isLast), clients.filter(({ isLast }) => !isLast)];
    if (last.length > 0 && again.length > 0) return `${again.length}, SYN again; ${last.length}, timeout`;
    if (last.length > 0) return `${last.length}, timeout after ${(last[0].until - last[0].from) / 1000} s`;
    return again.length > 0 ? `${again.length}, SYN again after 1 s` : "none";
}

function area(y, title, count = "") {
    const shapes = [words(8, y - 10, title, "label strong"), box(8, y, WIDTH - 16, 58, "line", { rx: 6 })];
    return count === "" ? shapes : [...shapes, words(WIDTH - 8, y - 10, count, "label end")];
}

/** A client; where it waits for a clock, its colour shrinks until that time has come. */
function person({ number, at, from, until }, x, y, { wide, high }, className, time) {
    if (wide < 10) return [box(x, y, wide, high, `line ${className}`, { rx: 2 })];
    const left = at === "outside" || at === "program" ? 1 - progress(time, from, until) : 1;
    return [box(x, y, wide * left, high, className, { rx: 3 }), box(x, y, wide, high, "line", { rx: 3 }), words(x + wide / 2, y + high / 2 + 5, `${number}`, "label small middle")];
}

/** How long it took to connect, below a client that is done. */
function waited({ at, connected, gaveUp }, x, y, { wide }) {
    if (wide < 34 || !["served", "left", "gone"].includes(at)) return [];
    return [words(x + wide / 2, y + 43, `${((connected ?? gaveUp) / 1000).toFixed(1)} s`, "label small middle")];
}

export const figure = {
    title: "The accept queue",
    description:
        "Eight clients have connected to a server that serves one at a time, for a tenth of a second each, and has a backlog of three. " +
        "Five of them connected at once: one was accepted, and four waited in the queue. The SYNs of the other three were dropped. The queue " +
        "was empty half a second later, but they connected after a whole second, when their kernels sent the SYNs again.",
    width: WIDTH,
    height: 384,
    speed: 0.2,
    settings,
    presets,
    simulate,
    draw,
};
