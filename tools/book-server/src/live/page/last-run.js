// The ladder of the last `cargo conformance`, rung by rung: it follows a run that goes on in a terminal, and cannot start one.

import { checkItem, firstFailure, head } from "./checks.js";
import { announce, element } from "./element.js";
import { failureMessage } from "./message.js";
import { showSpeed } from "./speed.js";
import { icon } from "./states.js";
import { on } from "./stream.js";

const FAILED = ["failed", "timed out"];
const BEFORE = "There is no run yet. Type this in a terminal, with the command that starts your own server after the dashes. This box follows the run.";

const place = document.getElementById("last-run");
/** What the page says without a report: words, and the command to type. */
const still = place && [...place.childNodes];
/** What is shown; null without a report. */
let box = null;

if (place) on("conformance", show);

function show({ report, unreadable, written }) {
    if (!report) return showNone(unreadable);
    const rungs = report.sections.map((section) => ({ ...section, ...standing(section) }));
    const key = JSON.stringify([report.subject, report.judged, rungs.map(({ checks }) => checks.map(({ number }) => number))]);
    // Another run begins in a box of its own. While one goes on, what has the focus or is open stays.
    const before = box?.key === key ? box : null;
    if (!before) build(key, report, rungs);
    const all = rungs.flatMap(({ checks }) => checks);
    const done = all.filter(isDone).length;
    const passed = rungs.filter(({ verdict }) => verdict === "passed").length;
    const state = !report.finished ? "begun" : report.passed ? "passed" : "failed";
    const stands = report.finished ? `${passed} of ${rungs.length} rungs passed` : `not finished: ${done} of ${all.length} checks are done`;
    box.section.dataset.state = state;
    box.state.replaceChildren(icon(state), stands);
    const time = written === null ? "" : new Date(written * 1000).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
    const { finished, speed } = report;
    const goesOn = speed?.measuring ? "Its speed is being measured" : "It goes on";
    box.when.textContent = finished && !speed?.measuring ? `Finished: ${time}.` : `Last change: ${time}. ${goesOn} in its terminal, or was stopped there.`;
    box.problem.replaceChildren(...(report.problem ? failureMessage({ message: report.problem }) : []));
    const failing = rungs.find(({ verdict }) => verdict === "failed");
    rungs.forEach((rung, index) => showRung(box.rungs[index], rung, rung === failing));
    showSpeed(box.speed, speed);
    tell(report, rungs, stands);
}

/** What there is instead of a ladder. */
function showNone(unreadable) {
    if (box) announce(unreadable ? "The report cannot be read." : "The report is gone.");
    box = null;
    place.replaceChildren(...still);
    const words = unreadable ? `The report of your last run cannot be read: ${unreadable}. The next run replaces it.` : BEFORE;
    place.querySelector("p").textContent = words;
}

/** A box for these rungs, with nothing in them. */
function build(key, { subject, judged }, rungs) {
    const former = box;
    const title = element("strong", { id: "last-run-title" }, `Judged as ${subject}: `, element("code", {}, judged.join(" ")));
    const part = (tag, className) => element(tag, { className });
    box = { key, opened: new Map(), state: part("span", "state"), when: part("p", "when"), problem: part("div", "problem"), speed: part("div", "speed") };
    // Nothing is news for a page that has just been opened.
    box.told = former ? "" : null;
    box.rungs = rungs.map(({ name, checks }) => buildRung(checks, subject === "calculator" && document.getElementById(name)));
    box.section = element("section", { className: "exercise-box last-run" });
    box.section.setAttribute("aria-labelledby", title.id);
    box.section.append(
        element("p", { className: "head" }, title, " ", box.state),
        box.when,
        box.problem,
        element("div", { className: "checks" }, element("ol", {}, ...box.rungs.map(({ details }) => element("li", {}, details)))),
        box.speed,
    );
    // Within wide bytes the arrows scroll; everywhere else they turn the page.
    box.section.addEventListener("keydown", (event) => event.target.tagName === "PRE" && event.stopPropagation());
    place.replaceChildren(box.section);
}

/** A rung without its checks, and with a link to its section of this page, if it has one. */
function buildRung(checks, section) {
    const items = checks.map(() => ({ shown: element("li"), key: "" }));
    const [details, summary] = [element("details"), element("summary")];
    const list = element("ul", {}, ...items.map(({ shown }) => shown));
    const link = () => element("p", {}, element("a", { href: `#${section.id}` }, "What to build, and what to read"));
    details.append(summary, element("div", { className: "checks" }, list), ...(section ? [link()] : []));
    summary.addEventListener("click", () => (details.dataset.chosen = "true"));
    return { details, summary, items };
}

/** Shows how a rung stands, and those of its checks that have changed. */
function showRung({ details, summary, items }, { number, title, name, verdict, passed, checks }, isFailing) {
    const words = `${number} ${name}: ${title} `;
    const count = element("span", { className: "count" }, `${passed} of ${checks.length}`);
    const level = "required";
    summary.dataset.verdict = verdict;
    summary.replaceChildren(...head({ name: words, verdict, level }), count);
    // Where to go on is open, unless the reader has decided.
    if (!details.dataset.chosen) details.open = isFailing;
    const first = firstFailure(checks);
    checks.forEach((check, index) => {
        const [item, key] = [items[index], JSON.stringify(check)];
        if (item.key === key) return;
        const shown = checkItem(box, { ...check, name: `${check.number} ${check.name}` }, check === first);
        item.shown.replaceWith(shown);
        Object.assign(item, { shown, key });
    });
}

/** How a rung stands: a recommended check keeps nobody from the next one. */
function standing({ checks }) {
    const hasFailed = checks.some(({ level, verdict }) => level === "required" && FAILED.includes(verdict));
    const isWhole = checks.every(isDone);
    const verdict = hasFailed ? "failed" : isWhole ? "passed" : checks.some(isDone) ? null : "not run";
    return { verdict, passed: checks.filter((check) => check.verdict === "passed").length };
}

function isDone({ verdict }) {
    return verdict !== "not run";
}

/** Tells those who hear which rung has ended, and when the run has; not each check. */
function tell({ finished, speed }, rungs, stands) {
    const ended = rungs.filter(({ verdict }) => ["passed", "failed"].includes(verdict)).at(-1);
    const measured = speed?.measuring ? "The speed is being measured." : "The speed has been measured.";
    const news = speed ? measured : finished ? `The run has ended: ${stands}.` : ended ? `${ended.name}: ${ended.verdict}.` : "A run has begun.";
    if (box.told !== null && box.told !== news) announce(news);
    box.told = news;
}
