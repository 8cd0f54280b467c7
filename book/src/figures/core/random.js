// Chance that is the same each time: a generator with a seed, so that the same settings give the same steps.

/** Numbers of at least 0 and less than 1: mulberry32, which needs 32 bits of state. */
export function randomNumbers(seed) {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}
