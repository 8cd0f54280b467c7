// A figure in its page: settings, picture, events and buttons, where its still picture was.

import { draw, drawing } from "./drawing.js";
import { element } from "./element.js";
import { eventList } from "./events.js";
import { Playback } from "./playback.js";
import { realRun } from "./real-run.js";
import { settingsForm } from "./settings.js";

/** Puts a figure into the place that asks for it. */
export function mount(place, figure) {
    const svg = drawing(figure);
    const { list, status, show: showEvents } = eventList();
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    let [steps, values] = [[], {}];

    const show = (index, time) => {
        draw(svg, figure.draw(steps[index].state, time, values));
        showEvents(steps, index);
        buttons.update();
    };
    const playback = new Playback(figure.speed, show, () => !calm.matches);
    const buttons = controls(playback);
    const run = realRun(figure.presets ?? []);
    const changed = (now) => {
        values = now;
        steps = figure.simulate(values);
        playback.load(steps);
        run.update(values);
    };
    const settings = settingsForm(figure.settings, changed);

    place.replaceChildren(
        ...presets(figure.presets ?? [], settings),
        settings.form,
        element("div", { className: "stage" }, element("div", {}, svg, buttons.row), list),
        ...run.rows,
        status,
    );
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", figure.title);
    place.addEventListener("keydown", (event) => byKey(event, playback));
    changed(settings.values());
    stopUnseen(place, playback);
    // On paper it shows how it ends.
    let before;
    addEventListener("beforeprint", () => ((before = playback.index), playback.go(Infinity)));
    addEventListener("afterprint", () => playback.go(before));
}

function presets(all, settings) {
    if (all.length === 0) return [];
    const buttons = all.map(({ name, values }) => element("button", { type: "button", onclick: () => settings.set(values) }, name));
    return [element("p", { className: "buttons presets" }, element("span", {}, "Try:"), ...buttons)];
}

function controls(playback) {
    const button = (words, title, onclick) => element("button", { type: "button", title, onclick }, words);
    const start = button("Start over", "Home", () => playback.go(0));
    const back = button("Step back", "Left arrow", () => playback.go(playback.index - 1));
    const play = button("Play", "Plays all steps", () => (playback.isPlaying ? playback.pause() : playback.play()));
    const step = button("Step", "Right arrow", () => playback.go(playback.index + 1));
    const end = button("To the end", "End", () => playback.go(Infinity));
    play.className = "primary";
    const update = () => {
        play.textContent = playback.isPlaying ? "Pause" : "Play";
        // A button that is disabled would lose the focus.
        for (const one of [start, back]) one.setAttribute("aria-disabled", playback.index === 0);
        for (const one of [step, end]) one.setAttribute("aria-disabled", playback.isAtEnd);
    };
    return { row: element("p", { className: "buttons" }, play, step, back, start, end), update };
}

/** The arrows step, and Home and End go to the ends, unless they are for a setting. */
function byKey(event, playback) {
    const to = { ArrowRight: playback.index + 1, ArrowLeft: playback.index - 1, Home: 0, End: Infinity }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    playback.go(to);
}

/** What nobody sees does not move. */
function stopUnseen(place, playback) {
    document.addEventListener("visibilitychange", () => document.hidden && playback.pause());
    new IntersectionObserver(([{ isIntersecting }]) => isIntersecting || playback.pause()).observe(place);
}
