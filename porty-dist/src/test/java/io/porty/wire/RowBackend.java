package io.porty.wire;

import io.porty.fixture.Backend;
import io.porty.fixture.Wire;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The backend of a row: answers every request alike and remembers what it saw. */
final class RowBackend implements AutoCloseable {

  /**
   * @param complete false if the connection ended before the message did
   */
  record Seen(Wire.Message message, boolean complete) {}

  private final Backend backend;
  private volatile List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile @Nullable Row row;
  private volatile boolean byBytes;

  RowBackend(int port) {
    this.backend = Backend.on(port, this::serve);
  }

  int port() {
    return backend.port();
  }

  /**
   * Begins a row. Connections from before are ended, also one that a row which must see nothing
   * whole did not wait for: what it still reads would be taken for this row's.
   */
  void play(Row next, boolean bytes) {
    row = null;
    backend.endConnections();
    seen = new CopyOnWriteArrayList<>();
    byBytes = bytes;
    row = next;
  }

  List<Seen> seen() {
    return seen;
  }

  private void serve(Backend.Connection connection) throws Exception {
    while (true) {
      Wire.Message head = connection.head();
      List<Seen> mine = seen;
      Wire.Message whole;
      try {
        if ("100-continue".equals(head.first("Expect")) && !head.target().contains("final")) {
          connection.send("HTTP/1.1 100 Continue\r\n\r\n");
        }
        whole = head.target().contains("early") ? head : connection.bodyOf(head);
      } catch (RuntimeException e) {
        mine.add(new Seen(head, false));
        throw e;
      }
      if (head.target().equals("/after")) {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nafter");
        continue;
      }
      mine.add(new Seen(whole, true));
      Row now = row;
      if (now == null) {
        return;
      }
      if (byBytes && now.answer().length() <= Runner.MAX_BY_BYTES) {
        for (int i = 0; i < now.answer().length(); i++) {
          connection.send(now.answer().substring(i, i + 1));
        }
      } else {
        connection.send(now.answer());
      }
      switch (now.closing()) {
        case STAYS -> {
          if (now.answer().startsWith("HTTP/1.1 101")) {
            connection.echo();
            return;
          }
        }
        case CLOSES -> {
          return;
        }
        case RESETS -> {
          connection.awaitTaken();
          connection.reset();
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    backend.close();
  }
}
