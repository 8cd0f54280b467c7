// An exercise's box, which grows around the fence that asks for it.

import { checkList } from "./checks.js";
import { compilerMessage } from "./compiler.js";
import { announce, button, element } from "./element.js";
import { hintButton } from "./hints.js";
import { addressOf } from "./links.js";
import { nextExercise } from "./progress.js";
import { solutionOf } from "./solution.js";
import { describe, icon } from "./states.js";
import { call, on } from "./stream.js";
import { fileLine, signature } from "./task.js";
import { resetButton, versionsOf } from "./versions.js";

const CLASS = "exercise-";
const boxes = new Map();

for (const code of document.querySelectorAll(`pre > code[class*="${CLASS}"]`)) {
    const name = [...code.classList].find((word) => word.startsWith(CLASS)).slice(CLASS.length);
    boxes.set(name, { fence: code.parentElement, name, shown: {} });
    // Only shown exercises are checked when they are saved.
    call("exercises", { name, action: "follow" }).catch(() => {});
}

on("exercise", (card) => {
    const box = boxes.get(card.exercise.target);
    if (box) {
        if (!box.section) build(box, card);
        show(box, card);
    }
    // What is next depends on all others.
    for (const other of boxes.values()) if (other.card) showNext(other);
});

/** Puts the box around its fence. */
function build(box, card) {
    const { exercise, hints } = card;
    box.title = element("strong", { id: `${box.name}-title` }, `${exercise.stage}.${exercise.number} ${exercise.title}`);
    box.state = element("span", { className: "state" });
    box.act = (action) => act(box, action);
    box.tell = (words) => tell(box, words);
    box.check = button("Check", () => box.busy || box.act({ action: "check" }));
    box.check.classList.add("primary");
    // The page's link to the exercise leads to its button.
    box.check.id = box.fence.id || `check-${box.name}`;
    for (const name of ["id", "tabindex"]) box.fence.removeAttribute(name);
    box.stop = button("Stop", () => box.busy && box.act({ action: "stop" }));
    box.hints = element("div", { className: "hints" });
    const buttons = element("p", { className: "buttons" }, box.check, box.stop);
    if (hints > 0) buttons.append(hintButton(box, hints));
    buttons.append(resetButton(box, `${exercise.folder}/exercise.rs`));
    const terminal = element("details", { className: "terminal" }, element("summary", {}, "In a terminal"));
    const part = (className) => (box[className] = element("div", { className }));
    box.note = element("p", { className: "note" });
    box.section = element("section", { className: "exercise-box" });
    box.section.setAttribute("aria-labelledby", box.title.id);
    box.fence.replaceWith(box.section);
    terminal.append(box.fence);
    const head = element("p", { className: "head" }, box.title, " ", box.state);
    const parts = ["kept", "compiler", "checks", "printed", "solution", "versions"].map(part);
    box.section.append(head, part("task"), buttons, part("onward"), box.note, ...parts, box.hints, terminal);
    // Within wide bytes the arrows scroll; everywhere else they turn the page.
    box.section.addEventListener("keydown", (event) => event.target.tagName === "PRE" && event.stopPropagation());
    if (location.hash === `#${box.name}`) box.section.scrollIntoView();
    // The fence is narrower now, and may have to be scrolled.
    dispatchEvent(new Event("resize"));
}

/** Shows how the exercise stands. */
function show(box, card) {
    const { exercise, doing, note } = card;
    const { state, verdict, words, points } = describe(card);
    box.card = card;
    box.busy = doing !== null;
    box.check.setAttribute("aria-disabled", box.busy);
    box.stop.setAttribute("aria-disabled", !box.busy);
    box.section.dataset.state = state;
    box.state.replaceChildren(icon(state), `${words}; ${points}`);
    box.note.textContent = note ?? "";
    const file = `${exercise.folder}/exercise.rs`;
    renew(box, "task", [card.task, card.signatures, card.editor], () => [
        ...(card.task ? [element("div", { className: "what", innerHTML: card.task })] : []),
        fileLine(box, file, card.editor),
        ...signature(card.signatures),
    ]);
    renew(box, "compiler", exercise.reasons, () => exercise.reasons.map(compilerMessage));
    const checks = box.busy || verdict ? exercise.checks : [];
    renew(box, "checks", checks, () => checkList(box, checks));
    renew(box, "printed", exercise.printed, () => (exercise.printed ? [printed(exercise.printed)] : []));
    renew(box, "solution", verdict === "passed" && exercise, () => (verdict === "passed" ? [solutionOf(box)] : []));
    renew(box, "versions", card.backups, () => versionsOf(box, card.backups));
    // What stood there when the page was opened is no news.
    const news = note ?? words;
    if (!box.busy && box.told !== undefined && box.told !== news) announce(`${exercise.name}: ${news}; ${points}`);
    box.told = box.busy ? null : news;
}

/** Makes a part of the box again if what it shows has changed: what has the focus, or is open, stays otherwise. */
function renew(box, part, data, make) {
    const key = JSON.stringify(data) ?? "";
    if (box.shown[part] === key) return;
    box.shown[part] = key;
    box[part].replaceChildren(...make());
}

/** Where to go on from an exercise that has passed. */
function showNext(box) {
    const { exercise } = box.card;
    const next = describe(box.card).state === "passed" ? nextExercise(exercise) : null;
    renew(box, "onward", next && [next.section, next.exercise.title], () => {
        if (!next) return [];
        const { stage, number, title, target } = next.exercise;
        const link = element("a", { href: addressOf(`${next.section}#${target}`) }, `${stage}.${number} ${title}`);
        return [element("p", {}, "Next: ", link)];
    });
}

function printed(text) {
    const shown = element("pre", { tabIndex: 0 }, text);
    return element("details", { open: true }, element("summary", {}, "What your code printed"), shown);
}

/** Asks for something; an error stands in the box. */
async function act(box, action) {
    try {
        return await call("exercises", { name: box.name, ...action });
    } catch (error) {
        tell(box, error.message);
    }
}

function tell(box, words) {
    box.note.textContent = words;
    announce(words);
}
