// The same for real: where a figure is set like an experiment, a button leads to that and runs it, or a link to its page.

import { element } from "./element.js";

/** A row that is seen while the values are those of a preset with an experiment; none if no preset has one. */
export function realRun(presets) {
    const row = element("p", { className: "buttons real-run", hidden: true });
    const update = (values) => {
        const same = presets.find((preset) => preset.experiment && Object.entries(preset.values).every(([name, value]) => values[name] === value));
        const code = same && document.querySelector(`.experiment-${same.experiment}`);
        row.hidden = !code && !same?.page;
        if (code) row.replaceChildren(button(code.closest(".prediction") ?? code));
        else if (same?.page) row.replaceChildren(element("a", { href: same.page }, "Run it for real, on its page"));
    };
    return { rows: presets.some(({ experiment, page }) => experiment || page) ? [row] : [], update };
}

function button(experiment) {
    const go = () => {
        experiment.scrollIntoView({ block: "start" });
        // The program that serves the book puts it there; a site on the web has none.
        const run = experiment.querySelector(".experiment-box .buttons button");
        if (run?.textContent === "Run it") run.click();
        (run ?? experiment.querySelector("textarea"))?.focus({ preventScroll: true });
    };
    return element("button", { type: "button", onclick: go }, "Run it for real");
}
