"""Refuses each stream with HTTP_1_1_REQUIRED, and answers HTTP/1.1. With certificate and key as
arguments it is one with TLS. Prints its port, then what each request came by."""
import socket
import ssl
import sys
import threading

import h2.config
import h2.connection
import h2.errors
import h2.events

BODY = b"by HTTP/1.1"


def http2(sock):
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
    connection.initiate_connection()
    while True:
        sock.sendall(connection.data_to_send())
        data = sock.recv(65536)
        if not data:
            return
        for event in connection.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                print("h2", flush=True)
                connection.reset_stream(event.stream_id, h2.errors.ErrorCodes.HTTP_1_1_REQUIRED)


def http1(sock):
    data = b""
    while True:
        while b"\r\n\r\n" not in data:
            more = sock.recv(65536)
            if not more:
                return
            data += more
        _, data = data.split(b"\r\n\r\n", 1)
        print("http/1.1", flush=True)
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY))


def serve(sock):
    try:
        if context is None:
            http2(sock)
            return
        with context.wrap_socket(sock, server_side=True) as secured:
            (http2 if secured.selected_alpn_protocol() == "h2" else http1)(secured)
    except OSError:
        pass
    except Exception as problem:
        print("PROBLEM", repr(problem), flush=True)
    finally:
        sock.close()


context = None
if len(sys.argv) > 1:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    context.set_alpn_protocols(["h2", "http/1.1"])
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
while True:
    accepted, _ = server.accept()
    threading.Thread(target=serve, args=(accepted,), daemon=True).start()
