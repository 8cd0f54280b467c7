// How far the reader is: in the contents, on a part's first page, and in the table of all exercises.

import { element } from "./element.js";
import { addressOf } from "./links.js";
import { describe } from "./states.js";
import { call, on } from "./stream.js";

const cards = new Map();
/** Places where a count stands: each shows the new one. */
const counts = [];

const part = /\/(\d+)-[^/]+\/(index\.html)?$/;
const heading = document.querySelector("main h1");
const contents = [...document.querySelectorAll("#mdbook-sidebar a")].filter((link) => !new URL(link.href).hash);

for (const link of contents) {
    const { pathname } = new URL(link.href);
    const stage = pathname.match(part)?.[1];
    if (stage) count(link, (exercise) => exercise.stage === Number(stage), ({ passed, all }) => ` ${passed}/${all}`);
    else mark(link);
}
const total = element("p", { className: "total" });
contents[0]?.closest("ol")?.before(total);
counts.push(() => {
    const open = nextExercise();
    const passed = [...cards.values()].filter(hasPassed).length;
    const words = `${passed} of ${cards.size} exercises passed. `;
    total.replaceChildren(...(cards.size > 0 ? [words, ...(open ? ["Continue here: ", linkTo(open)] : [])] : []));
});

const sentence = ({ passed, all, points, maximum }) =>
    `You have passed ${passed} of ${all} exercises, and have ${points} of ${maximum} points. ${next()}`;
const stage = location.pathname.match(part)?.[1];
if (stage) count(line(), (exercise) => exercise.stage === Number(stage), sentence);

const rows = new Map();
for (const code of document.querySelectorAll("main td code")) {
    const name = code.textContent.match(/^cargo grade (\w+)$/)?.[1];
    const cell = code.closest("td");
    if (name) rows.set(name, cell.appendChild(element("div", { className: "state" })));
}
if (rows.size > 0) count(line(), () => true, sentence);

on("exercise", (card) => {
    cards.set(card.exercise.target, card);
    const row = rows.get(card.exercise.name);
    if (row) {
        const { state, words, points } = describe(card);
        row.textContent = `${words}; ${points}`;
        row.dataset.state = state;
    }
    counts.forEach((update) => update());
});

// Somebody who comes back from a terminal may have graded there.
addEventListener("focus", () => {
    const [name] = cards.keys();
    if (name) call("exercises", { name, action: "refresh" }).catch(() => {});
});

const hasPassed = (card) => describe(card).verdict === "passed";

/** Whether any exercise has passed. */
export const hasBegun = () => [...cards.values()].some(hasPassed);

/** The first exercise that has not passed, in the order of the book, from another one on if there is one: as `cargo grade` says it. */
export function nextExercise(after) {
    const place = ({ stage, number }) => stage * 1000 + number;
    const open = [...cards.values()].filter((card) => card.section && !hasPassed(card));
    open.sort((one, other) => place(one.exercise) - place(other.exercise));
    return open.find(({ exercise }) => after && place(exercise) > place(after)) ?? open[0];
}

function next() {
    const open = nextExercise();
    return open ? `Next: ${open.exercise.stage}.${open.exercise.number} ${open.exercise.title}.` : "All exercises have passed.";
}

function linkTo({ exercise: { stage, number, title, target }, section }) {
    return element("a", { href: addressOf(`${section}#${target}`) }, `${stage}.${number} ${title}`);
}

/** Keeps a mark at a section in the contents that has exercises. */
function mark(link) {
    const shown = link.appendChild(element("span", { className: "mark" }));
    counts.push(() => {
        const here = [...cards.values()].filter(({ section }) => section && addressOf(section) === link.href);
        const passed = here.filter(hasPassed).length;
        const isDone = passed === here.length;
        const isNext = here.includes(nextExercise());
        const sign = element("span", {}, isDone ? " ✓" : ` ○${here.length > 1 ? ` ${passed}/${here.length}` : ""}`);
        sign.setAttribute("aria-hidden", true);
        const words = ` (${passed} of ${here.length} exercise${here.length === 1 ? "" : "s"} passed${isNext ? ", continue here" : ""})`;
        shown.replaceChildren(...(here.length > 0 ? [sign, element("span", { className: "only-heard" }, words)] : []));
        shown.dataset.done = isDone;
        shown.dataset.next = isNext;
    });
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
