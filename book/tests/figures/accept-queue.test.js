// The accept queue: what the figure does is what the experiments of the page did.

import assert from "node:assert/strict";
import { test } from "node:test";
import { figure, simulate } from "../../src/figures/accept-queue.js";
import { defaults } from "../../src/figures/core/settings.js";
import { transcript, wireLines } from "./transcripts.js";

/** The clients at the end. */
function clients(values) {
    return simulate({ ...defaults(figure.settings), ...values }).at(-1).state.clients;
}

const preset = (name) => figure.presets.find(({ experiment }) => experiment === name).values;

test("with a backlog of 128 as many connect as did for real, and the next one times out when it did", () => {
    const [, opened] = transcript("echo_backlog").match(/(\d+) opened, then: .* timed out/);
    const all = clients(preset("backlog"));
    assert.deepEqual(all.filter(({ connected }) => connected === 0).map(({ number }) => number), Array.from({ length: Number(opened) }, (_, index) => index + 1));
    const [{ time }] = wireLines("echo_backlog", "·");
    assert.ok(all.slice(Number(opened)).every(({ gaveUp }) => Math.abs(gaveUp - time) < 50));
});

test("a client behind a silent one connects at once, and is accepted when it was for real", () => {
    const [connected] = wireLines("echo_waiting_second", "·");
    const [reply] = wireLines("echo_waiting_second", "←");
    const [, second] = clients(preset("waiting"));
    assert.equal(second.connected, connected.time);
    assert.ok(Math.abs(second.accepted - reply.time) < 50);
});

test("who found the queue full comes in a second later, however early there was room", () => {
    const all = clients({});
    assert.deepEqual(all.map(({ connected }) => connected), [0, 0, 0, 0, 0, 1000, 1000, 1000]);
    assert.equal(all[4].served, 500, "from then on the server was idle");
});

test("each client is served or gives up, and gives up only after its timeout", () => {
    for (const every of [0, 20, 300]) {
        for (const backlog of [1, 5, 50]) {
            for (const busy of [0, 100, 900]) {
                for (const { served, gaveUp } of clients({ clients: 30, every, backlog, busy, timeout: 2500 })) {
                    assert.ok((served === undefined) !== (gaveUp === undefined));
                    assert.ok(gaveUp === undefined || gaveUp === 2500);
                }
            }
        }
    }
});

test("what happens in one step is told in its order", () => {
    const told = (values, at) => simulate({ ...defaults(figure.settings), ...values }).findLast(({ time }) => time === at).words;
    const dropped = "The queue is full: the SYN of client 7 is dropped. Client 1 has been served. `accept` returns client 2.";
    assert.equal(told({ clients: 12, every: 50, backlog: 1, busy: 300 }, 300), dropped);
    assert.equal(told({ clients: 4, backlog: 1, busy: 1000 }, 1000), "Client 1 has been served. `accept` returns client 2. Client 4 connects.");
    const first = "Client 1 connects. `accept` returns client 1. Clients 2 to 5 connect. The queue is full: the SYNs of clients 6 to 8 are dropped.";
    assert.equal(told({}, 0), first);
});

test("the picture says what those will do who wait outside", () => {
    const drawn = (values) => {
        const all = { ...defaults(figure.settings), ...values };
        return simulate(all).map(({ state, time }) => figure.draw(state, time, all).map(({ text }) => text).filter((text) => /, (SYN|timeout)/.test(text)));
    };
    const nobody = drawn(preset("backlog")).flat();
    assert.deepEqual([...new Set(nobody)], ["71, timeout after 1 s"]);
    assert.deepEqual([...new Set(drawn({ clients: 8, server: "never", timeout: 1500 }).flat())], ["4, SYN again after 1 s", "4, timeout after 0.5 s"]);
});

test("a silent client is not served, and the next one has its reply as soon as for real", () => {
    const [reply] = wireLines("echo_waiting_second", "←");
    const steps = simulate(preset("waiting"));
    const [silent, second] = steps.at(-1).state.clients;
    assert.ok(silent.served === undefined && Math.abs(second.served - reply.time) < 50);
    assert.ok(steps.some(({ words }) => words.startsWith("Client 1 was silent, and disconnects.")));
});

test("two clients are named, and times to connect are announced only where they are shown", () => {
    const titles = (count) => {
        const all = { ...defaults(figure.settings), clients: count };
        const { state, time } = simulate(all).at(-1);
        return figure.draw(state, time, all).map(({ text }) => text);
    };
    assert.match(simulate(preset("waiting"))[1].words, /^Clients 1 and 2 connect\./);
    assert.ok(titles(12).includes("done, with the time to connect") && titles(12).includes("0.0 s"));
    assert.ok(titles(13).includes("done") && !titles(13).includes("0.0 s"));
});
