package io.porty.mode.http.exchange;

import io.netty.channel.Channel;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.mode.http.config.HttpRoute;
import java.util.Arrays;

/**
 * Asks a route's router where a request goes. A decision that comes later finds the request's head
 * read again, because the loop's parser has seen others since. On the connection's loop.
 */
final class Routing {

  private static final byte[] NOTHING = new byte[0];

  private final Exchange exchange;
  private final ClientConnection connection;
  private final HttpLoop loop;
  private final Channel client;
  private int turn;
  private byte[] kept = NOTHING;

  Routing(Exchange exchange, ClientConnection connection, HttpLoop loop) {
    this.exchange = exchange;
    this.connection = connection;
    this.loop = loop;
    this.client = connection.channel();
  }

  /** Asks for the request that the loop's parser holds; the exchange hears once. */
  void ask(HttpRoute route) {
    RouteAnswer answer;
    loop.view.open(loop.request, connection, route);
    try {
      answer = route.router().route(loop.view);
    } finally {
      loop.view.close();
    }
    if (answer instanceof RouteAnswer.Later later) {
      int mine = turn;
      byte[] copy = Arrays.copyOf(loop.parser().bytes(), loop.parser().headEnd());
      later
          .decision()
          .thenAccept(decision -> client.eventLoop().execute(() -> resume(mine, copy, decision)));
    } else {
      exchange.decided((Decision) answer);
    }
  }

  private void resume(int mine, byte[] copy, Decision decision) {
    if (turn != mine) {
      return;
    }
    readAgain(copy);
    exchange.decided(decision);
    connection.processNow();
  }

  private void readAgain(byte[] copy) {
    loop.parser().request(copy, copy.length);
    loop.request.read();
    loop.framing.request(copy, loop.parser().fields(), loop.parser().minor());
  }

  /** Keeps the head that the loop's parser holds, for {@link #restore}. */
  void keep() {
    if (kept.length == 0) {
      kept = Arrays.copyOf(loop.parser().bytes(), loop.parser().headEnd());
    }
  }

  /** Has the loop's parser hold the head that was kept. */
  void restore() {
    readAgain(kept);
  }

  /** The exchange is over: an answer that is still to come is for nobody. */
  void forget() {
    turn++;
    kept = NOTHING;
  }
}
