"""The calculator as it is usually taught: a thread for each client, and eval."""

import socketserver


class Calculator(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            try:
                reply = eval(line.decode().strip())
            except Exception as error:
                reply = f"error: {error}"
            self.wfile.write(f"{reply}\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    # The class's own is 5, with which a thousand clients that come at once would wait for seconds.
    request_queue_size = 4096


try:
    import resource

    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
except ImportError:
    pass  # Windows has no such limit.

with Server(("127.0.0.1", 0), Calculator) as server:
    print("listening on 127.0.0.1:%d" % server.server_address[1], flush=True)
    server.serve_forever()
