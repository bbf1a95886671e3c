package io.porty.wire;

import io.porty.fixture.RawClient;
import io.porty.fixture.Wire;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays rows against a proxy whose backend is a {@link RowBackend}, and says what is wrong. */
final class Runner {

  static final int MAX_BY_BYTES = 2000;
  private static final int PAUSE_MILLIS = 120;

  /** Proxies that keep open what Porty would close fail sooner. */
  private static final int STRANGERS_MILLIS = 1500;

  private final int port;
  private final RowBackend backend;

  private final boolean lenient;

  Runner(int port, RowBackend backend, boolean lenient) {
    this.port = port;
    this.backend = backend;
    this.lenient = lenient;
  }

  /** What the client got. */
  static final class Received {
    final List<Wire.Message> interims = new ArrayList<>();
    final List<Wire.Message> finals = new ArrayList<>();
    boolean ended;
    boolean reset;
    @Nullable Boolean after;
    String tunnel = "";
    String cutBody = "";

    Wire.Message last() {
      return finals.get(finals.size() - 1);
    }
  }

  /** Answers what does not hold; empty if all does. */
  List<String> play(Row row, boolean byBytes) {
    backend.play(row, byBytes);
    Received received = new Received();
    try (RawClient client = RawClient.to(port)) {
      if (lenient) {
        client.patience(STRANGERS_MILLIS);
      }
      try {
        send(client, row, byBytes);
      } catch (UncheckedIOException e) {
        // Refused before the last byte; the answer is still to be read.
      }
      receive(client, row, received);
    }
    List<String> failures = new ArrayList<>();
    for (Row.Check check : row.checks()) {
      String problem =
          check.byBackend()
              ? awaited(() -> Verdict.ofBackend(check, row, backend.seen()))
              : Verdict.ofClient(check, received, lenient);
      if (problem != null) {
        failures.add(problem);
      }
    }
    return failures;
  }

  private static void send(RawClient client, Row row, boolean byBytes) {
    for (int i = 0; i < row.sent().size(); i++) {
      if (i > 0) {
        pause();
      }
      String piece = row.sent().get(i);
      if (byBytes && piece.length() <= MAX_BY_BYTES) {
        for (int k = 0; k < piece.length(); k++) {
          client.send(piece.substring(k, k + 1));
        }
      } else {
        client.send(piece);
      }
    }
    if (row.says(false, "half-closes")) {
      client.halfClose();
    }
    if (row.says(false, "leaves")) {
      pause();
      client.reset();
    }
  }

  private static void receive(RawClient client, Row row, Received received) {
    if (row.says(false, "leaves")) {
      return;
    }
    try {
      while (received.finals.size() < row.expectedResponses()) {
        Wire.Message head = client.head();
        if (head.status() == 101) {
          received.finals.add(head);
          client.send("ping");
          received.tunnel = client.bytes(row.says(false, "tunnel") ? tunnelLength(row) : 4);
        } else if (head.status() < 200) {
          received.interims.add(head);
        } else {
          received.finals.add(head);
          if (!row.isHead()) {
            received.finals.set(received.finals.size() - 1, client.bodyOf(head));
          }
        }
      }
      if (row.says(false, "open")) {
        Wire.Message after = client.get("/after");
        received.after = after.status() == 200 && after.body().equals("after");
      }
      if (row.says(false, "closed") || row.says(false, "refused")) {
        received.ended = client.rest().isEmpty();
      }
    } catch (UncheckedIOException e) {
      received.ended = true;
      received.reset = String.valueOf(e.getMessage()).contains("reset");
      if (String.valueOf(e.getMessage()).contains("timed out")) {
        received.ended = false;
      }
    } catch (RuntimeException | AssertionError e) {
      received.cutBody = e.toString();
    }
  }

  private static int tunnelLength(Row row) {
    return row.checks().stream()
        .filter(c -> c.word().equals("tunnel"))
        .mapToInt(c -> c.rest().length())
        .sum();
  }

  /** The backend may need a moment to see what was sent. */
  private static @Nullable String awaited(java.util.function.Supplier<@Nullable String> problem) {
    long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    String last = problem.get();
    while (last != null && System.nanoTime() < end) {
      Thread.onSpinWait();
      last = problem.get();
    }
    return last;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
