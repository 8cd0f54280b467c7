// Which step is shown, and what time it is: played, stepped, or at rest.

/** A step is looked at for as long as its time lasts, but never too briefly to be read and never boringly long. */
const SHORTEST = 450;
const LONGEST = 1800;

export class Playback {
    index = 0;
    isPlaying = false;
    #steps = [];
    #speed;
    #show;
    #motion;

    /** `speed`: simulated milliseconds in a real one. `show(index, time)` is called with whatever there is to see. */
    constructor(speed, show, motion = () => true) {
        this.#speed = speed;
        this.#show = show;
        this.#motion = motion;
    }

    /** Takes other steps. Who looks at the end sees the new end, so that a setting and its result are seen together. */
    load(steps) {
        const wasAtEnd = this.#steps.length > 0 && this.isAtEnd;
        this.#steps = steps;
        this.go(wasAtEnd ? steps.length - 1 : 0);
    }

    get isAtEnd() {
        return this.index >= this.#steps.length - 1;
    }

    /** Stops, and shows a step. */
    go(index) {
        this.isPlaying = false;
        this.#rest(Math.min(this.#steps.length - 1, Math.max(0, index)));
    }

    play() {
        if (this.isAtEnd) this.index = 0;
        this.isPlaying = true;
        this.#rest(this.index);
        this.#next(performance.now());
    }

    pause() {
        if (this.isPlaying) this.go(this.index);
    }

    #rest(index) {
        this.index = index;
        this.#show(index, this.#steps[index].time);
    }

    /** Lets the time pass from this step to the next, a frame at a time. */
    #next(began) {
        const steps = this.#steps;
        const [from, until] = [steps[this.index].time, steps[this.index + 1].time];
        const lasts = duration(until - from, this.#speed);
        const frame = (now) => {
            if (!this.isPlaying || this.#steps !== steps) return;
            if (now - began >= lasts) {
                this.isPlaying = this.index + 2 < steps.length;
                this.#rest(this.index + 1);
                if (this.isPlaying) this.#next(now);
                return;
            }
            if (this.#motion()) this.#show(this.index, from + ((until - from) * Math.max(0, now - began)) / lasts);
            requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
    }
}

/** How long the way to the next step takes, in real milliseconds. */
export function duration(simulated, speed) {
    return Math.min(LONGEST, Math.max(SHORTEST, simulated / speed));
}
