// How a page and the program that serves it talk: events come in a stream, and calls are answered.

import { askOurs } from "./proof.js";
import { inOneTab, otherTabs, shares } from "./share.js";

const own = document.getElementById("book-live").dataset;
const headers = { "x-book-token": own.token };
const listeners = [];
/** The number of the last event that this page knows. */
let last = 0;

/** Which site this page belongs to. */
export const version = Number(own.version);

/** Has `listener` called with each event of a type: first with those so far, then with what is new. */
export function on(type, listener) {
    listeners.push([type, listener]);
}

/** Asks the program for something; its answer, or an error that says why not. */
export async function call(path, body) {
    const request = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
    const response = await askOurs(path, request);
    if (response.status === 401) location.reload();
    if (!response.ok) throw new Error((await response.text()).trim());
    return response.json();
}

let stop = new AbortController();
/** What other tabs pass on before this one knows what came earlier; null when it does. */
let early = null;

/**
 * Listens, as long as the page is looked at: a browser has six connections to us, for all of its pages. Where tabs cannot share a
 * stream, none has one, and each asks once a second.
 */
export async function listen() {
    stop.abort();
    if (document.hidden) return;
    const { signal } = (stop = new AbortController());
    early = [];
    const heard = shares ? inOneTab(signal, () => follow(signal, "events", 100), () => catchUp(signal)) : follow(signal, "state", 1000);
    // It ends with an error when the page is not looked at any more.
    await heard.catch((error) => signal.aborted || reportError(error));
}

/** Hears the events, and passes them on to other tabs, until nobody looks. After a good answer it asks again after `pause` milliseconds. */
async function follow(signal, path, pause) {
    early = null;
    for (let lost = true, wait; !signal.aborted; await new Promise((done) => setTimeout(done, wait))) {
        wait = 1000;
        let isGood = false;
        try {
            await ask(path, signal, (event) => {
                if (lost) tellAll({ type: "connection", gone: (lost = false) });
                isGood = true;
                tellAll(event);
            });
        } catch (error) {
            if (signal.aborted) return;
            // The program may have ended it because this page is slow.
            if (!isGood) tellAll({ type: "connection", gone: (lost = true), why: error.message });
        }
        if (isGood) wait = pause;
    }
}

/** Hears all events so far, and then those of the tab that has the stream. */
async function catchUp(signal) {
    await ask("state", signal, tell).catch(() => {});
    if (signal.aborted) return;
    early?.forEach(tell);
    early = null;
}

async function ask(path, signal, hear) {
    const response = await askOurs(path, { headers, signal, cache: "no-store" });
    if (response.status === 401) location.reload();
    if (!response.ok) throw new Error(response.statusText);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let [rest, number] = ["", 0];
    for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
        const lines = (rest + value).split("\n");
        rest = lines.pop();
        for (const line of lines) {
            if (line.startsWith("id:")) number = Number(line.slice(3));
            if (line.startsWith("data:")) hear({ ...JSON.parse(line.slice(5)), number });
        }
    }
}

function tellAll(event) {
    otherTabs?.postMessage(event);
    tell(event);
}

/** Tells this page, unless it knows: a new stream begins with all that is known. */
function tell(event) {
    if (event.number <= last) return;
    last = event.number ?? last;
    for (const [type, listener] of listeners) {
        if (type !== event.type) continue;
        try {
            listener(event);
        } catch (error) {
            // A mistake of one listener's is not one of the stream, and costs the others nothing.
            reportError(error);
        }
    }
}

otherTabs?.addEventListener("message", ({ data }) => document.hidden || (early ? early.push(data) : tell(data)));
addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => stop.abort());
addEventListener("pageshow", (event) => event.persisted && listen());
