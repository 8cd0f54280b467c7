// What a page remembers over a reload. A browser that keeps nothing is no reason to fail.

/** Keeps a text, or forgets it if it is null. */
export function remember(name, text) {
    try {
        if (text === null) localStorage.removeItem(`book: ${name}`);
        else localStorage.setItem(`book: ${name}`, text);
    } catch {
        // Then it is gone with the page.
    }
}

/** What was kept, or null. */
export function recall(name) {
    try {
        return localStorage.getItem(`book: ${name}`);
    } catch {
        return null;
    }
}
