package io.porty.mode.http.exchange;

import io.porty.api.Bytes;
import io.porty.api.PeerCertificate;
import io.porty.api.ProxyFacts;
import io.porty.api.Scheme;
import io.porty.api.TlsSession;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteRequest;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.ForwardedFields;
import io.porty.mode.http.edit.HopByHop;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.stream.ClientStream;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The view of a request that is valid during one router call. One for each event loop; it copies
 * nothing, and its byte windows are reused.
 */
final class RouteView implements HttpRouteRequest {

  private final Window path = new Window();
  private final Window query = new Window();
  private final Window authority = new Window();
  private final List<Window> values = new ArrayList<>();
  private int valuesUsed;
  private @Nullable RequestHead head;
  private @Nullable ClientStream client;
  private @Nullable HttpRoute route;

  /** A range of the head's bytes. */
  private final class Window implements Bytes {
    private int start;
    private int end;

    Window on(int from, int to) {
      start = from;
      end = to;
      return this;
    }

    @Override
    public int length() {
      head();
      return end - start;
    }

    @Override
    public byte at(int index) {
      return bytes()[start + index];
    }

    @Override
    public String toString() {
      return head == null ? "(closed)" : Ascii.text(bytes(), start, end);
    }
  }

  void open(RequestHead opened, ClientStream from, HttpRoute on) {
    head = opened;
    client = from;
    route = on;
    valuesUsed = 0;
  }

  void close() {
    head = null;
    client = null;
  }

  private RequestHead head() {
    if (head == null) {
      throw new IllegalStateException(
          "the request view is valid only until route() returns; call snapshot() to keep it");
    }
    return head;
  }

  private byte[] bytes() {
    return head().parser().bytes();
  }

  private ClientStream stream() {
    head();
    return Objects.requireNonNull(client);
  }

  @Override
  public String routeName() {
    head();
    return Objects.requireNonNull(route).name();
  }

  @Override
  public SocketAddress client() {
    return stream().peer();
  }

  @Override
  public SocketAddress local() {
    return stream().local();
  }

  @Override
  public Optional<RouteRequest> snapshot() {
    HeaderSpans fields = head().parser().fields();
    List<RequestSnapshot.Line> lines = new ArrayList<>(fields.count());
    for (int i = 0; i < fields.count(); i++) {
      if (!HopByHop.isNamed(bytes(), fields, i, head().connection())) {
        lines.add(
            new RequestSnapshot.Line(
                Ascii.text(bytes(), fields.nameStart(i), fields.nameEnd(i)), value(i)));
      }
    }
    return Optional.of(
        new RequestSnapshot(
            routeName(),
            client(),
            local(),
            method(),
            path(),
            query(),
            authority(),
            isSecure(),
            clientCertificate(),
            proxyFacts(),
            targetScheme(),
            List.copyOf(lines)));
  }

  @Override
  public String method() {
    HeadParser parser = head().parser();
    return Ascii.text(parser.bytes(), parser.methodStart(), parser.methodEnd());
  }

  @Override
  public String path() {
    return rawPath().toString();
  }

  @Override
  public Bytes rawPath() {
    return path.on(head().pathStart(), head().queryStart());
  }

  @Override
  public String query() {
    return rawQuery().toString();
  }

  @Override
  public Bytes rawQuery() {
    int end = head().parser().targetEnd();
    return query.on(Math.min(end, head().queryStart() + 1), end);
  }

  @Override
  public String authority() {
    return rawAuthority().toString();
  }

  @Override
  public Bytes rawAuthority() {
    return authority.on(head().authorityStart(), head().authorityEnd());
  }

  @Override
  public Optional<String> header(String name) {
    int i = find(name, 0);
    return i < 0 ? Optional.empty() : Optional.of(value(i));
  }

  @Override
  public List<String> headers(String name) {
    List<String> found = new ArrayList<>(1);
    for (int i = find(name, 0); i >= 0; i = find(name, i + 1)) {
      found.add(value(i));
    }
    return found;
  }

  @Override
  public @Nullable Bytes rawHeader(String name) {
    int i = find(name, 0);
    if (i < 0) {
      return null;
    }
    if (valuesUsed == values.size()) {
      values.add(new Window());
    }
    HeaderSpans fields = head().parser().fields();
    return values.get(valuesUsed++).on(fields.valueStart(i), fields.valueEnd(i));
  }

  private String value(int i) {
    HeaderSpans fields = head().parser().fields();
    return Ascii.text(bytes(), fields.valueStart(i), fields.valueEnd(i));
  }

  private int find(String name, int from) {
    HeaderSpans fields = head().parser().fields();
    for (int i = from; i < fields.count(); i++) {
      if (Ascii.equalsIgnoreCase(bytes(), fields.nameStart(i), fields.nameEnd(i), name)
          && !HopByHop.isNamed(bytes(), fields, i, head().connection())) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean isRepeated(String name) {
    int first = find(name, 0);
    return first >= 0 && find(name, first + 1) >= 0;
  }

  @Override
  public boolean isSecure() {
    return ForwardedFields.isHttps(
        head(), Objects.requireNonNull(route).trusts(client()), stream().tls() != null);
  }

  @Override
  public Scheme targetScheme() {
    head();
    return Objects.requireNonNull(route).https().targetScheme();
  }

  @Override
  public Optional<PeerCertificate> clientCertificate() {
    TlsSession tls = stream().tls();
    return tls == null ? Optional.empty() : Optional.ofNullable(tls.peer());
  }

  @Override
  public Optional<ProxyFacts> proxyFacts() {
    return Optional.ofNullable(stream().proxy());
  }

  @Override
  public String toString() {
    return head == null ? "(closed)" : method().toUpperCase(Locale.ROOT) + " " + path();
  }
}
