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

/** Who is connected: {@code ?limit=N}, the oldest first, and {@code ?client=TEXT}. */
final class ConnectionsPage {

  private static final int DEFAULT_LIMIT = 200;
  private static final int MAX_LIMIT = 10_000;
  private static final long LOOP_MILLIS = 1_000;

  private final AdminState inside;

  ConnectionsPage(AdminState inside) {
    this.inside = inside;
  }

  /** How many there are, and so many of them. */
  record Connections(int open, List<Connection> connections) {}

  /** An open connection. */
  record Connection(
      String client,
      String listen,
      String mode,
      long sinceMillis,
      String state,
      String at,
      long exchanges,
      long bytesFromClient,
      long bytesToClient) {}

  AdminResponse answer(AdminRequest ask) {
    int limit = ask.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    String wanted = ask.parameter("client").orElse("");
    List<OpenConnection> open = inside.generations().clients();
    Map<EventLoop, List<OpenConnection>> chosen =
        open.stream()
            .filter(
                entry -> AddressText.of(ConnectionFacts.clientOf(entry.client())).contains(wanted))
            .sorted(Comparator.comparingLong(OpenConnection::sinceMillis))
            .limit(limit)
            .collect(Collectors.groupingBy(entry -> entry.client().eventLoop()));
    ConcurrentLinkedQueue<Connection> found = new ConcurrentLinkedQueue<>();
    List<Future<?>> asked = new ArrayList<>();
    chosen.forEach(
        (loop, entries) ->
            asked.add(loop.submit(() -> entries.forEach(entry -> found.add(look(entry))))));
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOP_MILLIS);
    for (Future<?> answer : asked) {
      answer.awaitUninterruptibly(
          Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
    }
    List<Connection> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingLong(Connection::sinceMillis));
    return AdminResponse.json(new Connections(open.size(), sorted));
  }

  /** On the connection's loop. */
  private static Connection look(OpenConnection entry) {
    ConnectionSnapshot look =
        NettyRelay.describe(entry.client())
            .or(() -> entry.group().mode().describe(entry.client()))
            .orElse(new ConnectionSnapshot("open", "", 0, 0, 0));
    return new Connection(
        AddressText.of(ConnectionFacts.clientOf(entry.client())),
        entry.group().place(),
        entry.group().config().mode().name(),
        entry.sinceMillis(),
        look.state(),
        look.at(),
        look.exchanges(),
        look.bytesFromClient(),
        look.bytesToClient());
  }
}
