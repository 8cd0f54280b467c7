"""Asks a calculator server each expression of the command line."""

import socket
import sys

host, port, *expressions = sys.argv[1:]

with socket.create_connection((host, int(port)), timeout=5) as connection:
    replies = connection.makefile("r", encoding="utf-8", newline="\n")
    for expression in expressions:
        connection.sendall(f"{expression}\n".encode())
        reply = replies.readline()
        if not reply.endswith("\n"):
            sys.exit("the server went away")
        print(reply, end="")
