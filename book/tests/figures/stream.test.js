// A stream and its reads: what the figure does is what the experiments of the page did.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesText } from "../../src/figures/core/bytes.js";
import { defaults } from "../../src/figures/core/settings.js";
import { figure, simulate } from "../../src/figures/stream.js";
import { wireLines } from "./transcripts.js";

/** What the reads returned, in order. */
function reads(values) {
    const { state } = simulate({ ...defaults(figure.settings), ...values }).at(-1);
    return state.reads.map(({ from, count }) => bytesText(state.bytes.slice(from, from + count)));
}

for (const { experiment, values } of figure.presets.filter(({ experiment }) => experiment)) {
    test(`with the settings of "${experiment}" each read returns what it returned for real, as much later`, () => {
        const real = wireLines(`echo_${experiment}_server`, "←");
        assert.deepEqual(reads(values), real.map(({ words }) => words));
        const times = simulate(values).filter(({ words }) => /^read returns [1-9]/.test(words)).map(({ time }) => time);
        const late = (time, index) => Math.abs(time - times[0] - (real[index].time - real[0].time));
        assert.ok(times.every((time, index) => late(time, index) < 50), `${times}`);
        assert.match(simulate(values).at(-1).words, /^read returns 0: the end of the stream/);
        assert.equal(wireLines(`echo_${experiment}_server`, "·").at(-2).words, "end of stream");
    });
}

test("a reader that waits gets each segment by itself", () => {
    assert.deepEqual(reads({ first: "hello\\n", second: "", segment: 4, busy: 0 }), ["hell", "o\\n"]);
});

test("a busy reader gets what has arrived, across the boundary of the writes", () => {
    assert.deepEqual(reads({}), ["2+3\\n10-", "4\\n"]);
});

test("a read returns at most what fits the buffer, and the rest stays", () => {
    assert.deepEqual(reads({ first: "one\\n", second: "two\\n", busy: 300, buffer: 3 }), ["one", "\\ntw", "o\\n"]);
});

test("whatever is set, the bytes arrive in order, each once", () => {
    for (let segment = 1; segment <= 8; segment++) {
        for (const busy of [0, 50, 80, 300]) {
            for (const pause of [0, 10, 100]) {
                for (const buffer of [1, 3, 16]) assert.equal(reads({ segment, busy, pause, buffer }).join(""), "2+3\\n10-4\\n");
            }
        }
    }
});

test("an arrival is told without a word that stands for another segment, and the labels say how much fits", () => {
    const words = simulate(defaults(figure.settings)).map(({ words }) => words);
    assert.ok(!words.some((words) => words.startsWith("It ")) && words.includes("A segment arrives in the reader’s kernel: `2+3`"));
    const { first, second } = figure.settings;
    const [, most] = first.label.match(/at most (\d+) bytes/);
    assert.equal(second.label.match(/at most (\d+) bytes/)[1], most);
    assert.equal(simulate({ ...defaults(figure.settings), first: "x".repeat(12) })[1].words, `write returns ${most}: \`${"x".repeat(most)}\``);
});
