// Draining: the figure's limits are those of the server of stage 5, and its clients end as the experiment's did.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { defaults } from "../../src/figures/core/settings.js";
import { figure, simulate } from "../../src/figures/draining.js";
import { wireLines } from "./transcripts.js";

const first = defaults(figure.settings);
const last = (values) => simulate({ ...first, ...values }).at(-1).state;
const ends = (values) => Object.fromEntries(Object.entries(last(values).clients).map(([name, { end }]) => [name, end]));

test("the timeouts at first are those of the server", () => {
    const constant = (file, name) => {
        const text = readFileSync(join(import.meta.dirname, "../../../stages/05-concurrency/src", file), "utf8");
        return 1000 * text.match(new RegExp(`${name}: Duration = Duration::from_secs\\((\\d+)\\)`))[1];
    };
    assert.equal(first.limit, constant("shutdown.rs", "SHUTDOWN_TIMEOUT"));
    assert.equal(first.drain, constant("shutdown.rs", "DRAIN_TIMEOUT"));
    assert.equal(first.poll, constant("timed_stream.rs", "POLL_INTERVAL"));
    assert.equal(first.linger, constant("lingering_close/mod.rs", "LINGER_TIMEOUT"));
});

test("a silent client sees the end when the second poll interval ends, as both did for real", () => {
    for (const name of ["many_leaving_first", "many_leaving_second"]) {
        const [reply] = wireLines(name, "←");
        const end = wireLines(name, "·").find(({ words }) => words === "end of stream");
        for (let at = 1100; at <= 2000; at += 100) {
            const later = at + ends({ at }).A.at;
            assert.ok(Math.abs(later - (end.time - reply.time)) < 100, `${later}, and really ${end.time}`);
        }
    }
});

test("whenever Ctrl+C comes, each client ends as the page says, and the process within its limit", () => {
    for (const poll of [0, 1000]) {
        for (let at = 0; at <= 3000; at += 100) {
            const { A, B, C, D } = ends({ at, poll });
            assert.ok(A.how === "closed" && A.at <= poll, "at once, or at the end of the poll interval");
            assert.deepEqual(B, { how: "closed", at: first.work });
            assert.deepEqual(C, { how: "closed", at: 1000 });
            assert.ok(D.how === "reset" && D.at === A.at + 2000);
            assert.equal(last({ at, poll }).exit, D.at);
        }
    }
});

test("what still runs when the limit has passed is cut off, within the five seconds", () => {
    const { B, ...others } = ends({ work: 6000 });
    assert.deepEqual(B, { how: "cut off", at: 4000 });
    assert.ok(Object.values(others).every(({ at }) => at < 4000));
    assert.ok(last({ work: 6000, drain: 6000, linger: 6000, poll: 3000 }).exit < 5000);
});

test("without lingering a client that goes on asking is reset", () => {
    assert.equal(ends({ linger: 0 }).C.how, "reset");
});

test("without lingering no connection is said to linger", () => {
    const steps = simulate({ ...first, linger: 0 });
    assert.ok(steps.every(({ words }) => !words.includes("linger")));
    assert.ok(steps.some(({ words }) => words.startsWith("D has read nothing. Its connection is reset")));
    assert.ok(steps.at(-1).state.clients.D.bars.every(({ what }) => what !== "lingers"));
});

test("a time of zero is not told as a time", () => {
    for (const { words } of simulate({ ...first, drain: 0, linger: 0, work: 0 })) assert.ok(!/(another|has) 0/.test(words), words);
});
