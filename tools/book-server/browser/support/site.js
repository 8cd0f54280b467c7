// The static site, built once and served from a sub-path of a host, as a careless web host would.

import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";

const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

/** Where the book is below its host. */
export const BELOW = "/some/folder/";

/** The program that `cargo book` runs. */
export const PROGRAM = process.env.BOOK_SERVER;

/** The workspace. */
export const ROOT = join(import.meta.dirname, "../../../..");

/** Builds the site and serves it; `close` ends that. */
export async function site() {
    const folder = mkdtempSync(join(tmpdir(), "book-"));
    execFileSync(PROGRAM, ["build", "--out", folder], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
    const server = createServer((request, response) => {
        const file = join(folder, decodeURIComponent(new URL(request.url, "http://x").pathname).slice(BELOW.length));
        if (!request.url.startsWith(BELOW) || !existsSync(file) || statSync(file).isDirectory()) {
            response.writeHead(404).end();
        } else {
            const headers = { "content-type": TYPES[extname(file)] ?? "text/plain", "cache-control": "max-age=600" };
            response.writeHead(200, headers).end(readFileSync(file));
        }
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    const url = `http://127.0.0.1:${server.address().port}${BELOW}`;
    return { url, folder, pages: pages(folder), close: () => server.close() };
}

/** All pages of the site but the copies, the list for those without scripts, the page for lost links, and where pages were. */
function pages(folder) {
    const files = readdirSync(folder, { recursive: true }).map((name) => String(name).replaceAll("\\", "/"));
    const other = ["404.html", "index.html", "print.html", "toc.html"];
    const moved = (name) => readFileSync(join(folder, name), "utf8").includes('http-equiv="refresh"');
    return files.filter((name) => name.endsWith(".html") && !other.includes(name) && !moved(name)).sort();
}
