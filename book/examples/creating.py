"""A listening socket, made in Python; the same program as creating.rs and creating.c."""

import socket
import sys

port = int(sys.argv[1])

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", port))
listener.listen(128)
host, port = listener.getsockname()
print(f"listening on {host}:{port}", flush=True)

client, (host, port) = listener.accept()
print(f"{host}:{port} connected")
client.sendall(b"hello\n")
client.close()
listener.close()
