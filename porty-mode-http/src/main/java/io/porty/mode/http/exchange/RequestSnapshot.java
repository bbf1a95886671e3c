package io.porty.mode.http.exchange;

import io.porty.api.Bytes;
import io.porty.api.PeerCertificate;
import io.porty.api.ProxyFacts;
import io.porty.api.Scheme;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteRequest;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An immutable copy of a request's head, for routers that run after the bytes of the request are
 * gone.
 */
record RequestSnapshot(
    String routeName,
    SocketAddress client,
    SocketAddress local,
    String method,
    String path,
    String query,
    String authority,
    boolean isSecure,
    Optional<PeerCertificate> clientCertificate,
    Optional<ProxyFacts> proxyFacts,
    Scheme targetScheme,
    List<Line> fields)
    implements HttpRouteRequest {

  /** A field line; not a {@code Field}, whose syntax is stricter than what clients may send. */
  record Line(String name, String value) {}

  @Override
  public Optional<RouteRequest> snapshot() {
    return Optional.of(this);
  }

  @Override
  public Bytes rawPath() {
    return new Text(path);
  }

  @Override
  public Bytes rawQuery() {
    return new Text(query);
  }

  @Override
  public Bytes rawAuthority() {
    return new Text(authority);
  }

  @Override
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  @Override
  public List<String> headers(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Line::value)
        .toList();
  }

  @Override
  public @Nullable Bytes rawHeader(String name) {
    return header(name).map(Text::new).orElse(null);
  }

  /** ISO-8859-1 text as bytes. */
  private record Text(String text) implements Bytes {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public byte at(int index) {
      return (byte) text.charAt(index);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
