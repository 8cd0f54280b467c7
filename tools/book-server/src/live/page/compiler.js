// What the compiler says, in the colours that a terminal would show.

import { element } from "./element.js";

/** Select Graphic Rendition (ECMA-48, 8.3.117): the only escape sequences that rustc writes. */
const SEQUENCE = /\x1b\[([\d;]*)m/;

const COLOURS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** A message of the compiler. */
export function compilerMessage(text) {
    const shown = element("pre", { className: "reason", tabIndex: 0 });
    let style = { bold: false, colour: null };
    // What is in parentheses is kept by `split`: texts and codes take turns.
    text.trimEnd().split(SEQUENCE).forEach((piece, index) => {
        if (index % 2 === 1) style = styled(style, piece.split(";").map(Number));
        else if (piece !== "") shown.append(style.bold || style.colour ? element("span", { className: classes(style) }, piece) : piece);
    });
    return shown;
}

function classes({ bold, colour }) {
    return [bold ? "bold" : "", colour ? `ansi-${colour}` : ""].join(" ").trim();
}

/** The style after some codes: 1 is bold, 30 to 37 and 90 to 97 are colours, 38;5;N is one of 256, and 0 is the end. */
function styled(style, codes) {
    if (codes[0] === 38 && codes[1] === 5) return { ...style, colour: COLOURS[codes[2] % 8] };
    for (const code of codes) {
        if (code === 0) style = { bold: false, colour: null };
        else if (code === 1) style = { ...style, bold: true };
        else if (code === 39) style = { ...style, colour: null };
        else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) style = { ...style, colour: COLOURS[code % 10] };
    }
    return style;
}
