// Asks our program only: while it is down, somebody else can take its port, and our requests have a secret in their address.

/** Where we ask: these scripts are in a folder below it. */
const home = new URL("..", import.meta.url);
const [, secret] = home.pathname.split("/");

const GONE = "cargo book does not answer. Start it again, and this page goes on.";
const STRANGER = "another program answers here instead of cargo book. Close this page, and open the address that cargo book prints.";

/** Requests a path of the program, once it has proved that it knows the secret; without that, nobody is told the secret. */
export async function askOurs(path, request) {
    try {
        if (!(await isOurs(request.signal))) throw new Error(STRANGER);
        return await fetch(new URL(path, home), request);
    } catch (error) {
        throw error instanceof TypeError ? new Error(GONE) : error;
    }
}

/** Whether who answers can hash the secret with a text that we have just made up, and with the port that we ask. */
async function isOurs(signal) {
    // Every browser that can show the rest has it at an address of the loopback.
    if (!crypto.subtle) return true;
    const nonce = hexadecimal(crypto.getRandomValues(new Uint8Array(16)));
    const response = await fetch(`/~proof/${nonce}`, { signal, cache: "no-store" });
    const proof = await response.text();
    const text = new TextEncoder().encode(`${location.host} ${nonce} ${secret}`);
    return response.ok && proof === hexadecimal(new Uint8Array(await crypto.subtle.digest("SHA-256", text)));
}

function hexadecimal(bytes) {
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
