package io.porty.cli;

import io.porty.load.LoadPlan;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code porty bench} sends, and where to. */
record BenchTarget(String host, int port, byte[] request, LoadPlan.Reply reply) {

  /**
   * @throws IllegalArgumentException if it cannot be understood; the message is for the user
   */
  static BenchTarget of(
      String url, @Nullable String method, List<String> headers, @Nullable String body, int size) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw unfit(url, e.getReason());
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null) {
      throw unfit(url, "it names no host");
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return switch (scheme) {
      case "http" -> http(uri, bare, uri.getPort() < 0 ? 80 : uri.getPort(), method, headers, body);
      case "tcp" -> {
        if (uri.getPort() < 0) {
          throw unfit(url, "it names no port");
        }
        byte[] message = new byte[size];
        java.util.Arrays.fill(message, (byte) 'x');
        yield new BenchTarget(bare, uri.getPort(), message, new LoadPlan.Reply.Bytes(size));
      }
      default -> throw unfit(url, "it begins with neither http:// nor tcp://");
    };
  }

  private static BenchTarget http(
      URI uri,
      String host,
      int port,
      @Nullable String method,
      List<String> headers,
      @Nullable String body) {
    String verb = method != null ? method : body == null ? "GET" : "POST";
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    StringBuilder head = new StringBuilder();
    head.append(verb).append(' ').append(path).append(query).append(" HTTP/1.1\r\n");
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
    return new BenchTarget(host, port, request, new LoadPlan.Reply.Http(verb.equals("HEAD")));
  }

  private static IllegalArgumentException unfit(String url, String why) {
    return new IllegalArgumentException(
        "cannot use \""
            + url
            + "\": "
            + why
            + "; expected http://HOST[:PORT][/PATH] or tcp://HOST:PORT");
  }
}
