// Waiting for something to be so, with a deadline that only a failing test reaches.

/** Longer than the first build of an exercise takes on a busy machine. */
export const TIMEOUT = 60_000;

/** Waits until an element's text has these words; without them it says what there was instead. */
export async function expectText(locator, words) {
    try {
        await locator.filter({ hasText: words }).first().waitFor({ state: "attached" });
    } catch {
        throw new Error(`no ${words} in: ${await locator.allTextContents()}`);
    }
}

/** Waits until something holds that no element shows; without it, says what was waited for. */
export async function until(holds, what) {
    for (const deadline = Date.now() + TIMEOUT; !holds(); await new Promise((done) => setTimeout(done, 10))) {
        if (Date.now() > deadline) throw new Error(`it did not happen: ${what}`);
    }
}
