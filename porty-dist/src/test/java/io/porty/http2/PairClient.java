package io.porty.http2;

import io.porty.fixture.RawClient;
import io.porty.fixture.Wire;
import io.porty.http2.PairMessages.Answer;
import io.porty.http2.PairMessages.Request;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** One request by either version of HTTP. */
enum PairClient {
  HTTP_1 {
    @Override
    Answer send(int port, Request request) {
      try (RawClient client = RawClient.to(port)) {
        client.send(text(request));
        List<Integer> interims = new ArrayList<>();
        Wire.Message head = client.head();
        while (head.status() < 200) {
          interims.add(head.status());
          head = client.head();
        }
        List<String> fields = PairMessages.fields(head.fields().stream());
        List<String> trailers = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        boolean complete = true;
        try {
          if (!request.method().equals("HEAD")) {
            body(client, head, body, trailers);
          }
        } catch (UncheckedIOException e) {
          complete = false;
        }
        return new Answer(interims, head.status(), fields, body.toString(), trailers, complete);
      }
    }
  },
  HTTP_2 {
    @Override
    Answer send(int port, Request request) {
      try (Http2Client client = Http2Client.to(port)) {
        // A window for every answer: a test of its own is about windows.
        client.frame(Http2Client.SETTINGS, 0, 0, 0, 4, 0, 16, 0, 0);
        client.frame(Http2Client.WINDOW_UPDATE, 0, 0, 0, 16, 0, 0);
        PairClient.write(client, request);
        while (client.events().stream().noneMatch(e -> e.matches("(END|RST) 1.*|GOAWAY.*"))) {
          if (!client.next()) {
            break;
          }
        }
        return answer(client);
      }
    }
  };

  abstract Answer send(int port, Request request);

  private static String text(Request request) {
    String body = request.body();
    String head =
        request.method()
            + " "
            + request.path()
            + " HTTP/1.1\r\nHost: a.example\r\nTE: trailers\r\nConnection: TE\r\n"
            + PairMessages.lines(request.fields());
    if (body == null) {
      return head + "\r\n";
    }
    return request.declared()
        ? head + "Content-Length: " + body.length() + "\r\n\r\n" + body
        : head + "Transfer-Encoding: chunked\r\n\r\n" + chunked(body, request.trailers());
  }

  /** A body in two chunks, if it can be. */
  static String chunked(String body, List<String> trailers) {
    StringBuilder chunks = new StringBuilder();
    int half = body.length() / 2;
    for (String part : List.of(body.substring(0, half), body.substring(half))) {
      if (!part.isEmpty()) {
        chunks.append(Integer.toHexString(part.length())).append("\r\n").append(part);
        chunks.append("\r\n");
      }
    }
    return chunks.append("0\r\n").append(PairMessages.lines(trailers)).append("\r\n").toString();
  }

  private static void body(
      RawClient client, Wire.Message head, StringBuilder body, List<String> trailers) {
    String length = head.first("Content-Length");
    if ("chunked".equals(head.first("Transfer-Encoding"))) {
      for (int size = size(client); size > 0; size = size(client)) {
        body.append(client.bytes(size));
        client.line();
      }
      for (String line = client.line(); !line.isEmpty(); line = client.line()) {
        trailers.addAll(PairMessages.fields(Stream.of(line)));
      }
    } else if (length != null && head.status() != 304) {
      body.append(client.bytes(Integer.parseInt(length)));
    }
  }

  private static int size(RawClient client) {
    return Integer.parseInt(client.line(), 16);
  }

  private static void write(Http2Client client, Request request) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                ":method=" + request.method(),
                ":scheme=http",
                ":path=" + request.path(),
                ":authority=a.example"));
    fields.addAll(request.fields());
    String body = request.body();
    if (body != null && request.declared()) {
      fields.add("content-length=" + body.length());
    }
    int flags = Http2Client.END_HEADERS | (body == null ? Http2Client.END_STREAM : 0);
    client.frame(Http2Client.HEADERS, flags, 1, block(fields));
    if (body == null) {
      return;
    }
    boolean ends = request.trailers().isEmpty();
    int at = 0;
    do {
      int end = Math.min(body.length(), at + 16_000);
      client.data(1, body.substring(at, end), ends && end == body.length());
      at = end;
    } while (at < body.length());
    if (!ends) {
      int last = Http2Client.END_HEADERS | Http2Client.END_STREAM;
      client.frame(Http2Client.HEADERS, last, 1, block(request.trailers()));
    }
  }

  private static byte[] block(List<String> fields) {
    return Http2Client.block(fields.toArray(String[]::new));
  }

  private static Answer answer(Http2Client client) {
    List<Integer> interims = new ArrayList<>();
    int status = 0;
    List<String> fields = List.of();
    List<String> trailers = List.of();
    for (String event : client.events()) {
      List<String> words = Arrays.asList(event.split(" "));
      if (event.startsWith("STATUS 1 ")) {
        status = Integer.parseInt(words.get(2));
        fields = words.subList(3, words.size());
        if (status < 200) {
          interims.add(status);
        }
      } else if (event.startsWith("TRAILERS 1 ")) {
        trailers = words.subList(2, words.size());
      }
    }
    boolean complete = client.events().contains("END 1");
    return new Answer(interims, status, fields, client.body(), trailers, complete);
  }
}
