// Retries: the figure pauses as the client of stage 4 does, and its herd does what the page says of it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { defaults } from "../../src/figures/core/settings.js";
import { figure, simulate } from "../../src/figures/retries.js";

const RETRY = readFileSync(join(import.meta.dirname, "../../../stages/04-calculator-client/src/retry.rs"), "utf8");
const number = (pattern) => Number(RETRY.match(pattern)[1]);
/** The pauses without jitter, which a test of that file holds. */
const LONGEST = RETRY.match(/LONGEST: \[u64; \d+\] = \[([\d, ]+)\]/)[1].split(",").map(Number);
const ALL = LONGEST.reduce((sum, pause) => sum + pause, 0);

const run = (values) => simulate({ ...defaults(figure.settings), ...values });
const outcome = (values) => {
    const { clients, attempts, slots } = run(values).at(-1).state;
    return { clients, attempts, slots, served: clients.filter(({ at }) => at === "served").length };
};
const NEVER = { clients: 200, away: 60_000 };

test("the pauses are those of the client of stage 4, which add up to the 11.1 seconds of the page", () => {
    assert.equal(number(/max_attempts: (\d+),\n/), LONGEST.length + 1);
    const times = run({ clients: 1, away: 60_000 }).filter(({ words }) => /^\d+ attempts?:/.test(words)).map(({ time }) => time);
    assert.deepEqual(times.slice(1).map((time, index) => time - times[index]), LONGEST);
    assert.equal(times.at(-1), 11_100);
});

test("equal jitter keeps at least half of all pauses, and full jitter may keep less", () => {
    const last = (jitter) => outcome({ ...NEVER, jitter }).clients.map((client) => client.last);
    assert.ok(last("equal").every((time) => time >= ALL / 2 && time < ALL));
    assert.ok(Math.min(...last("full")) < ALL / 2);
    assert.ok(new Set(last("equal")).size === NEVER.clients, "two clients draw different pauses");
});

test("without jitter all who are left try at the same moment, and only a few are served at each", () => {
    const { slots, served, clients } = outcome({});
    assert.deepEqual(slots.map(({ until }) => until), [0, ...LONGEST].map((_, index) => LONGEST.slice(0, index).reduce((sum, pause) => sum + pause, 0)));
    assert.deepEqual(slots.map(({ tried }) => tried), [50, 50, 50, 50, 50, 45, 40, 35, 30, 25]);
    assert.equal(served, 30);
    assert.equal(clients.filter(({ at }) => at === "gone").length, 20);
});

test("with jitter all are served, sooner and with fewer attempts", () => {
    const herd = outcome({});
    for (const jitter of ["equal", "full"]) {
        const spread = outcome({ jitter });
        assert.equal(spread.served, 50);
        assert.ok(spread.attempts < 0.75 * herd.attempts, `${spread.attempts} and ${herd.attempts}`);
        assert.ok(Math.max(...spread.clients.map(({ last }) => last)) < 5000);
    }
});

test("a restart of five seconds, the longest of a graceful shutdown, is outlasted with equal jitter and not with full", () => {
    const served = (jitter) => outcome({ clients: 200, away: 5000, takes: 50, jitter }).served;
    assert.equal(served("equal"), 200);
    assert.ok(served("full") < 170, `${served("full")}`);
});

test("the server takes only as many as it can in each tenth of a second, and none while it is away", () => {
    for (const jitter of ["none", "equal", "full"]) {
        for (const away of [0, 500, 3000]) {
            const { slots, served } = outcome({ clients: 100, away, takes: 7, jitter });
            assert.ok(slots.every((slot) => slot.served <= 7 && slot.tried >= slot.served + slot.refused));
            assert.ok(slots.every((slot) => slot.until >= away || slot.served === 0));
            assert.equal(slots.reduce((sum, slot) => sum + slot.served, 0), served);
        }
    }
});

test("a client that tries twice within a tenth of a second is not told as two, and fits the picture", () => {
    const all = { ...defaults(figure.settings), away: 6000, jitter: "full" };
    const [, { words, state, time }] = simulate({ ...all });
    assert.match(words, /^\d+ attempts: \d+ refused\.$/);
    assert.ok(state.slots[1].tried > all.clients, `${state.slots[1].tried}`);
    const bars = figure.draw(state, time, all).filter(({ attributes }) => attributes.class === "line bad" && attributes.height !== 12);
    for (const { attributes } of bars) assert.ok(attributes.y > 205, `a bar begins at ${attributes.y}, in the words`);
});

test("a server that was never away drops its connections, and no time of an absence is shown", () => {
    const all = { ...defaults(figure.settings), away: 0 };
    const [first, ...more] = simulate(all);
    assert.equal(first.words, "The server drops its connections: 50 clients lose their connections at the same moment.");
    assert.ok(!figure.draw(more.at(-1).state, more.at(-1).time, all).some(({ text }) => text.includes("away")));
});

test("slots with the same outcomes are told together, with all that they had", () => {
    for (const { values } of figure.presets) {
        const steps = simulate(values);
        assert.ok(steps.length < 30, `${steps.length}`);
        const told = steps.map(({ words }) => Number(words.match(/^(\d+) attempts?:/)?.[1] ?? 0));
        assert.equal(told.reduce((sum, count) => sum + count, 0), steps.at(-1).state.attempts);
    }
});

test("one client is told as one", () => {
    const words = run({ clients: 1, away: 0 }).map(({ words }) => words);
    assert.deepEqual(words, [
        "The server drops its connections: 1 client loses its connection.",
        "1 attempt: 1 served.",
        "1 of 1 client has been served, after 1 attempt.",
    ]);
});
