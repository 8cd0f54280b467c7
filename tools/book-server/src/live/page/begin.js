// The button of the first page: once an exercise has passed, it leads on to the next one.

import { addressOf } from "./links.js";
import { hasBegun, nextExercise } from "./progress.js";
import { on } from "./stream.js";

const button = document.querySelector(".begin a");

if (button) {
    // Progress knows of an event first: it listened before.
    on("exercise", () => {
        const next = nextExercise();
        if (!next || !hasBegun()) return;
        const { stage, number, target } = next.exercise;
        button.textContent = `Continue with ${stage}.${number}`;
        button.href = addressOf(`${next.section}#${target}`);
    });
}
