package io.porty.wire;

import io.porty.fixture.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words that checks are made of. Each answers what is wrong, or null. */
final class Verdict {

  private Verdict() {}

  static @Nullable String ofBackend(Row.Check check, Row row, List<RowBackend.Seen> seen) {
    if (check.word().equals("nothing")) {
      return expect(seen.isEmpty(), "the backend must see nothing, but saw", seen);
    }
    if (check.word().equals("count")) {
      int count = Integer.parseInt(check.rest());
      return expect(seen.size() == count, "the backend must see " + count + " requests, saw", seen);
    }
    if (check.word().equals("broken")) {
      return expect(
          seen.stream().noneMatch(RowBackend.Seen::complete), "must be broken off, but saw", seen);
    }
    if (seen.isEmpty()) {
      return "the backend saw nothing";
    }
    RowBackend.Seen first = seen.get(0);
    return first.complete()
        ? ofMessage(check, first.message())
        : "the backend saw only the beginning of " + first.message();
  }

  /**
   * @param lenient whether any refusal will do, for proxies with statuses of their own
   */
  static @Nullable String ofClient(Row.Check check, Runner.Received received, boolean lenient) {
    switch (check.word()) {
      case "half-closes", "leaves" -> {
        return null;
      }
      case "refused" -> {
        boolean silent = lenient && received.finals.isEmpty() && received.ended;
        boolean said =
            received.finals.size() == 1
                && (lenient
                    ? received.last().status() >= 400
                    : received.last().status() == Integer.parseInt(check.rest())
                        && "close".equals(received.last().first("Connection"))
                        && received.last().first("X-Porty-Error") != null);
        return expect(
            silent || said && received.ended,
            "must be refused with " + check.rest() + " and closed",
            received.finals + " ended: " + received.ended);
      }
      case "closed" -> {
        return expect(
            received.ended, "must be closed by the proxy, in order, got", received.cutBody);
      }
      case "cut" -> {
        return expect(received.ended, "the response must be visibly cut, got", received.finals);
      }
      case "reset" -> {
        return expect(received.reset, "the connection must be reset, got", received.finals);
      }
      case "open" -> {
        return expect(
            Boolean.TRUE.equals(received.after),
            "must stay open and serve the next",
            received.finals);
      }
      case "silence" -> {
        return expect(
            received.ended && received.finals.isEmpty(),
            "must be closed without an answer",
            received.finals);
      }
      case "interim" -> {
        String all = received.interims.stream().map(m -> "" + m.status()).toList().toString();
        return expect(all.equals("[" + check.rest() + "]"), "interim responses", all);
      }
      case "tunnel" -> {
        return expect(received.tunnel.equals(check.rest()), "through the tunnel", received.tunnel);
      }
      case "count" -> {
        return expect(
            received.finals.size() == Integer.parseInt(check.rest()), "responses", received.finals);
      }
      default -> {
        return received.finals.isEmpty()
            ? "the client got no response " + received.cutBody
            : ofMessage(check, received.last());
      }
    }
  }

  private static @Nullable String ofMessage(Row.Check check, Wire.Message message) {
    String rest = check.rest();
    return switch (check.word()) {
      case "status" ->
          expect(message.status() == Integer.parseInt(rest), "status " + rest, message);
      case "line" -> expect(message.startLine().equals(rest), "start line " + rest, message);
      case "body" -> expect(message.body().equals(rest), "body \"" + rest + "\"", message);
      case "bodylength" ->
          expect(
              message.body().length() == Integer.parseInt(rest),
              "body of " + rest,
              message.body().length());
      case "no" -> expect(message.all(rest).isEmpty(), "no field " + rest, message);
      case "field" -> expect(message.fields().contains(rest), "the line \"" + rest + "\"", message);
      case "once" -> expect(message.all(rest).size() == 1, "one field " + rest, message);
      case "lines" ->
          expect(indexes(message, rest.split(",")), "the lines, in this order: " + rest, message);
      default -> throw new IllegalArgumentException("no such check: " + check);
    };
  }

  private static boolean indexes(Wire.Message message, String[] lines) {
    int from = -1;
    for (String line : lines) {
      int at = message.fields().subList(from + 1, message.fields().size()).indexOf(line);
      if (at < 0) {
        return false;
      }
      from += at + 1;
    }
    return true;
  }

  private static @Nullable String expect(boolean holds, String what, Object found) {
    return holds ? null : what + "; found: " + found;
  }
}
