// What the book's experiments printed, for figures that have to agree with it.

import { readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../../src/transcripts/snapshots");

/** A transcript without the four lines above it. */
export function transcript(name) {
    return readFileSync(join(FOLDER, `${name}.snap`), "utf8").split("\n").slice(4).join("\n");
}

/** The lines of `cargo wire` with this sign (`←`, `→` or `·`), each with its time in milliseconds. */
export function wireLines(name, sign) {
    const lines = [...transcript(name).matchAll(/^ +(\d+\.\d{3}) s (\S) (.*)$/gm)];
    return lines.filter((line) => line[2] === sign).map(([, time, , words]) => ({ time: Number(time) * 1000, words }));
}
