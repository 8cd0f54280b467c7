// The states of an exercise: each has a name, a picture and words.

const RING = "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12";

/** The words and the picture of each state. */
const STATES = {
    unchecked: ["not checked yet", RING],
    changed: ["changed since it was checked", `${RING}M8 2v12`],
    checking: ["", "M8 2a6 6 0 1 1-6 6"],
    begun: ["not started", `${RING}M8 7.9v.2`],
    passed: ["passed", "M3 8.5l3.5 4L13 4"],
    failed: ["failing", "M4 4l8 8M12 4l-8 8"],
    broken: ["does not compile", "M5.5 4L2 8l3.5 4M10.5 4L14 8l-3.5 4"],
    late: ["timed out", `${RING}M8 4.5v4l2.5 1.5`],
    stopped: ["stopped", "M4.5 4.5h7v7h-7z"],
    unable: ["could not be checked", "M8 3v6.5M8 12.8v.2"],
};

const OF_VERDICT = { passed: "passed", "not started": "begun", failed: "failed", "timed out": "late", "does not compile": "broken" };

/** How an exercise stands: its state, the words for it, its verdict if there is one, and its points. */
export function describe({ exercise, graded, doing, ended }) {
    const verdict = graded === "now" ? exercise.verdict : "";
    const points = `${verdict ? exercise.points : 0} of ${exercise.maximum} point${exercise.maximum === 1 ? "" : "s"}`;
    const atRest = OF_VERDICT[verdict] ?? (graded === "never" ? "unchecked" : "changed");
    const state = doing === null ? (ended ?? atRest) : "checking";
    return { state, verdict, points, words: doing ?? STATES[state][0] };
}

/** The picture of a state. */
export function icon(state) {
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    for (const [name, value] of [["viewBox", "0 0 16 16"], ["class", "icon"], ["aria-hidden", "true"]]) picture.setAttribute(name, value);
    line.setAttribute("d", STATES[state][1]);
    picture.append(line);
    return picture;
}
