// Threads, pool and event loop: who waited in the experiments, and what a client costs in the measurements.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { KIB, figure, simulate } from "../../src/figures/models.js";
import { wireLines } from "./transcripts.js";

const last = (values) => simulate(values).at(-1).state;
const preset = (name) => figure.presets.find((preset) => preset.name === name).values;

/** How long a client waited for its reply in an experiment, in milliseconds. */
function waited(name) {
    const [asked] = wireLines(name, "→");
    const [reply] = wireLines(name, "←");
    return reply.time - asked.time;
}

test("with as many silent clients as workers a request waits until they leave, in the pool only, as for real", () => {
    const { threads, pool, loop } = last(preset("As many silent clients as workers"));
    assert.ok(Math.abs(pool.slowest - waited("many_pool_asking")) < 150, `${pool.slowest}`);
    for (const [model, real] of [[threads, "many_threads_asking"], [loop, "many_held_asking"]]) {
        assert.ok(model.slowest < 50 && waited(real) < 50, `${model.slowest} ${waited(real)}`);
    }
});

test("one worker more than silent clients is enough", () => {
    const { pool } = last({ silent: 2, slow: 0, quick: 4, workers: 3 });
    assert.equal(pool.slowest, 20);
});

test("a call that blocks delays its own connection with threads, and all of them in the event loop", () => {
    const { threads, loop } = last(preset("Calls that block"));
    const quick = ({ clients }) => clients.filter(({ kind }) => kind === "quick").map(({ arrived, done }) => done - arrived);
    assert.deepEqual(quick(threads), [20, 20, 20, 20]);
    assert.ok(quick(loop).every((time) => time > 200), `${quick(loop)}`);
});

test("the memory of a client is what was measured", () => {
    const table = readFileSync(join(import.meta.dirname, "../../src/measurements/idle.txt"), "utf8");
    const row = (model) => table.split("\n").find((line) => line.startsWith(`| \`${model}\``)).split("|").map((field) => parseFloat(field));
    const each = (model) => row(model)[4] + row(model)[5];
    assert.ok(Math.abs(each("threads") - KIB.thread) < 1, `${each("threads")}`);
    assert.ok(Math.abs(each("events") - KIB.entry) < 0.5, `${each("events")}`);
    assert.ok(Math.abs(row("events")[5] - KIB.connection) < 0.5);
    const { threads, loop } = last({ silent: 3, slow: 0, quick: 1, workers: 1 });
    assert.deepEqual([threads.peak, loop.peak], [4 * KIB.thread, 4 * KIB.entry]);
    const [{ state: before }] = simulate({ silent: 3, slow: 0, quick: 1, workers: 2 });
    assert.equal(before.pool.peak, 2 * (KIB.thread - KIB.connection), "workers are there before any client");
});

test("whatever is set, each request gets its reply from each server", () => {
    for (let silent = 0; silent <= 3; silent++) {
        for (let slow = 0; slow <= 2; slow++) {
            for (let workers = 1; workers <= 6; workers++) {
                const state = last({ silent, slow, quick: 4, workers });
                for (const { clients } of Object.values(state)) assert.ok(clients.every(({ done }) => done !== null));
            }
        }
    }
});

test("silent clients that stay keep all workers, and every request waits in the pool's queue", () => {
    const steps = simulate(preset("Silent clients that stay"));
    const { threads, pool, loop } = steps.at(-1).state;
    assert.ok(pool.clients.every(({ done }) => done === null));
    for (const { clients } of [threads, loop]) assert.ok(clients.every(({ kind, done }) => (kind === "silent") === (done === null)));
    assert.equal(steps.at(-2).words, "After 1.5 s the silent clients are still connected: 4 requests wait in the pool’s queue.");
    assert.match(steps.at(-1).words, /threads 0\.020 s, pool never, event loop 0\.020 s/);
});

test("what silent clients occupy is told in full", () => {
    const told = (silent, workers) => simulate({ silent, slow: 0, quick: 1, workers }).find(({ words }) => words.includes("occup")).words;
    assert.equal(told(1, 1), "A silent client connects. It occupies 1 thread, the only worker, and none of the event loop’s time.");
    assert.equal(told(3, 2), "3 silent clients connect. They occupy 3 threads, 2 of the 2 workers, and none of the event loop’s time. 1 waits in the pool’s queue.");
});
