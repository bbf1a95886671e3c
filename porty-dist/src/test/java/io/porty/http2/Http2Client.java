package io.porty.http2;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.porty.wire.Http2Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A client of HTTP/2 that speaks in frames, valid or not. Reads give up after ten seconds. Header
 * blocks of responses are decoded by Netty: a second opinion.
 */
public final class Http2Client implements AutoCloseable {

  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;

  private static final int TIMEOUT_MILLIS = 10_000;
  private static final String[] ERRORS = {
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED"
  };

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private final List<String> events = new ArrayList<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final Map<Integer, Long> sent = new HashMap<>();
  private final Map<Integer, Long> granted = new HashMap<>();
  private final Map<Integer, Integer> received = new HashMap<>();
  private long initialWindow = 65_535;
  private boolean givesBack;

  private Http2Client(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** Connects, and says nothing. */
  static Http2Client silent(int port) {
    return silent("127.0.0.1", port);
  }

  /** Connects from a loopback address, and sends nothing. */
  static Http2Client silent(String from, int port) {
    try {
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      return new Http2Client(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects, and sends preface and SETTINGS. */
  public static Http2Client to(int port) {
    return begun(silent(port));
  }

  /** Connects from a loopback address, and sends preface and SETTINGS. */
  static Http2Client from(String address, int port) {
    return begun(silent(address, port));
  }

  /** Sends preface and SETTINGS on a connection with TLS, for example. */
  static Http2Client over(Socket connected) throws IOException {
    return begun(new Http2Client(connected));
  }

  private static Http2Client begun(Http2Client client) {
    client.send(PREFACE.getBytes(StandardCharsets.ISO_8859_1));
    return client.frame(SETTINGS, 0, 0);
  }

  /** Acknowledges SETTINGS: a connection may last beyond ten seconds. */
  public Http2Client acknowledging() {
    return frame(SETTINGS, ACK, 0);
  }

  void patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  /** Sends bytes; what the other side makes of them is read, not thrown. */
  void send(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      // Closed by the other side, which has said why.
    }
  }

  Http2Client frame(int type, int flags, int stream, byte[] payload) {
    send(bytes(type, flags, stream, payload));
    return this;
  }

  Http2Client frame(int type, int flags, int stream, int... payload) {
    byte[] bytes = new byte[payload.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) payload[i];
    }
    return frame(type, flags, stream, bytes);
  }

  static byte[] bytes(int type, int flags, int stream, byte[] payload) {
    return Http2Bytes.frame(type, flags, stream, payload);
  }

  static byte[] number(long value) {
    return Http2Bytes.number(value);
  }

  static byte[] block(String... fields) {
    return Http2Bytes.block(fields);
  }

  /** A request without content. */
  public Http2Client get(int stream, String path, String... fields) {
    return request(stream, true, "GET", path, fields);
  }

  /** A request whose content follows. */
  Http2Client post(int stream, String path, String... fields) {
    return request(stream, false, "POST", path, fields);
  }

  Http2Client request(int stream, boolean ends, String method, String path, String... fields) {
    send(requestBytes(stream, ends, method, path, fields));
    return this;
  }

  /** The HEADERS frame of a request. */
  static byte[] requestBytes(
      int stream, boolean ends, String method, String path, String... fields) {
    List<String> all =
        new ArrayList<>(
            List.of(":method=" + method, ":scheme=http", ":path=" + path, ":authority=a.example"));
    all.addAll(List.of(fields));
    return bytes(
        HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, block(all.toArray(String[]::new)));
  }

  /** Sends frames in one write. */
  Http2Client all(List<byte[]> frames) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    frames.forEach(bytes::writeBytes);
    send(bytes.toByteArray());
    return this;
  }

  Http2Client reset(int stream, int error) {
    return frame(RST_STREAM, 0, stream, number(error));
  }

  Http2Client window(int stream, int bytes) {
    return frame(WINDOW_UPDATE, 0, stream, number(bytes));
  }

  /** Sends SETTINGS with one value. */
  Http2Client setting(int name, long value) {
    byte[] payload = new byte[6];
    payload[1] = (byte) name;
    System.arraycopy(number(value), 0, payload, 2, 4);
    return frame(SETTINGS, 0, 0, payload);
  }

  Http2Client ping() {
    return frame(PING, 0, 0, new byte[8]);
  }

  Http2Client data(int stream, String text, boolean ends) {
    sent(stream, text.length());
    return frame(DATA, ends ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Counts what was sent by {@link #frame}. */
  void sent(int stream, int bytes) {
    sent.merge(0, (long) bytes, Long::sum);
    sent.merge(stream, (long) bytes, Long::sum);
  }

  /** What the other side takes of the content of a stream now, in bytes. */
  long credit(int stream) {
    return Math.min(
        65_535 + granted.getOrDefault(0, 0L) - sent.getOrDefault(0, 0L),
        initialWindow + granted.getOrDefault(stream, 0L) - sent.getOrDefault(stream, 0L));
  }

  /** Sends content as its windows allow, and reads what comes meanwhile. */
  Http2Client upload(int stream, int bytes, boolean ends) {
    for (int left = bytes; left > 0; ) {
      int part = (int) Math.min(Math.min(left, 16_384), credit(stream));
      if (part > 0) {
        left -= part;
        data(stream, "x".repeat(part), ends && left == 0);
      } else if (!next()) {
        break;
      }
    }
    return this;
  }

  /** From now on gives windows back as content comes. */
  Http2Client givingBack() {
    givesBack = true;
    return this;
  }

  /** Content of a stream so far, in bytes. */
  int received(int stream) {
    return received.getOrDefault(stream, 0);
  }

  /** Sends nothing more; what is answered can be read. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** What has come so far. */
  public List<String> events() {
    return events;
  }

  /** The content of all DATA frames so far. */
  String body() {
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  int bodyLength() {
    return body.size();
  }

  /**
   * Reads until an event is this, or begins with these words; what came instead fails the caller's
   * assertion.
   */
  public List<String> until(String wanted) {
    while (events.stream().noneMatch(event -> (event + " ").startsWith(wanted + " "))) {
      if (!next()) {
        break;
      }
    }
    return events;
  }

  /** Reads one frame; false if the connection has ended, or nothing came. */
  boolean next() {
    try {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = new byte[length];
      in.readFully(payload);
      note(type, flags, stream, payload);
      return true;
    } catch (SocketTimeoutException e) {
      events.add("SILENCE");
      return false;
    } catch (EOFException e) {
      events.add("CLOSED");
      return false;
    } catch (IOException e) {
      events.add("RESET");
      return false;
    }
  }

  private void note(int type, int flags, int stream, byte[] payload) {
    boolean ends = (flags & END_STREAM) != 0;
    switch (type) {
      case DATA -> {
        body.writeBytes(payload);
        received.merge(stream, payload.length, Integer::sum);
        events.add("DATA " + stream + " " + payload.length);
        if (givesBack && payload.length > 0) {
          window(stream, payload.length).window(0, payload.length);
        }
      }
      case HEADERS -> head(stream, payload);
      case RST_STREAM -> events.add("RST " + stream + " " + ERRORS[payload[3]]);
      case SETTINGS -> {
        for (int i = 0; i < payload.length; i += 6) {
          initialWindow = payload[i + 1] == 4 ? number(payload, i + 2) : initialWindow;
        }
        events.add(ends ? "SETTINGS ACK" : "SETTINGS");
      }
      case PING -> events.add(ends ? "PONG" : "PING");
      case GOAWAY -> {
        String text = new String(payload, 8, payload.length - 8, StandardCharsets.ISO_8859_1);
        int last = number(payload, 0);
        events.add("GOAWAY " + ERRORS[payload[7]] + " " + last + " " + text);
      }
      case WINDOW_UPDATE -> {
        granted.merge(stream, (long) number(payload, 0), Long::sum);
        events.add("WINDOW " + stream);
      }
      default -> events.add("FRAME " + type);
    }
    if (ends && (type == DATA || type == HEADERS)) {
      events.add("END " + stream);
    }
  }

  private static int number(byte[] b, int at) {
    return (b[at] & 0xff) << 24
        | (b[at + 1] & 0xff) << 16
        | (b[at + 2] & 0xff) << 8
        | b[at + 3] & 0xff;
  }

  private void head(int stream, byte[] block) {
    try {
      Http2Headers headers = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block));
      StringBuilder text = new StringBuilder();
      headers.forEach(
          field -> {
            if (field.getKey().charAt(0) != ':') {
              text.append(' ').append(field.getKey()).append('=').append(field.getValue());
            }
          });
      CharSequence status = headers.status();
      events.add(
          (status == null ? "TRAILERS " + stream : "STATUS " + stream + " " + status) + text);
    } catch (Http2Exception e) {
      events.add("BAD BLOCK " + e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
