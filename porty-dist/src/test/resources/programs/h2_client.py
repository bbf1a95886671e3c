"""Uploads on many streams at once, and expects them back: h2_client.py PORT CA-FILE|- STREAMS."""
import socket
import ssl
import sys

import h2.config
import h2.connection
import h2.events
from hpack import NeverIndexedHeaderTuple


def secrets(headers):
    """The fields that no hop may index, in the order of their names."""
    return [f[0] for f in sorted(headers) if isinstance(f, NeverIndexedHeaderTuple)]


def connect(port, authority):
    plain = socket.create_connection(("127.0.0.1", port), timeout=20)
    if authority == "-":
        return plain
    context = ssl.create_default_context(cafile=authority)
    context.set_alpn_protocols(["h2"])
    secure = context.wrap_socket(plain, server_hostname="shop.test")
    assert secure.selected_alpn_protocol() == "h2"
    return secure


def send_what_fits(connection, left):
    for stream, body in list(left.items()):
        while body:
            room = min(
                connection.local_flow_control_window(stream), connection.max_outbound_frame_size
            )
            if room <= 0:
                break
            part, body = body[:room], body[room:]
            connection.send_data(stream, part, end_stream=not body)
        if body:
            left[stream] = body
        else:
            del left[stream]


def main(port, authority, streams):
    sock = connect(port, authority)
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
    connection.initiate_connection()
    sent, left, got, status, trailers = {}, {}, {}, {}, {}
    for i in range(streams):
        stream = connection.get_next_available_stream_id()
        connection.send_headers(
            stream,
            [
                (":method", "POST"),
                (":scheme", "https" if authority != "-" else "http"),
                (":authority", "shop.test"),
                (":path", "/%d" % i),
                NeverIndexedHeaderTuple("x-secret", "a"),
                ("x-public", "a"),
            ],
        )
        sent[stream] = left[stream] = bytes([65 + i % 26]) * (1 + i * 4000)
        got[stream] = b""
    ended = set()
    while len(ended) < streams:
        send_what_fits(connection, left)
        sock.sendall(connection.data_to_send())
        data = sock.recv(65536)
        assert data, "the connection was closed"
        for event in connection.receive_data(data):
            if isinstance(event, h2.events.ResponseReceived):
                status[event.stream_id] = dict(event.headers)[b":status"]
                if b"x-secret" in dict(event.headers):
                    assert secrets(event.headers) == [b"x-secret"], event.headers
            elif isinstance(event, h2.events.DataReceived):
                got[event.stream_id] += event.data
                connection.acknowledge_received_data(
                    event.flow_controlled_length, event.stream_id
                )
            elif isinstance(event, h2.events.TrailersReceived):
                trailers[event.stream_id] = dict(event.headers)
            elif isinstance(event, h2.events.StreamEnded):
                ended.add(event.stream_id)
            elif isinstance(event, (h2.events.StreamReset, h2.events.ConnectionTerminated)):
                raise AssertionError(event)
    assert all(value == b"200" for value in status.values()), status
    assert got == sent
    lengths = [t[b"x-length"] == b"%d" % len(sent[s]) for s, t in trailers.items()]
    assert all(lengths), trailers
    connection.close_connection()
    sock.sendall(connection.data_to_send())
    print("%d responses, %d with trailers" % (len(ended), len(trailers)))


main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
