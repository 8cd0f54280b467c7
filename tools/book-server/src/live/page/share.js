// Tabs that share a stream of events: one of them holds it, and passes on what it hears.

const NAME = "the stream of the book";
/** Whether tabs can: a browser needs both for that. */
export const shares = "locks" in navigator && "BroadcastChannel" in globalThis;

/** Reaches the other tabs; null where tabs do not share. */
export const otherTabs = shares ? new BroadcastChannel(NAME) : null;

/** Has `hear` called in one tab at a time, until `signal` aborts it. A tab that has to wait for its turn calls `catchUp` first. */
export async function inOneTab(signal, hear, catchUp) {
    let waits = false;
    await navigator.locks.request(NAME, { ifAvailable: true }, (lock) => (lock ? hear() : (waits = true) && undefined));
    if (!waits || signal.aborted) return;
    // What comes meanwhile comes from the tab that has its turn.
    catchUp();
    await navigator.locks.request(NAME, { signal }, hear);
}
