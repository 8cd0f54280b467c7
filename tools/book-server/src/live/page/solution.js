// Our solution beside the learner's, once theirs has passed: folded, and asked for when it is opened.

import { element, rustCode } from "./element.js";

const SIGNS = { both: "  ", mine: "- ", ours: "+ " };
const WORDS = { both: "", mine: "only yours: ", ours: "only ours: " };

/** The place for it. */
export function solutionOf(box) {
    const shown = element("div");
    const details = element("details", {}, element("summary", {}, "Compare your code with our solution"), shown);
    details.addEventListener("toggle", async () => {
        const lines = details.open && shown.childElementCount === 0 && (await box.act({ action: "solution" }));
        if (lines) shown.append(...comparison(lines));
    });
    return details;
}

function comparison(lines) {
    const ours = lines.filter(({ whose }) => whose !== "mine").map(({ text }) => text);
    const solution = rustCode(ours.join("\n"));
    solution.firstChild.tabIndex = 0;
    const differ = lines.some(({ whose }) => whose !== "both");
    const diff = element("pre", { className: "diff", tabIndex: 0 }, ...lines.map(lineOf));
    const words = differ ? "What differs. - is only in yours, + only in ours:" : "Yours is the same.";
    return [element("p", {}, "Our solution:"), solution, element("p", {}, words), ...(differ ? [diff] : [])];
}

function lineOf({ whose, text }) {
    const sign = element("span", {}, SIGNS[whose]);
    sign.setAttribute("aria-hidden", true);
    return element("span", { className: whose }, sign, element("span", { className: "only-heard" }, WORDS[whose]), `${text}\n`);
}
