"""A calculator server that climbs the whole ladder with Python's standard library alone, a thread for each client."""

import signal
import socket
import struct
import sys
import threading
import time

from calculator import Refused, calculate, format_number

MAX_LINE = 1024  # bytes, without the line's end
MAX_CLIENTS = 2000  # threads
IDLE_TIMEOUT = 60.0  # seconds for a client to complete a line, or to take its replies
POLL_INTERVAL = 0.5  # seconds after which a waiting thread looks whether the server is shutting down
READ_TIMEOUT = 1.0  # seconds in which a client that goes on sending is served during the shutdown
LINGER_TIMEOUT = 1.0  # seconds
DRAIN_TIMEOUT = 4.0  # seconds for the whole shutdown

shutting_down = threading.Event()


# ANCHOR: framing
class LineDecoder:
    """Bytes in whatever pieces, lines out; None stands for a line that is too long."""

    def __init__(self):
        self.partial = b""
        self.is_discarding = False

    def feed(self, data):
        *ends, rest = data.split(b"\n")
        for end in ends:
            line = (self.partial + end).removesuffix(b"\r")
            if not self.is_discarding:
                yield line if len(line) <= MAX_LINE else None
            self.partial, self.is_discarding = b"", False
        if not self.is_discarding:
            self.partial += rest
            if len(self.partial.removesuffix(b"\r")) > MAX_LINE:
                yield None
                self.partial, self.is_discarding = b"", True

    def end_of_stream(self):
        """A last line without its end, if there is one."""
        if self.partial:
            yield self.partial if len(self.partial) <= MAX_LINE else None
# ANCHOR_END: framing


# ANCHOR: errors
def reply_to(line):
    if line is None:
        return "error: the line is longer than 1024 bytes"
    try:
        return format_number(calculate(line.decode()))
    except UnicodeDecodeError:
        return "error: the line is not UTF-8"
    except Refused as reason:
        return f"error: {reason}"
# ANCHOR_END: errors


# ANCHOR: idle
def serve_connection(client):
    decoder = LineDecoder()
    deadline = time.monotonic() + IDLE_TIMEOUT
    last_read = None
    while last_read is None or time.monotonic() < last_read:
        if shutting_down.is_set() and last_read is None:
            last_read = time.monotonic() + READ_TIMEOUT
        is_late = time.monotonic() > deadline
        is_last_look = last_read is not None or is_late
        client.settimeout(0 if is_last_look else POLL_INTERVAL)
        try:
            data = client.recv(4096)
        except (BlockingIOError, TimeoutError):
            if is_last_look:
                return
            continue
        lines = list(decoder.feed(data) if data else decoder.end_of_stream())
        if lines:
            client.settimeout(IDLE_TIMEOUT)
            client.sendall("".join(f"{reply_to(line)}\n" for line in lines).encode())
            deadline = time.monotonic() + IDLE_TIMEOUT
        if not data or (is_late and not lines):
            return
# ANCHOR_END: idle


# ANCHOR: close
def close_gracefully(client):
    """If input were left unread, `close` would reset the connection and could destroy the last reply."""
    client.shutdown(socket.SHUT_WR)
    deadline = time.monotonic() + LINGER_TIMEOUT
    discarded = 0
    while discarded < 64 * 1024 and (left := deadline - time.monotonic()) > 0:
        client.settimeout(left)
        data = client.recv(4096)
        if not data:
            return
        discarded += len(data)
# ANCHOR_END: close


# ANCHOR: connection
def handle_connection(client, permits):
    with client:
        try:
            serve_connection(client)
            close_gracefully(client)
        except TimeoutError:
            # The client does not read, or does not close. After a reset, the kernel keeps no output for it.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass  # It has gone. That is the end of this connection, and of nothing else.
        finally:
            permits.release()
# ANCHOR_END: connection


def reject(client):
    with client:
        try:
            client.settimeout(LINGER_TIMEOUT)
            client.sendall(b"busy: the server is full, try again later\n")
            close_gracefully(client)
        except OSError:
            pass


# ANCHOR: accept
def accept_connections(listener, permits):
    while True:
        is_last_look = shutting_down.is_set()
        listener.settimeout(0 if is_last_look else POLL_INTERVAL)
        try:
            client, _ = listener.accept()
        except (BlockingIOError, TimeoutError):
            if is_last_look:
                return
        except OSError:
            time.sleep(0.1)  # No descriptor is free, for instance. Pause, and try again.
        else:
            start_thread(client, permits)


def start_thread(client, permits):
    is_permitted = permits.acquire(blocking=False)
    target, arguments = (handle_connection, (client, permits)) if is_permitted else (reject, (client,))
    try:
        threading.Thread(target=target, args=arguments, daemon=True).start()
    except RuntimeError:  # The system allows no more threads.
        client.close()
        if is_permitted:
            permits.release()
# ANCHOR_END: accept


def raise_fd_limit():
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit.
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


# ANCHOR: main
def main(host, port):
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: shutting_down.set())
    permits = threading.BoundedSemaphore(MAX_CLIENTS)
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.create_server(address, family=family, backlog=4096) as listener:
        print("listening on %s port %s" % listener.getsockname()[:2], flush=True)
        accept_connections(listener, permits)
    # All connections have ended when all permits have come back.
    deadline = time.monotonic() + DRAIN_TIMEOUT
    for _ in range(MAX_CLIENTS):
        permits.acquire(timeout=max(0, deadline - time.monotonic()))
# ANCHOR_END: main


raise_fd_limit()
main(sys.argv[1], sys.argv[2])
