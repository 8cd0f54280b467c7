// Close, half-close and reset: what each program saw in the experiments, and who was in TIME_WAIT.

import assert from "node:assert/strict";
import { test } from "node:test";
import { figure, simulate } from "../../src/figures/closing.js";
import { transcript, wireLines } from "./transcripts.js";

const preset = (name) => figure.presets.find((preset) => preset.name === name).values;
const words = (steps) => steps.map(({ words }) => words);
const has = (steps, pattern) => words(steps).some((words) => pattern.test(words));

/** Who was in TIME_WAIT at any time. */
function waiting(values) {
    const steps = simulate(values);
    return ["client", "server"].filter((who) => steps.some(({ state }) => state[who].state === "TIME_WAIT"));
}

test("the first write to a closed connection succeeds, and the next one fails, as for real", () => {
    const steps = simulate(preset("Writing to a closed connection"));
    const seen = steps.map(({ words, time }) => {
        const [, line, fails] = words.match(/^The client’s write of `(.*)` (?:succeeds|fails: (.*))\.$/) ?? [];
        if (line) return { time, words: fails ? `could not send: ${fails}` : line };
        return words.includes("client’s read returns 0") && { time, words: "end of stream" };
    });
    const real = [...wireLines("echo_dead_client", "→"), ...wireLines("echo_dead_client", "·")].sort((one, other) => one.time - other.time);
    const told = real.filter(({ words }) => !/^connected|^closed/.test(words));
    const short = ({ words }) => words.replace(/send \d+ bytes/, "send").replace(/: the peer has closed$/, "");
    assert.deepEqual(seen.filter(Boolean).map(({ words }) => words), told.map(short));
    for (const [index, { time }] of seen.filter(Boolean).entries()) assert.ok(Math.abs(time - told[index].time) < 60, `${time}`);
});

test("who closes with unread bytes resets the connection, as for real", () => {
    const steps = simulate(preset("Closing with unread bytes"));
    assert.ok(has(steps, /client’s read fails: connection reset/) && has(steps, /server closes with bytes unread/));
    assert.ok(wireLines("echo_unread_client", "·").some(({ words }) => words === "connection reset"));
    assert.ok(wireLines("echo_unread_server", "·").some(({ words }) => words === "closed, with bytes left unread"));
    assert.deepEqual(waiting(preset("Closing with unread bytes")), []);
});

test("a killed client is a reset if it left its echo unread, and an orderly end if not, as for real", () => {
    assert.ok(has(simulate(preset("A killed client")), /server’s read fails: connection reset/));
    assert.ok(has(simulate(preset("The client closes first")), /server’s read returns 0/));
    assert.match(transcript("echo_killed_server"), /disconnected; bytes: 6\n.*\n.* failed: connection reset/);
});

test("after a half-close all echoes arrive, and then the end, as for real", () => {
    const steps = words(simulate(preset("Half-close")));
    const after = steps.slice(steps.findIndex((words) => words.startsWith("The client half-closes"))).filter((words) => /^The client(’s)? read/.test(words));
    assert.deepEqual(after, ["The client reads `one\\n`.", "The client’s read returns 0: the end of the stream."]);
    assert.match(transcript("echo_half_closed"), /half-closed\n.*← the last words\\n\n.*end of stream/);
});

test("the endpoint that closes first is in TIME_WAIT, and never both", () => {
    assert.deepEqual(waiting(preset("The server closes first")), ["server"]);
    assert.deepEqual(waiting(preset("The client closes first")), ["client"]);
    assert.deepEqual(waiting(preset("Half-close")), ["client"]);
    for (const lines of [1, 2, 3]) {
        for (const client of Object.keys(figure.settings.client.choices)) {
            for (const server of Object.keys(figure.settings.server.choices)) {
                const { packets } = simulate({ lines, client, server }).at(-1).state;
                const first = packets.find(({ label }) => label === "FIN")?.from;
                const isReset = packets.some(({ label }) => label === "RST");
                assert.deepEqual(waiting({ lines, client, server }), isReset || !first ? [] : [first], `${lines} ${client} ${server}`);
            }
        }
    }
});

test("if each waits for the other to close, nobody does", () => {
    const last = simulate({ lines: 1, client: "reads", server: "echo" }).at(-1).state;
    assert.deepEqual([last.client.state, last.server.state], ["ESTABLISHED", "ESTABLISHED"]);
});

test("what was unread is gone with the endpoint that closed, and the picture says CLOSED", () => {
    for (const [name, at] of [["Closing with unread bytes", "server"], ["A killed client", "client"]]) {
        const { state, time } = simulate(preset(name)).at(-1);
        assert.ok(!state[at].isOpen && state[at].state === "CLOSED");
        const drawn = figure.draw(state, time).map(({ text }) => text);
        assert.ok(drawn.includes("CLOSED") && !drawn.some((text) => text.startsWith("unread:")), `${drawn}`);
    }
});

test("after a reset the list says once that nobody is in TIME_WAIT, and then it is so", () => {
    for (const lines of [1, 2, 3]) {
        for (const client of Object.keys(figure.settings.client.choices)) {
            for (const server of Object.keys(figure.settings.server.choices)) {
                const steps = simulate({ lines, client, server });
                const isReset = steps.at(-1).state.packets.some(({ label }) => label === "RST");
                const told = steps.filter(({ words }) => words.startsWith("Neither kernel"));
                assert.equal(told.length, isReset ? 1 : 0, `${lines} ${client} ${server}`);
                for (const { state } of told) assert.deepEqual([state.client.state, state.server.state], ["CLOSED", "CLOSED"]);
            }
        }
    }
    assert.ok(has(simulate(preset("Writing to a closed connection")), /closes: its kernel has already forgotten the connection/));
});
