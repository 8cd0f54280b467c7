// Shapes as plain data: a drawing is a list of them, which becomes a picture in the page or the text of a file.

/** A shape: an SVG element with its attributes, and its text if it has one. */
export function shape(tag, attributes, text = "") {
    return { tag, attributes, text };
}

/** A rectangle. Its classes are those of theme/pictures.css: `line one` is an outlined area in the first colour. */
export function box(x, y, width, height, className, more = {}) {
    return shape("rect", { x: round(x), y: round(y), width: round(width), height: round(height), class: className, ...more });
}

/** Words; `className` begins with `label` or, for bytes, `code`. */
export function words(x, y, text, className = "label") {
    return shape("text", { x: round(x), y: round(y), class: className }, text);
}

/** A line through points. */
export function path(points, className = "line", more = {}) {
    return shape("path", { d: `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join(" ")}`, class: className, ...more });
}

export function circle(x, y, radius, className) {
    return shape("circle", { cx: round(x), cy: round(y), r: radius, class: className });
}

/** How far one byte is from the next in a row of them. */
export const BYTE = 29;

/** A byte: an area of 23 by 28 with its label. */
export function byte(x, y, label, className) {
    return [box(x, y, 23, 28, className, { rx: 3 }), words(x + 11.5, y + 19, label, "code middle")];
}

/** A frame around bytes in a row that belong together; two of them beside each other do not touch. */
export function byteFrame(x, y, count, className) {
    return box(x - 1, y - 3, count * BYTE - 4, 34, className, { rx: 5 });
}

/** A tenth of a unit cannot be seen, and a picture on disk need not have more digits. */
function round(number) {
    return Math.round(number * 10) / 10;
}

/** The file of a picture that does not move, for readers without JavaScript and for paper. */
export function markup({ name, title, description, width, height }, shapes) {
    const [titleId, descriptionId] = [`${name}-title`, `${name}-desc`];
    const lines = shapes.map(({ tag, attributes, text }) => {
        const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(String(value))}"`);
        return `  <${tag}${pairs.join("")}${text === "" ? "/>" : `>${escape(text)}</${tag}>`}`;
    });
    return [
        `<svg class="picture" style="max-width: 52rem; width: 100%; height: auto" viewBox="0 0 ${width} ${height}" role="img" ` +
            `aria-labelledby="${titleId} ${descriptionId}" xmlns="http://www.w3.org/2000/svg">`,
        `  <title id="${titleId}">${escape(title)}</title>`,
        `  <desc id="${descriptionId}">${escape(description)}</desc>`,
        ...lines,
        "</svg>",
        "",
    ].join("\n");
}

function escape(text) {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
