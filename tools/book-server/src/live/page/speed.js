// How many replies a second a server gives, beside ours and beside an echo: a column for each load. Nobody judges it.

import { element } from "./element.js";

const ROWS = ["your server", "ours", "bare echo", "of ours", "of echo"];

/** Shows the table in its place. A table that stands there stays, and its figures change: somebody may be reading it. */
export function showSpeed(place, speed) {
    if (!speed) return place.replaceChildren();
    if (!place.firstChild) build(place, speed);
    const { measuring, rounds, seconds, loads, missing } = speed;
    const medians = `the medians of ${rounds} rounds of ${seconds} s. This is not judged.`;
    place.querySelector("caption").textContent = `Replies a second, ${measuring ? "so far; in the end " : ""}${medians}`;
    const figures = loads.map(({ yours, ours, echo }) => [...[yours, ours, echo].map(rate), ratio(yours, ours), ratio(yours, echo)]);
    place.querySelectorAll("tbody td").forEach((cell, index) => {
        const figure = figures[index % loads.length][Math.floor(index / loads.length)];
        cell.replaceChildren(...(figure === null ? nothing(measuring) : [figure]));
    });
    place.querySelector(".missing").replaceChildren(...missing.map((words) => element("p", {}, `Not measured: ${words}.`)));
}

/** A table without figures. */
function build(place, { loads }) {
    const head = (scope, words) => element("th", { scope }, words);
    const names = element("tr", {}, element("td"), ...loads.map(({ name }) => head("col", name)));
    const rows = ROWS.map((name) => element("tr", {}, head("row", name), ...loads.map(() => element("td"))));
    const table = element("table", {}, element("caption"), element("thead", {}, names), element("tbody", {}, ...rows));
    const link = element("a", { href: "#speed" }, "What the figures tell");
    place.replaceChildren(table, element("div", { className: "missing" }), element("p", {}, link));
}

/** What stands where no figure is, and what is heard there. */
function nothing(measuring) {
    const [sign, words] = measuring ? ["…", "not measured yet"] : ["–", "not measured"];
    return [element("span", { ariaHidden: "true" }, sign), element("span", { className: "only-heard" }, words)];
}

function rate(replies) {
    return replies === null ? null : Math.round(replies).toLocaleString("en");
}

function ratio(one, other) {
    return one === null || other === null ? null : (one / other).toFixed(2);
}
