// The checks of an exercise, each with its result; what a failed one has to say can be opened.

import { element } from "./element.js";
import { failureMessage } from "./message.js";

const MARKS = {
    passed: ["✓", "passed"],
    "not started": ["·", "not started"],
    "not run": ["·", "not run"],
    skipped: ["–", "skipped"],
    "does not compile": ["–", "not run"],
    null: ["…", "not done yet"],
};

/** The list of the checks. The message of the first one that failed is open, unless the reader has closed it. */
export function checkList(box, checks) {
    box.opened ??= new Map();
    const first = firstFailure(checks);
    const items = checks.map((check) => checkItem(box, check, check === first));
    return checks.length > 0 ? [element("ul", {}, ...items)] : [];
}

/** The first check that failed and says why. */
export function firstFailure(checks) {
    return checks.find(hasMessage);
}

/** A check in a list. */
export function checkItem(box, check, isFirst) {
    return hasMessage(check) ? failedItem(box, check, isFirst) : item(check);
}

function hasMessage({ verdict, message }) {
    return message !== null && ["failed", "timed out"].includes(verdict);
}

function item(check) {
    // What is not started gets no failure message, but shows its requirement.
    const requirement = check.message?.match(/^Not started\. Requirement: (.*)/)?.[1];
    const shown = element("li", {}, ...head(check), requirement ? `: ${requirement}` : "");
    shown.dataset.verdict = check.verdict ?? "";
    return shown;
}

function failedItem(box, check, isFirst) {
    const details = element("details", { open: box.opened.get(check.name) ?? isFirst });
    details.append(element("summary", {}, ...head(check)), ...failureMessage(check, box.showHint));
    details.addEventListener("toggle", () => {
        // What is open from the start is not the reader's doing.
        if (box.opened.has(check.name) || details.open !== isFirst) box.opened.set(check.name, details.open);
    });
    const shown = element("li", {}, details);
    shown.dataset.verdict = check.verdict;
    return shown;
}

/** The mark, its meaning for those who only hear, and the name. */
export function head({ name, verdict, level }) {
    const isAdvice = level === "recommended" && !MARKS[verdict];
    const [sign, words] = isAdvice ? ["!", `recommended, ${verdict}`] : (MARKS[verdict] ?? ["✗", verdict]);
    const mark = element("span", { className: "sign" }, sign);
    mark.setAttribute("aria-hidden", true);
    return [mark, element("span", { className: "only-heard" }, `${words}: `), name.replaceAll("_", " ")];
}
