package io.porty.engine.route;

import io.porty.api.Bytes;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request built from strings, for {@code porty explain} and tests.
 *
 * @param requestTarget path and query as on the wire
 * @param authority value of the Host header
 * @param headerLines names in lower case
 */
public record StringRouteRequest(
    String routeName,
    String method,
    String requestTarget,
    String authority,
    Map<String, List<String>> headerLines)
    implements HttpRouteRequest {

  @Override
  public Optional<RouteRequest> snapshot() {
    return Optional.of(this);
  }

  @Override
  public SocketAddress client() {
    return InetSocketAddress.createUnresolved("127.0.0.1", 0);
  }

  @Override
  public SocketAddress local() {
    return InetSocketAddress.createUnresolved("127.0.0.1", 0);
  }

  @Override
  public String path() {
    int queryStart = requestTarget.indexOf('?');
    return queryStart < 0 ? requestTarget : requestTarget.substring(0, queryStart);
  }

  @Override
  public Bytes rawPath() {
    return Bytes.latin1(path());
  }

  @Override
  public String query() {
    int queryStart = requestTarget.indexOf('?');
    return queryStart < 0 ? "" : requestTarget.substring(queryStart + 1);
  }

  @Override
  public Bytes rawQuery() {
    return Bytes.latin1(query());
  }

  @Override
  public Bytes rawAuthority() {
    return Bytes.latin1(authority);
  }

  @Override
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  @Override
  public List<String> headers(String name) {
    return headerLines.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  @Override
  public @Nullable Bytes rawHeader(String name) {
    return header(name).map(Bytes::latin1).orElse(null);
  }
}
