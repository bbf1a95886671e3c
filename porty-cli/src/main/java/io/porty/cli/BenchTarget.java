package io.porty.cli;

import io.porty.load.LoadPlan;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The target of {@code porty bench}: the address, and what is sent to it.
 *
 * @param host name or address, IPv6 without brackets; not resolved
 */
record BenchTarget(String host, int port, LoadPlan.Traffic traffic) {

  private static final String EXPECTED = "; expected http://HOST[:PORT][/PATH] or tcp://HOST:PORT";

  /**
   * Parses the command line's URL.
   *
   * @param size bytes of each message of a {@code tcp:} URL
   * @throws IllegalArgumentException with a message for the user
   */
  static BenchTarget of(String url, BenchRequest request, int size) {
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
          new BenchTarget(
              unbracketed, uri.getPort() < 0 ? 80 : uri.getPort(), request.traffic(uri));
      case "tcp" -> {
        if (uri.getPort() < 0) {
          throw invalid(url, "it has no port");
        }
        if (request.isHttp2()) {
          throw new IllegalArgumentException("--http2 is for http:// URLs");
        }
        byte[] message = new byte[size];
        java.util.Arrays.fill(message, (byte) 'x');
        yield new BenchTarget(unbracketed, uri.getPort(), new LoadPlan.Traffic.Echo(message));
      }
      default -> throw invalid(url, "it begins with neither http:// nor tcp://");
    };
  }

  private static IllegalArgumentException invalid(String url, String reason) {
    return new IllegalArgumentException("cannot use \"" + url + "\": " + reason + EXPECTED);
  }
}
