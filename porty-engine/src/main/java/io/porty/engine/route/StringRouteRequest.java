package io.porty.engine.route;

import io.porty.api.Bytes;
import io.porty.api.route.HttpRouteRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request made of strings, for {@code porty explain} and tests.
 *
 * @param requestTarget path and query as on the wire
 * @param authority of Host
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
  public SocketAddress client() {
    return InetSocketAddress.createUnresolved("127.0.0.1", 0);
  }

  @Override
  public SocketAddress local() {
    return InetSocketAddress.createUnresolved("127.0.0.1", 0);
  }

  @Override
  public String path() {
    int mark = requestTarget.indexOf('?');
    return mark < 0 ? requestTarget : requestTarget.substring(0, mark);
  }

  @Override
  public String query() {
    int mark = requestTarget.indexOf('?');
    return mark < 0 ? "" : requestTarget.substring(mark + 1);
  }

  @Override
  public Bytes rawQuery() {
    byte[] bytes = query().getBytes(StandardCharsets.ISO_8859_1);
    return new Bytes() {
      @Override
      public int length() {
        return bytes.length;
      }

      @Override
      public byte at(int index) {
        return bytes[index];
      }

      @Override
      public String toString() {
        return query();
      }
    };
  }

  @Override
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  @Override
  public List<String> headers(String name) {
    return headerLines.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of());
  }
}
