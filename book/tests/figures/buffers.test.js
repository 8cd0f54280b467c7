// Four buffers and the deadlock: how much goes through, who gets stuck first, and what ends it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults } from "../../src/figures/core/settings.js";
import { figure, simulate } from "../../src/figures/buffers.js";
import { transcript } from "./transcripts.js";

const run = (values) => simulate({ ...defaults(figure.settings), ...values });
const words = (steps) => steps.map(({ words }) => words);
const position = (steps, part) => words(steps).findIndex((words) => words.includes(part));

/** How many bytes `cargo wire` could send in an experiment before it got stuck. */
function sent(name) {
    return Number(transcript(name).match(/… \(([\d,]+) bytes\)/)[1].replaceAll(",", ""));
}

test("where nobody reads, the two buffers of one direction are all that a write takes", () => {
    assert.equal(run({ server: "never", buffer: 32 }).at(-1).state.taken, 2 * 32);
    assert.match(transcript("echo_flood_client"), /stuck with [\d,]+ bytes left/);
});

test("the deadlock lets as much more through as replies to it fit the other two, as it did for real", () => {
    // The experiment without replies says what the buffers of one direction held.
    const real = sent("4_stuck") / sent("echo_flood_client");
    const figured = run({ buffer: 480, requests: 1000 }).at(-1).state.taken / (2 * 480);
    assert.ok(Math.abs(figured - real) / real < 0.1, `${figured} and ${real}`);
});

test("the server gets stuck first, then the client, and both stay so until a timeout", () => {
    const steps = run({});
    const [server, client, nothing] = ["it blocks in write", "its write blocks", "Nothing moves"].map((part) => position(steps, part));
    assert.ok(0 < server && server < client && client < nothing, words(steps).join("\n"));
    const { state, time } = steps.at(-1);
    assert.equal(time - steps.at(-2).time, 2000);
    assert.equal(state.server, "blocked in write");
    for (const { send, receive } of [state.requests, state.replies]) assert.ok(send > 32 - 4 && receive > 32 - 4, `${send} ${receive}`);
    assert.match(transcript("4_stuck"), /stuck with [\d,]+ bytes left: the peer took nothing for 2 s/);
});

test("a few requests pass, because the buffers hold them", () => {
    assert.equal(words(run({ requests: 1 })).at(-1), "The only reply has arrived.");
    for (let requests = 2; requests <= 20; requests++) assert.equal(words(run({ requests })).at(-1), `All ${requests} replies have arrived.`);
});

test("a client that reads while it writes is never stuck", () => {
    for (const buffer of [16, 32, 48]) assert.equal(words(run({ client: "during", buffer })).at(-1), "All 40 replies have arrived.");
});

test("a server that keeps replies is never stuck, and its memory grows with the requests", () => {
    const most = (requests) => Math.max(...run({ server: "keeps", requests }).map(({ state }) => state.kept));
    assert.equal(words(run({ server: "keeps" })).at(-1), "All 40 replies have arrived.");
    assert.ok(most(40) > 2 * most(20) && most(20) > 0, `${most(20)} ${most(40)}`);
    assert.equal(Math.max(...run({}).map(({ state }) => state.kept)) <= 11, true, "one that blocks keeps a reply at most");
});

test("what is done alike in each round is told in few steps", () => {
    for (const { name, values } of figure.presets) assert.ok(simulate(values).length <= 35, name);
});

test("a client whose requests all went out does not wait longer than its timeout either", () => {
    const steps = run({ server: "never", requests: 4 });
    assert.equal(steps.at(-1).time - steps.at(-2).time, 2000);
    assert.equal(steps.at(-1).state.client, "timed out in read");
});
