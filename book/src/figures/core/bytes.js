// Bytes as a reader types and sees them: `\n` is one byte, and a letter beyond ASCII is several.

const ESCAPES = { n: 10, r: 13, t: 9, "\\": 92 };

/** The bytes of a text with `\n`, `\r`, `\t` and `\\`, at most `most` of them. */
export function parseBytes(text, most) {
    const plain = text.replace(/\\([nrt\\])/g, (_, letter) => String.fromCharCode(ESCAPES[letter]));
    return [...new TextEncoder().encode(plain)].slice(0, most);
}

/** How a byte is shown: as its character, as an escape, or in hex. */
export function byteLabel(byte) {
    const escape = Object.keys(ESCAPES).find((letter) => ESCAPES[letter] === byte);
    if (escape) return `\\${escape}`;
    if (byte === 32) return "␣";
    return byte > 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(16).padStart(2, "0");
}

/** Bytes as a line of text, with `\xc3` for those that are no character. */
export function bytesText(bytes) {
    return bytes.map((byte) => (byte === 32 ? " " : byteLabel(byte).replace(/^[0-9a-f]{2}$/, "\\x$&"))).join("");
}
