// Nagle's algorithm and delayed ACKs: what the figure does is what the experiments of the page did.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults } from "../../src/figures/core/settings.js";
import { figure, simulate } from "../../src/figures/nagle.js";
import { transcript, wireLines } from "./transcripts.js";

/** How long each request took. */
function replies(values) {
    return simulate({ ...defaults(figure.settings), ...values }).at(-1).state.replies;
}

const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
/** On a loopback interface a packet takes next to no time. */
const LOOPBACK = 0.1;

test("of four requests in two writes the first is quick, and each other one takes the 40 ms that it took for real", () => {
    const real = wireLines("4_nagle", "←").map(({ time }) => time);
    const took = real.map((time, index) => time - (real[index - 1] ?? 0));
    const ours = replies({ requests: 4, travel: LOOPBACK });
    assert.equal(ours.length, took.length);
    // A timer of the kernel may be up to 4 ms late, and then the processes have to be woken.
    for (const [index, time] of ours.entries()) assert.ok(took[index] >= Math.floor(time) && took[index] < time + 6, `${time} and ${took[index]}`);
});

test("fifty requests take as long as for real: with two writes, with one, and without Nagle's algorithm", () => {
    const real = [...transcript("4_nagle_fifty").matchAll(/(\d\.\d{3}) s · closed/g)].map(([, time]) => Number(time) * 1000);
    const fifty = (values) => sum(replies({ requests: 50, travel: LOOPBACK, ...values }));
    const ours = [fifty({}), fifty({ first: 4, second: 0 }), fifty({ nodelay: true })];
    assert.ok(Math.abs(ours[0] / real[0] - 1) < 0.15, `${ours} and ${real}`);
    for (const index of [1, 2]) assert.ok(ours[index] < 20 && real[index] < 20, `${ours} and ${real}`);
});

// Measured on Linux 6.18 with such sizes and a smaller TCP_MAXSEG, twelve requests of each: from the second request on,
// the first pair took 43 to 54 ms, and every other one at most 8 ms.
test("only a small segment behind a small one is held back, and more than a full segment is acknowledged at once", () => {
    const slow = (first, second) => replies({ first, second }).at(-1) >= 40;
    assert.ok(slow(3, 1));
    for (const [first, second] of [[4, 0], [1460, 20], [1480, 0], [1480, 20], [2920, 20], [3000, 0], [20, 1460], [20, 1500], [20, 3000]]) {
        assert.ok(!slow(first, second), `${first} and ${second}`);
    }
});

test("without delayed ACKs the second write still costs one more way there and back", () => {
    assert.deepEqual(replies({ delay: 0, travel: 20 }), [80, 80]);
    assert.deepEqual(replies({ delay: 0, travel: 20, nodelay: true }), [40, 40]);
});

test("whatever is set, each request has its reply, and never sooner than there and back", () => {
    for (const first of [1, 3, 1459, 1460, 1461, 3000]) {
        for (const second of [0, 1, 1459, 1460, 1461, 3000]) {
            for (const delay of [0, 40]) {
                for (const nodelay of [false, true]) {
                    const took = replies({ first, second, delay, nodelay, travel: 7, requests: 3 });
                    assert.equal(took.length, 3);
                    assert.ok(took.every((time) => time >= 14 && (!nodelay || time === 14)), `${first}, ${second}: ${took}`);
                }
            }
        }
    }
});

test("bytes are said to leave only when they do", () => {
    const steps = simulate({ ...defaults(figure.settings), first: 3000, second: 1 });
    for (const [index, { words, state }] of steps.entries()) {
        const left = ({ packets }) => packets.filter(({ kind }) => kind === "data").length;
        const says = /^The ACK.*can leave/.test(words);
        if (/^The ACK/.test(words)) assert.equal(left(state) > left(steps[index - 1].state), says, words);
    }
    assert.ok(steps.some(({ words }) => words === "The ACK arrives: 1 byte is still held back."));
    assert.ok(steps.some(({ words }) => words === "The ACK arrives: 1 byte that was held back can leave."));
});

test("what small writes add while one is held back leaves together with it", () => {
    const steps = simulate(figure.presets.find(({ name }) => name === "Three small writes").values);
    assert.ok(steps.some(({ words }) => words === "The ACK arrives: 2 bytes that were held back can leave."));
    assert.deepEqual(steps.at(-1).state.replies, replies({ requests: 4 }), "it takes as long as two writes");
});

test("the axis ends with the last step, and not with a timer that nobody needs", () => {
    for (const { values } of figure.presets) {
        const steps = simulate(values);
        assert.equal(steps[0].state.span, steps.at(-1).time);
    }
    assert.equal(simulate(figure.presets.find(({ name }) => name === "TCP_NODELAY").values).at(-1).state.span, 8);
});

test("bytes are counted in good English, as the page counts them", () => {
    const told = (values) => simulate({ ...defaults(figure.settings), ...values }).map(({ words }) => words).join("\n");
    assert.match(told({ first: 1 }), /^1 byte arrives, not the whole request/m);
    assert.match(told({ first: 1460 }), /^`write` of 1,460 bytes/m);
});
