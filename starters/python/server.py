"""A calculator as many tutorials show it: one client at a time, one read for each request, and eval.

Run it:    python3 starters/python/server.py localhost 1081
Judge it:  cargo conformance calculator -- python3 starters/python/server.py
"""

import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind((host, port))
server.listen(1)
print("Waiting for clients on", host, port)

while True:
    client, address = server.accept()
    print("Connected:", address)
    while True:
        data = client.recv(1024)
        if not data:
            break
        try:
            result = eval(data.decode())
        except Exception as error:
            result = f"error: {error}"
        client.send(f"{result}\n".encode())
    client.close()
