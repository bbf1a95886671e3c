"""Sends each request's content back, with its length as a trailer. Prints its port."""
import socket
import sys
import threading

import h2.config
import h2.connection
import h2.events
from hpack import NeverIndexedHeaderTuple


def check(headers):
    """Which fields no hop may index is what the client has said."""
    for field in headers:
        if field[0] in (b"x-secret", b"x-public"):
            kept = isinstance(field, NeverIndexedHeaderTuple)
            assert kept == (field[0] == b"x-secret"), field


def flush(connection, left):
    for stream, body in list(left.items()):
        while body:
            room = min(
                connection.local_flow_control_window(stream), connection.max_outbound_frame_size
            )
            if room <= 0:
                break
            part, body = body[:room], body[room:]
            connection.send_data(stream, part)
            left[stream] = body


def serve(sock):
    config = h2.config.H2Configuration(client_side=False)
    connection = h2.connection.H2Connection(config)
    connection.initiate_connection()
    left, length, ended = {}, {}, set()
    while True:
        flush(connection, left)
        for stream in [s for s in ended if not left[s]]:
            connection.send_headers(
                stream, [("x-length", str(length[stream]))], end_stream=True
            )
            ended.discard(stream)
            del left[stream]
        sock.sendall(connection.data_to_send())
        data = sock.recv(65536)
        if not data:
            return
        for event in connection.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                check(event.headers)
                left[event.stream_id], length[event.stream_id] = b"", 0
                connection.send_headers(
                    event.stream_id,
                    [
                        (":status", "200"),
                        NeverIndexedHeaderTuple("x-secret", "b"),
                        ("x-public", "b"),
                    ],
                )
            elif isinstance(event, h2.events.DataReceived):
                left[event.stream_id] += event.data
                length[event.stream_id] += len(event.data)
                connection.acknowledge_received_data(
                    event.flow_controlled_length, event.stream_id
                )
            elif isinstance(event, h2.events.StreamEnded):
                ended.add(event.stream_id)


def guarded(sock):
    try:
        serve(sock)
    except OSError:
        pass
    except Exception as problem:
        print("PROBLEM", repr(problem), flush=True)
    finally:
        sock.close()


server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
while True:
    accepted, _ = server.accept()
    threading.Thread(target=guarded, args=(accepted,), daemon=True).start()
