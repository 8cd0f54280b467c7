// Whether a page can be read at its width; runs in the page.

/** What is too small, too long or cut off: on a phone (390 px), on a desktop (1280 px) or on both. */
export function legible() {
    const faults = [];
    const phone = innerWidth <= 390;
    const start = (element) => element.textContent.trim().slice(0, 60);

    for (const code of document.querySelectorAll("main pre > code")) {
        const scrolls = code.scrollWidth > code.clientWidth;
        if (scrolls && !phone) faults.push(`code is cut off: ${start(code)}`);
        const isSeen = code.classList.contains("scrolls") && getComputedStyle(code).backgroundImage.includes("gradient");
        if (scrolls && !isSeen) faults.push(`nothing shows that there is more of: ${start(code)}`);
    }
    // `test` and `echo` are commands to type, as `cargo` is.
    for (const word of document.querySelectorAll(".language-console :is(.hljs-built_in, .hljs-keyword)")) {
        const colour = (element) => getComputedStyle(element).color;
        if (colour(word) !== colour(word.closest("code"))) faults.push(`a command has two colours: ${word.textContent}`);
    }

    // Lines of prose: how many characters, in paragraphs that have several.
    let [characters, lines] = [0, 0];
    for (const paragraph of document.querySelectorAll("main > p")) {
        const count = Math.round(paragraph.clientHeight / parseFloat(getComputedStyle(paragraph).lineHeight));
        // The last one is half full.
        if (count > 2) [characters, lines] = [characters + paragraph.textContent.length, lines + count - 0.5];
    }
    const long = Math.round(characters / lines);
    if (!phone && lines > 10 && (long < 60 || long > 75)) faults.push(`${long} characters a line of prose`);

    for (const table of phone ? document.querySelectorAll(".table-wrapper") : []) {
        if (table.scrollWidth > table.clientWidth) faults.push(`a table does not fit: ${start(table)}`);
    }
    for (const text of document.querySelectorAll("svg.picture text")) {
        const picture = text.ownerSVGElement;
        const size = (parseFloat(getComputedStyle(text).fontSize) * picture.getBoundingClientRect().width) / picture.viewBox.baseVal.width;
        if (size < 11) faults.push(`${size.toFixed(1)} px in a picture: ${text.textContent}`);
    }
    return faults;
}
