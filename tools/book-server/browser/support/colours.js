// Whether text can be told from what is behind it. Thousands of words have the same few colours: axe-core looks at one of each.

/** The rules whose verdict depends only on the colours and sizes of a text and of what it is in, since nothing lies over it. */
export const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** What axe-core finds wrong with colours of which it has not judged any text yet; `judged` grows. */
export async function examineColours(page, examine, judged) {
    const looks = await page.evaluate(markColours, [...judged]);
    looks.forEach((look) => judged.add(look));
    if (looks.length === 0) return [];
    return page.evaluate(examine, { context: "[data-judge]", only: COLOUR_RULES });
}

/** Marks one text of each look that is not known, and returns these looks; runs in the page. */
function markColours(known) {
    const seen = new Set(known);
    const before = seen.size;
    for (const marked of document.querySelectorAll("[data-judge]")) delete marked.dataset.judge;
    const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const behind = new Map([[null, ""]]);
    /** Everything that is behind an element's text: its own, and that of all elements that it is in. */
    const ground = (element) => {
        if (!behind.has(element)) {
            const { backgroundColor, backgroundImage, opacity, filter } = getComputedStyle(element);
            const own = [backgroundColor, backgroundImage, opacity, filter].join();
            const plain = own === "rgba(0, 0, 0, 0),none,1,none";
            behind.set(element, ground(element.parentElement) + (plain ? "" : `/${own}`));
        }
        return behind.get(element);
    };
    const text = (element) => {
        const { color, fontSize, fontWeight, textShadow, fill } = getComputedStyle(element);
        return [color, fontSize, fontWeight, textShadow, fill].join();
    };
    const link = (element) => {
        if (!element.closest("a")) return "";
        const link = element.closest("a");
        const { textDecorationLine, borderBottom } = getComputedStyle(link);
        const block = link.parentElement;
        const isAmongWords = block.textContent.trim() !== link.textContent.trim();
        return ["a", textDecorationLine, borderBottom, isAmongWords, text(block)].join();
    };
    for (const element of document.body.querySelectorAll("*")) {
        if (!hasText(element) || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        const look = [text(element), ground(element), link(element)].join(";");
        if (!seen.has(look)) element.setAttribute("data-judge", "");
        seen.add(look);
    }
    return [...seen].slice(before);
}
