package io.porty.mode.http.exchange;

import io.porty.api.Bytes;
import io.porty.api.route.HttpRouteRequest;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.RequestHead;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The request as routers see it: opened for one call, closed after it. One for each loop; it copies
 * nothing by itself.
 */
final class RouteView implements HttpRouteRequest, Bytes {

  private @Nullable RequestHead head;
  private @Nullable ClientConnection connection;
  private String route = "";
  private int queryStart;
  private int queryEnd;

  void open(RequestHead head, ClientConnection connection, String route) {
    this.head = head;
    this.connection = connection;
    this.route = route;
    this.queryEnd = head.parser().targetEnd();
    this.queryStart = Math.min(queryEnd, head.queryMark() + 1);
  }

  void close() {
    head = null;
    connection = null;
  }

  private RequestHead head() {
    if (head == null) {
      throw new IllegalStateException(
          "the request may only be looked at until route() returns; copy what is needed later");
    }
    return head;
  }

  private byte[] bytes() {
    return head().parser().bytes();
  }

  @Override
  public String routeName() {
    head();
    return route;
  }

  @Override
  public SocketAddress client() {
    head();
    return java.util.Objects.requireNonNull(connection).peer();
  }

  @Override
  public SocketAddress local() {
    head();
    return java.util.Objects.requireNonNull(connection).channel().localAddress();
  }

  @Override
  public String method() {
    HeadParser parser = head().parser();
    return Ascii.text(parser.bytes(), parser.methodStart(), parser.methodEnd());
  }

  @Override
  public String path() {
    return Ascii.text(bytes(), head().pathStart(), head().queryMark());
  }

  @Override
  public String query() {
    return Ascii.text(bytes(), queryStart, queryEnd);
  }

  @Override
  public Bytes rawQuery() {
    head();
    return this;
  }

  @Override
  public String authority() {
    return Ascii.text(bytes(), head().authorityStart(), head().authorityEnd());
  }

  @Override
  public Optional<String> header(String name) {
    List<String> all = headers(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
  }

  @Override
  public List<String> headers(String name) {
    HeaderSpans fields = head().parser().fields();
    byte[] lower = Ascii.bytes(name.toLowerCase(java.util.Locale.ROOT));
    List<String> values = new ArrayList<>(1);
    for (int i = 0; i < fields.count(); i++) {
      if (Ascii.equalsIgnoreCase(bytes(), fields.nameStart(i), fields.nameEnd(i), lower)) {
        values.add(Ascii.text(bytes(), fields.valueStart(i), fields.valueEnd(i)));
      }
    }
    return values;
  }

  @Override
  public int length() {
    return queryEnd - queryStart;
  }

  @Override
  public byte at(int index) {
    return head().parser().bytes()[queryStart + index];
  }

  @Override
  public String toString() {
    return head == null ? "(closed)" : query();
  }
}
