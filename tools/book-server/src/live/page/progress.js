// How far the reader is: in the contents, on a part's first page, and in the table of all exercises.

import { element } from "./element.js";
import { on } from "./stream.js";

const cards = new Map();
/** Places where a count stands: each with the exercises that it counts. */
const counts = [];

/** How an exercise stands, in words. */
export function describe({ exercise, graded }) {
    const verdict = graded === "now" ? exercise.verdict : "";
    const points = `${verdict ? exercise.points : 0} of ${exercise.maximum} point${exercise.maximum === 1 ? "" : "s"}`;
    const early = graded === "never" ? "not checked yet" : "changed since it was checked";
    const late = ["passed", "not started"].includes(verdict) ? verdict : `not yet (${verdict})`;
    return { verdict, points, words: verdict ? late : early };
}

const part = /\/(\d+)-[^/]+\/(index\.html)?$/;
const heading = document.querySelector("main h1");

for (const link of document.querySelectorAll("#mdbook-sidebar a")) {
    const stage = new URL(link.href).pathname.match(part)?.[1];
    if (stage) count(link, (exercise) => exercise.stage === Number(stage), ({ passed, all }) => ` ${passed}/${all}`);
}

const sentence = ({ passed, all, points, maximum }) =>
    `You have passed ${passed} of ${all} exercises, and have ${points} of ${maximum} points. ${next()}`;
const stage = location.pathname.match(part)?.[1];
if (stage) count(line(), (exercise) => exercise.stage === Number(stage), sentence);

const rows = new Map();
for (const code of document.querySelectorAll("main td code")) {
    const name = code.textContent.match(/^cargo grade (\w+)$/)?.[1];
    if (name) rows.set(name, code.closest("td").appendChild(element("div", { className: "state" })));
}
if (rows.size > 0) count(line(), () => true, sentence);

on("exercise", (card) => {
    cards.set(card.exercise.target, card);
    const row = rows.get(card.exercise.name);
    if (row) {
        const { verdict, words, points } = describe(card);
        row.textContent = `${card.doing ?? words}; ${points}`;
        row.dataset.verdict = verdict;
    }
    counts.forEach((update) => update());
});

/** The first exercise that has not passed, in the order of the book: as `cargo grade` says it. */
function next() {
    const order = ({ exercise: one }, { exercise: other }) => one.stage - other.stage || one.number - other.number;
    const open = [...cards.values()].sort(order).find((card) => describe(card).verdict !== "passed");
    return open ? `Next: ${open.exercise.stage}.${open.exercise.number} ${open.exercise.title}.` : "All exercises have passed.";
}

function line() {
    const made = element("p", { className: "progress" });
    heading?.after(made);
    return made;
}

/** Keeps a count at the end of an element. */
function count(place, counted, words) {
    const shown = place.appendChild(element("span", { className: "progress" }));
    counts.push(() => {
        const some = [...cards.values()].filter(({ exercise }) => counted(exercise));
        const now = some.filter(({ graded }) => graded === "now").map(({ exercise }) => exercise);
        const sum = (values) => values.reduce((all, value) => all + value, 0);
        const passed = now.filter(({ verdict }) => verdict === "passed").length;
        const maximum = sum(some.map(({ exercise }) => exercise.maximum));
        shown.textContent = words({ passed, all: some.length, points: sum(now.map(({ points }) => points)), maximum });
    });
}
