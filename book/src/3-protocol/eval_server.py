"""A calculator server that must not be used: anyone who can connect to it controls the machine."""

import os
import socketserver
import sys


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            try:
                reply = eval(line)
            except Exception as error:
                reply = f"error: {error}"
            self.wfile.write(f"{reply}\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = os.name != "nt"


with Server((sys.argv[1], int(sys.argv[2])), Handler) as server:
    print(f"listening on {sys.argv[1]}:{sys.argv[2]}", flush=True)
    server.serve_forever()
