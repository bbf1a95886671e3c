package io.porty.cli;

import io.porty.load.LoadPlan;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The target of {@code porty bench}: the address, the bytes of each request, and the response that
 * is expected.
 *
 * @param host name or address, IPv6 without brackets; not resolved
 * @param request head and body, sent as they are
 */
record BenchTarget(String host, int port, byte[] request, LoadPlan.Response reply) {

  /**
   * Parses the command line's URL and options.
   *
   * @param method null: GET, or POST if there is a body
   * @param headers lines {@code NAME: VALUE}
   * @param size bytes of each message of a {@code tcp:} URL
   * @throws IllegalArgumentException with a message for the user
   */
  static BenchTarget of(
      String url, @Nullable String method, List<String> headers, @Nullable String body, int size) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw invalid(url, e.getReason());
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null) {
      throw invalid(url, "it has no host");
    }
    String unbracketed = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return switch (scheme) {
      case "http" ->
          http(uri, unbracketed, uri.getPort() < 0 ? 80 : uri.getPort(), method, headers, body);
      case "tcp" -> {
        if (uri.getPort() < 0) {
          throw invalid(url, "it has no port");
        }
        byte[] message = new byte[size];
        java.util.Arrays.fill(message, (byte) 'x');
        yield new BenchTarget(
            unbracketed, uri.getPort(), message, new LoadPlan.Response.Bytes(size));
      }
      default -> throw invalid(url, "it begins with neither http:// nor tcp://");
    };
  }

  private static BenchTarget http(
      URI uri,
      String host,
      int port,
      @Nullable String method,
      List<String> headers,
      @Nullable String body) {
    String requestMethod = method != null ? method : body == null ? "GET" : "POST";
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    StringBuilder head = new StringBuilder();
    head.append(requestMethod).append(' ').append(path).append(query).append(" HTTP/1.1\r\n");
    if (headers.stream().noneMatch(h -> h.toLowerCase(Locale.ROOT).startsWith("host:"))) {
      head.append("Host: ").append(uri.getRawAuthority()).append("\r\n");
    }
    for (String header : headers) {
      if (header.indexOf(':') < 1 || header.chars().anyMatch(c -> c < 0x20 && c != '\t')) {
        throw new IllegalArgumentException(
            "--header is \"" + header + "\"; expected 'NAME: VALUE'");
      }
      head.append(header).append("\r\n");
    }
    byte[] content = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    if (body != null) {
      head.append("Content-Length: ").append(content.length).append("\r\n");
    }
    head.append("\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = java.util.Arrays.copyOf(start, start.length + content.length);
    System.arraycopy(content, 0, request, start.length, content.length);
    return new BenchTarget(
        host, port, request, new LoadPlan.Response.Http(requestMethod.equals("HEAD")));
  }

  private static IllegalArgumentException invalid(String url, String reason) {
    return new IllegalArgumentException(
        "cannot use \""
            + url
            + "\": "
            + reason
            + "; expected http://HOST[:PORT][/PATH] or tcp://HOST:PORT");
  }
}
