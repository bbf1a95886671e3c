package io.porty.http2;

import io.porty.fixture.Backend;
import io.porty.fixture.Wire;
import io.porty.http2.PairMessages.Reply;
import io.porty.http2.PairMessages.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A backend of either version that gives one reply to every request. */
final class PairBackend implements AutoCloseable {

  enum Version {
    HTTP_1,
    HTTP_2
  }

  private static final int INTERNAL_ERROR = 2;

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AutoCloseable backend;
  private final String target;

  PairBackend(Version version, Reply reply) {
    if (version == Version.HTTP_1) {
      Backend http1 = Backend.running(connection -> serve(connection, reply));
      backend = http1;
      target = "127.0.0.1:" + http1.port();
    } else {
      Http2Backend http2 = Http2Backend.running(connection -> serve(connection, reply));
      backend = http2;
      target = http2.target();
    }
  }

  String target() {
    return target;
  }

  /** What came, the body complete. */
  List<Request> requests() {
    return requests;
  }

  private void serve(Backend.Connection connection, Reply reply) {
    while (true) {
      Wire.Message head = connection.head();
      for (int interim : reply.interims()) {
        connection.send("HTTP/1.1 " + interim + " Interim\r\nlink: x\r\n\r\n");
      }
      String[] line = head.startLine().split(" ");
      List<String> trailers = new ArrayList<>();
      String body = body(connection, head, trailers);
      requests.add(
          new Request(
              line[0],
              line[1],
              PairMessages.fields(head.fields().stream()),
              body,
              head.first("Content-Length") != null,
              trailers));
      if (reply.status() == 0) {
        return;
      }
      connection.send(text(reply, line[0].equals("HEAD")));
      if (reply.cut()) {
        return;
      }
    }
  }

  private static String body(
      Backend.Connection connection, Wire.Message head, List<String> trailers) {
    String length = head.first("Content-Length");
    if (length != null) {
      return connection.bytes(Integer.parseInt(length));
    }
    if (head.first("Transfer-Encoding") == null) {
      return null;
    }
    StringBuilder body = new StringBuilder();
    for (int size = Integer.parseInt(connection.line(), 16);
        size > 0;
        size = Integer.parseInt(connection.line(), 16)) {
      body.append(connection.bytes(size));
      connection.line();
    }
    for (String line = connection.line(); !line.isEmpty(); line = connection.line()) {
      trailers.addAll(PairMessages.fields(Stream.of(line)));
    }
    return body.toString();
  }

  private static String text(Reply reply, boolean headOnly) {
    String body = reply.body();
    String head = "HTTP/1.1 " + reply.status() + " Reply\r\n" + PairMessages.lines(reply.fields());
    if (body == null) {
      return head + "\r\n";
    }
    if (reply.declared()) {
      String sent = reply.cut() ? body.substring(0, body.length() / 2) : body;
      return head + "Content-Length: " + body.length() + "\r\n\r\n" + (headOnly ? "" : sent);
    }
    String chunks = PairClient.chunked(body, reply.trailers());
    String sent = reply.cut() ? chunks.substring(0, chunks.length() - 8) : chunks;
    return head + "Transfer-Encoding: chunked\r\n\r\n" + (headOnly ? "" : sent);
  }

  private void serve(Http2Backend.Connection connection, Reply reply) throws Exception {
    // A window for every request.
    connection.begin(new byte[] {0, 4, 0, 16, 0, 0});
    connection.send(Http2Client.WINDOW_UPDATE, 0, 0, new byte[] {0, 16, 0, 0});
    while (true) {
      Http2Backend.Request request = null;
      while (request == null) {
        Http2Backend.Frame frame = connection.frame();
        if (frame.type() == Http2Client.HEADERS) {
          for (int interim : reply.interims()) {
            connection.head(frame.stream(), false, ":status=" + interim, "link=x");
          }
        }
        request = connection.take(frame);
      }
      answer(connection, request, reply);
    }
  }

  private void answer(Http2Backend.Connection connection, Http2Backend.Request request, Reply reply)
      throws Exception {
    List<String> fields = request.fields();
    boolean declared = !PairMessages.all(fields, "content-length").isEmpty();
    String method = PairMessages.all(fields, ":method").get(0);
    requests.add(
        new Request(
            method,
            PairMessages.all(fields, ":path").get(0),
            fields,
            request.body().isEmpty() && !declared ? null : request.body(),
            declared,
            request.trailers()));
    int stream = request.stream();
    if (reply.status() == 0) {
      connection.reset(stream, INTERNAL_ERROR);
      return;
    }
    List<String> head = new ArrayList<>(List.of(":status=" + reply.status()));
    head.addAll(reply.fields());
    String body = reply.body();
    if (body != null && reply.declared()) {
      head.add("content-length=" + body.length());
    }
    boolean empty = body == null || body.isEmpty() || method.equals("HEAD");
    connection.head(stream, empty, head.toArray(String[]::new));
    if (empty) {
      return;
    }
    boolean ends = reply.trailers().isEmpty() && !reply.cut();
    String sent = reply.cut() ? body.substring(0, body.length() / 2) : body;
    for (int at = 0; at < sent.length(); at += 16_000) {
      int end = Math.min(sent.length(), at + 16_000);
      connection.data(stream, sent.substring(at, end), ends && end == sent.length());
    }
    if (reply.cut()) {
      connection.reset(stream, INTERNAL_ERROR);
    } else if (!ends) {
      connection.head(stream, true, reply.trailers().toArray(String[]::new));
    }
  }

  @Override
  public void close() {
    try {
      backend.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
