// What holds for every figure: a page asks for it, its still picture is what it draws, and it is small.

import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { deflateSync } from "node:zlib";
import { defaults } from "../../src/figures/core/settings.js";
import { markup } from "../../src/figures/core/shapes.js";

const SRC = join(import.meta.dirname, "../../src");
/** All figures and their core, compressed as they are served. */
const MOST_BYTES = 60_000;

const files = readdirSync(join(SRC, "figures")).filter((name) => name.endsWith(".js"));
const names = files.map((name) => name.slice(0, -3));
const pages = readdirSync(SRC, { recursive: true }).map(String).filter((name) => name.endsWith(".md"));
const text = pages.map((page) => readFileSync(join(SRC, page), "utf8")).join("\n");

/** What a figure exports. */
const module = (name) => import(pathToFileURL(join(SRC, `figures/${name}.js`)));

test("each figure is on one page, with its still picture, and each place has its figure", () => {
    const asked = [...text.matchAll(/<div class="figure" data-figure="([\w-]+)">\n\{\{#include \.\.\/pictures\/figure-([\w-]+)\.svg\}\}\n<\/div>/g)];
    for (const [, name, picture] of asked) assert.equal(name, picture);
    assert.equal(asked.length, text.match(/data-figure/g).length, "a place that is not written like the others");
    assert.deepEqual(asked.map(([, name]) => name).toSorted(), names.toSorted());
});

test("each experiment that a figure leads to is on the page that it names", async () => {
    for (const name of names) {
        const { figure } = await module(name);
        const own = pages.find((page) => readFileSync(join(SRC, page), "utf8").includes(`data-figure="${name}"`));
        for (const { experiment, page } of figure.presets.filter(({ experiment }) => experiment)) {
            const file = page ? join(SRC, own, "..", page.replace(/\.html.*/, ".md")) : join(SRC, own);
            assert.match(readFileSync(file, "utf8"), new RegExp(`console,experiment-${experiment}\n`), `${name}: ${experiment}`);
        }
    }
});

for (const name of names) {
    test(`${name}: the still picture is what it draws at its end`, async () => {
        const { figure } = await module(name);
        const values = defaults(figure.settings);
        const last = figure.simulate(values).at(-1);
        const picture = markup({ ...figure, name: `figure-${name}` }, figure.draw(last.state, last.time, values));
        const file = join(SRC, `pictures/figure-${name}.svg`);
        if (process.env.UPDATE_PICTURES) writeFileSync(file, picture);
        assert.equal(readFileSync(file, "utf8"), picture, "UPDATE_PICTURES=1 writes it");
    });

    test(`${name}: its file is of one idea, it ends, and the same settings give the same steps`, async () => {
        const lines = readFileSync(join(SRC, `figures/${name}.js`), "utf8").split("\n").length - 1;
        assert.ok(lines <= 250, `${lines} lines`);
        const { figure } = await module(name);
        for (const values of extremes(figure)) {
            const steps = figure.simulate(values);
            assert.deepEqual(steps, figure.simulate(values));
            assert.ok(steps.length > 1 && steps.length <= 200, `${steps.length} steps with ${JSON.stringify(values)}`);
            for (const { state, time } of steps) {
                const drawn = JSON.stringify(figure.draw(state, time, values));
                assert.ok(!/NaN|undefined|null/.test(drawn), `${JSON.stringify(values)}: ${drawn}`);
            }
            assert.ok(steps.every(({ time }, index) => index === 0 || time >= steps[index - 1].time));
        }
    });
}

test("all of them together are small", (t) => {
    const all = readdirSync(join(SRC, "figures"), { recursive: true }).map(String).filter((name) => name.endsWith(".js"));
    const bytes = all.reduce((sum, name) => sum + deflateSync(readFileSync(join(SRC, "figures", name))).length, 0);
    t.diagnostic(`${bytes} bytes`);
    assert.ok(bytes < MOST_BYTES, `${bytes} bytes`);
});

/** The defaults, the presets, and each setting at its ends while the others are as at first. */
function extremes({ settings, presets = [] }) {
    const first = defaults(settings);
    const ends = ({ value, min, max, choices }) => {
        if (typeof value === "boolean") return [!value];
        if (choices) return Object.keys(choices);
        return typeof value === "string" ? ["", "äöü€\\\\\\n\\r\\t and more"] : [min, max];
    };
    const single = Object.entries(settings).flatMap(([name, setting]) => ends(setting).map((value) => ({ ...first, [name]: value })));
    return [first, ...presets.map(({ values }) => ({ ...first, ...values })), ...single];
}
