// How a page and the program that serves it talk: events come in a stream, and calls are answered.

const own = document.getElementById("book-live").dataset;
const headers = { "x-book-token": own.token };
const listeners = [];

/** Which site this page belongs to. */
export const version = Number(own.version);

/** Has `listener` called with each event of a type: first with those so far, then with what is new. */
export function on(type, listener) {
    listeners.push([type, listener]);
}

/** Asks the program for something; its answer, or an error that says why not. */
export async function call(path, body) {
    const request = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
    const response = await fetch(`/~live/${path}`, request);
    if (response.status === 401) location.reload();
    if (!response.ok) throw new Error((await response.text()).trim());
    return response.json();
}

let stream = new AbortController();

/** Listens, as long as the page is looked at: a browser has six connections to us, for all of its pages. */
export async function listen() {
    stream.abort();
    const mine = (stream = new AbortController());
    try {
        await read(await fetch("/~live", { headers, signal: mine.signal, cache: "no-store" }));
    } catch {
        // Whatever it was, it is tried again.
    }
    if (!mine.signal.aborted) setTimeout(() => !mine.signal.aborted && listen(), 1000);
}

async function read(response) {
    if (response.status === 401) location.reload();
    if (!response.ok) return;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
        const lines = (rest + value).split("\n");
        rest = lines.pop();
        lines.filter((line) => line.startsWith("data:")).forEach((line) => tell(JSON.parse(line.slice(5))));
    }
}

function tell(event) {
    for (const [type, listener] of listeners) if (type === event.type) listener(event);
}

addEventListener("visibilitychange", () => (document.hidden ? stream.abort() : listen()));
addEventListener("pageshow", (event) => event.persisted && listen());
