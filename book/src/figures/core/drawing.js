// The picture in the page: it is changed in place, since sixty new ones a second would be too much for a small machine.

const SVG = "http://www.w3.org/2000/svg";

/** An empty picture. What it shows is told by the list of events, so that it has a name only. */
export function drawing({ title, width, height }) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "picture");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", title);
    return svg;
}

/** Makes the picture show these shapes. */
export function draw(svg, shapes) {
    shapes.forEach((shape, index) => {
        const old = svg.childNodes[index];
        const element = old?.tagName === shape.tag ? old : document.createElementNS(SVG, shape.tag);
        if (!old) svg.append(element);
        else if (old !== element) old.replaceWith(element);
        change(element, shape);
    });
    while (svg.childNodes.length > shapes.length) svg.lastChild.remove();
}

function change(element, { attributes, text }) {
    for (const name of element.getAttributeNames()) {
        if (!(name in attributes)) element.removeAttribute(name);
    }
    for (const [name, value] of Object.entries(attributes)) {
        if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
    }
    if (element.textContent !== text) element.textContent = text;
}
