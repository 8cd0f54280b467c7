// Simulated time: what happens is put into a queue by its time, and each thing worth telling becomes a step.

/** A simulation that never ends is a mistake in a figure: no figure needs more steps. */
const MOST_ACTIONS = 5000;

export class Simulation {
    /** The time now, in simulated milliseconds. */
    now = 0;
    #state;
    #queue = [];
    #steps = [];
    #added = 0;

    /** `state` is what is drawn: plain data, since each step keeps a copy. */
    constructor(state) {
        this.#state = state;
    }

    /** Has something happen later; of two things at the same time, the first that was asked for is first. */
    after(delay, action) {
        this.#queue.push({ time: this.now + delay, number: this.#added++, action });
        this.#queue.sort((one, other) => one.time - other.time || one.number - other.number);
    }

    /** Tells what has just happened, and keeps the state as it is now. */
    tell(words) {
        this.#steps.push({ time: this.now, words, state: structuredClone(this.#state) });
    }

    /** Lets everything happen until `end`, in milliseconds, and returns the steps. */
    run(end = Infinity) {
        for (let count = 0; this.#queue.length > 0 && this.#queue[0].time <= end; count++) {
            if (count === MOST_ACTIONS) throw new Error("the simulation does not end");
            const { time, action } = this.#queue.shift();
            this.now = time;
            action();
        }
        return this.#steps;
    }
}

/** A time as the transcripts show it: `0.200 s`. */
export function seconds(milliseconds) {
    return `${(milliseconds / 1000).toFixed(3)} s`;
}

/** How far something has come that moves from one time to another: 0 at its start, 1 at its end. */
export function progress(time, from, until) {
    return until <= from ? 1 : Math.min(1, Math.max(0, (time - from) / (until - from)));
}
