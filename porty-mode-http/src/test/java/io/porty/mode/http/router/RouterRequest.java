package io.porty.mode.http.router;

import io.porty.api.Bytes;
import io.porty.api.Scheme;
import io.porty.api.route.HttpRouteRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as a router sees it.
 *
 * @param fields names alternating with values; {@code Host} is the authority
 */
record RouterRequest(
    String method, String target, List<String> fields, boolean isSecure, SocketAddress client)
    implements HttpRouteRequest {

  static RouterRequest get(String target, String... fields) {
    return new RouterRequest(
        "GET", target, List.of(fields), false, new InetSocketAddress("127.0.0.1", 5));
  }

  RouterRequest secure() {
    return new RouterRequest(method, target, fields, true, client);
  }

  RouterRequest by(SocketAddress other) {
    return new RouterRequest(method, target, fields, isSecure, other);
  }

  RouterRequest method(String other) {
    return new RouterRequest(other, target, fields, isSecure, client);
  }

  @Override
  public String routeName() {
    return "test";
  }

  @Override
  public SocketAddress local() {
    return new InetSocketAddress("127.0.0.1", 80);
  }

  @Override
  public String path() {
    return target.replaceFirst("\\?.*", "");
  }

  @Override
  public Bytes rawPath() {
    return Bytes.latin1(path());
  }

  @Override
  public String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  @Override
  public Bytes rawQuery() {
    return Bytes.latin1(query());
  }

  @Override
  public String authority() {
    return header("host").orElse("");
  }

  @Override
  public Bytes rawAuthority() {
    return Bytes.latin1(authority());
  }

  @Override
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  @Override
  public List<String> headers(String name) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).equalsIgnoreCase(name)) {
        found.add(fields.get(i + 1));
      }
    }
    return found;
  }

  @Override
  public @Nullable Bytes rawHeader(String name) {
    return header(name).map(Bytes::latin1).orElse(null);
  }

  @Override
  public Scheme targetScheme() {
    return Scheme.HTTP;
  }
}
