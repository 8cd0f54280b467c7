// What is looked at in a page that is open; runs in the page.

/** The faults that a person with eyes would see: text beyond the edge, pictures that cannot be seen. */
export function look() {
    const faults = [];
    const name = (element) => `<${element.tagName.toLowerCase()}> "${(element.textContent ?? "").trim().slice(0, 40)}"`;
    const scrolls = (element) => {
        for (let outer = element; outer && outer !== document.body; outer = outer.parentElement) {
            if (["auto", "scroll", "hidden"].includes(getComputedStyle(outer).overflowX)) return true;
        }
        return false;
    };
    if (document.documentElement.scrollWidth > innerWidth) faults.push("the page scrolls sideways");
    for (const element of document.querySelectorAll("main *:not(svg *), nav.titled *")) {
        const box = element.getBoundingClientRect();
        if (box.width > 0 && box.right > innerWidth + 1 && !scrolls(element)) faults.push(`beyond the edge: ${name(element)}`);
    }
    for (const picture of document.querySelectorAll("svg.picture")) {
        const box = picture.getBoundingClientRect();
        const title = picture.querySelector("title")?.textContent ?? "without a title";
        if (box.width < 200 || box.height < 40) faults.push(`picture "${title}" is ${box.width} by ${box.height}`);
        if (getComputedStyle(picture).color === getComputedStyle(document.documentElement).backgroundColor) {
            faults.push(`picture "${title}" has the colour of the page`);
        }
        for (const text of picture.querySelectorAll("text")) {
            const words = text.getBoundingClientRect();
            const inside = words.left >= box.left - 1 && words.right <= box.right + 1 && words.bottom <= box.bottom + 1;
            if (!inside) faults.push(`picture "${title}" cuts off "${text.textContent}"`);
        }
    }
    return faults;
}

/**
 * What axe-core, which has to be in the page, finds serious: by all of its rules, or by some that are named; in the whole page,
 * or in a context.
 */
export async function examine({ context = document, only, but = [] } = {}) {
    const off = but.map((rule) => [rule, { enabled: false }]);
    // Only rules about orientation, which is off, and about sound, of which there is none, need what this would fetch.
    const options = { resultTypes: ["violations"], preload: false, rules: Object.fromEntries(off) };
    const found = await window.axe.run(context, only ? { ...options, runOnly: only } : options);
    const serious = found.violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
    return serious.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ")}`);
}
