package io.porty.admin;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.porty.api.AddressText;
import io.porty.api.mode.ConnectionFacts;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.engine.runtime.OpenConnection;
import io.porty.net.relay.NettyRelay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The open connections, the oldest first: {@code ?limit=N} and {@code ?client=TEXT}. */
final class ConnectionsPage {

  private static final int DEFAULT_LIMIT = 200;
  private static final int MAX_LIMIT = 10_000;
  private static final long LOOP_TIMEOUT_MILLIS = 1_000;

  private final AdminState state;

  ConnectionsPage(AdminState state) {
    this.state = state;
  }

  /** The number of open connections, and the listed ones. */
  record Connections(int open, List<Connection> connections) {}

  /**
   * An open connection.
   *
   * @param protocol by its name in ALPN; empty if the mode does not say
   * @param streams open ones; 0 of a protocol that has one at a time
   */
  record Connection(
      String client,
      String listen,
      String mode,
      long sinceMillis,
      String state,
      String protocol,
      int streams,
      String target,
      long requests,
      long bytesFromClient,
      long bytesToClient) {}

  AdminResponse respond(AdminRequest request) {
    int limit = request.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    String clientFilter = request.parameter("client").orElse("");
    List<OpenConnection> open = state.reloader().clients();
    Map<EventLoop, List<OpenConnection>> selected =
        open.stream()
            .filter(
                entry ->
                    AddressText.of(ConnectionFacts.clientOf(entry.client())).contains(clientFilter))
            .sorted(Comparator.comparingLong(OpenConnection::sinceMillis))
            .limit(limit)
            .collect(Collectors.groupingBy(entry -> entry.client().eventLoop()));
    ConcurrentLinkedQueue<Connection> described = new ConcurrentLinkedQueue<>();
    List<Future<?>> pending = new ArrayList<>();
    selected.forEach(
        (loop, entries) ->
            pending.add(
                loop.submit(() -> entries.forEach(entry -> described.add(snapshot(entry))))));
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOP_TIMEOUT_MILLIS);
    for (Future<?> task : pending) {
      task.awaitUninterruptibly(
          Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
    }
    List<Connection> sorted = new ArrayList<>(described);
    sorted.sort(Comparator.comparingLong(Connection::sinceMillis));
    return AdminResponse.json(new Connections(open.size(), sorted));
  }

  /** Runs on the connection's event loop. */
  private static Connection snapshot(OpenConnection entry) {
    ConnectionSnapshot snapshot =
        NettyRelay.describe(entry.client())
            .or(() -> entry.worker().mode().describe(entry.client()))
            .orElse(new ConnectionSnapshot("open", "", 0, 0, 0));
    return new Connection(
        AddressText.of(ConnectionFacts.clientOf(entry.client())),
        entry.worker().place(),
        entry.worker().config().mode().name(),
        entry.sinceMillis(),
        snapshot.state(),
        snapshot.protocol(),
        snapshot.streams(),
        snapshot.target(),
        snapshot.requests(),
        snapshot.bytesFromClient(),
        snapshot.bytesToClient());
  }
}
