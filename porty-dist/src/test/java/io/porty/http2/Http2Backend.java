package io.porty.http2;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.porty.wire.Http2Bytes;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend of HTTP/2 without TLS that does what a test says, one thread for each connection. */
final class Http2Backend implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 10_000;

  /** What to do with a connection; it is closed afterwards. */
  @FunctionalInterface
  interface Script {
    void run(Connection connection) throws Exception;
  }

  /** A frame as it came. */
  record Frame(int type, int flags, int stream, byte[] payload) {
    boolean ends() {
      return (flags & Http2Client.END_STREAM) != 0;
    }
  }

  /**
   * A complete request.
   *
   * @param fields as {@code name=value}, pseudo-fields included, in order
   * @param trailers of the same form
   */
  record Request(int stream, List<String> fields, String body, List<String> trailers) {}

  private final ServerSocket server;
  private final Script script;
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "http2-backend");
            thread.setDaemon(true);
            return thread;
          });

  private Http2Backend(Script script) {
    try {
      this.server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.script = script;
    threads.execute(this::accept);
  }

  static Http2Backend running(Script script) {
    return new Http2Backend(script);
  }

  /** Answers every request with 200 and a short text. */
  static Http2Backend ok(String body) {
    return running(
        connection -> {
          connection.begin();
          while (true) {
            Request request = connection.request();
            connection.respond(request.stream(), body);
          }
        });
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        accepted.incrementAndGet();
        sockets.add(socket);
        threads.execute(() -> run(socket));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void run(Socket socket) {
    try (Socket closed = socket) {
      script.run(new Connection(closed));
    } catch (Exception e) {
      // The other side has gone, which is what many tests are about.
    }
  }

  /** A connection that another server has accepted, with TLS for example. */
  Connection over(Socket accepted) throws IOException {
    return new Connection(accepted);
  }

  int port() {
    return server.getLocalPort();
  }

  /** As a target. */
  String target() {
    return "h2c://127.0.0.1:" + port();
  }

  /** Connections so far. */
  int accepted() {
    return accepted.get();
  }

  /** Complete requests so far, of all connections. */
  List<Request> requests() {
    return requests;
  }

  /** RST_STREAM, GOAWAY and PING frames so far, as text. */
  List<String> seen() {
    return seen;
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
      threads.shutdownNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One accepted connection. */
  final class Connection {
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true);
    private final Map<Integer, Request> open = new TreeMap<>();

    Connection(Socket socket) throws IOException {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      this.in = new DataInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    /** Reads the preface, and sends SETTINGS. */
    void begin(byte... settings) throws IOException {
      preface();
      send(Http2Client.SETTINGS, 0, 0, settings);
    }

    void preface() throws IOException {
      byte[] preface = new byte[Http2Client.PREFACE.length()];
      in.readFully(preface);
      if (!new String(preface, StandardCharsets.ISO_8859_1).equals(Http2Client.PREFACE)) {
        throw new IOException("no preface");
      }
    }

    void raw(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    void send(int type, int flags, int stream, byte... payload) throws IOException {
      send(Http2Bytes.frame(type, flags, stream, payload));
    }

    void send(byte[] bytes) throws IOException {
      synchronized (out) {
        out.write(bytes);
        out.flush();
      }
    }

    /** Reads one frame; acknowledges SETTINGS and PING. */
    Frame frame() throws IOException {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = new byte[length];
      in.readFully(payload);
      Frame frame = new Frame(type, flags, stream, payload);
      switch (type) {
        case Http2Client.SETTINGS -> {
          if (!frame.ends()) {
            send(Http2Client.SETTINGS, Http2Client.ACK, 0);
          }
        }
        case Http2Client.RST_STREAM -> seen.add("RST " + stream + " " + payload[3]);
        case Http2Client.GOAWAY -> seen.add("GOAWAY " + payload[7]);
        case Http2Client.PING -> seen.add("PING");
        default -> {}
      }
      return frame;
    }

    /** Reads until a request is complete. */
    Request request() throws Exception {
      while (true) {
        Request complete = take(frame());
        if (complete != null) {
          return complete;
        }
      }
    }

    /** The request that a frame completes; null if it completes none. */
    Request take(Frame frame) throws Http2Exception {
      Request request = open.get(frame.stream());
      if (frame.type() == Http2Client.HEADERS) {
        List<String> fields = fields(frame);
        request =
            request == null
                ? new Request(frame.stream(), fields, "", List.of())
                : new Request(frame.stream(), request.fields(), request.body(), fields);
      } else if (frame.type() == Http2Client.DATA && request != null) {
        String more = new String(frame.payload(), StandardCharsets.ISO_8859_1);
        request = new Request(frame.stream(), request.fields(), request.body() + more, List.of());
      } else {
        return null;
      }
      open.put(frame.stream(), request);
      if (!frame.ends()) {
        return null;
      }
      open.remove(frame.stream());
      requests.add(request);
      return request;
    }

    List<String> fields(Frame frame) throws Http2Exception {
      List<String> fields = new ArrayList<>();
      decoder
          .decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()))
          .forEach(field -> fields.add(field.getKey() + "=" + field.getValue()));
      return fields;
    }

    /** Gives window for a stream and the connection back. */
    void window(int stream, int bytes) throws IOException {
      send(Http2Client.WINDOW_UPDATE, 0, 0, Http2Client.number(bytes));
      send(Http2Client.WINDOW_UPDATE, 0, stream, Http2Client.number(bytes));
    }

    void respond(int stream, String body) throws IOException {
      head(stream, false, ":status=200", "content-length=" + body.length());
      data(stream, body, true);
    }

    void head(int stream, boolean ends, String... fields) throws IOException {
      send(
          Http2Client.HEADERS,
          Http2Client.END_HEADERS | (ends ? Http2Client.END_STREAM : 0),
          stream,
          Http2Client.block(fields));
    }

    void data(int stream, String text, boolean ends) throws IOException {
      send(
          Http2Client.DATA,
          ends ? Http2Client.END_STREAM : 0,
          stream,
          text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void reset(int stream, int error) throws IOException {
      send(Http2Client.RST_STREAM, 0, stream, Http2Client.number(error));
    }

    void goAway(int lastStream, int error) throws IOException {
      byte[] payload = new byte[8];
      System.arraycopy(Http2Client.number(lastStream), 0, payload, 0, 4);
      System.arraycopy(Http2Client.number(error), 0, payload, 4, 4);
      send(Http2Client.GOAWAY, 0, 0, payload);
    }
  }
}
