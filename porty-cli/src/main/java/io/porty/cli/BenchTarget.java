package io.porty.cli;

import io.porty.load.LoadPlan;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The target of {@code porty bench}: the address, and what is sent to it.
 *
 * @param host name or address, IPv6 without brackets; not resolved
 * @param isSecure whether it is reached by TLS
 */
record BenchTarget(String host, int port, boolean isSecure, LoadPlan.Traffic traffic) {

  private static final String EXPECTED =
      "; expected http[s]://HOST[:PORT][/PATH], or tcp://HOST:PORT, or tls://HOST:PORT";

  /**
   * Parses the command line's URL.
   *
   * @param size bytes of each message of a {@code tcp:} or {@code tls:} URL
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
      case "http", "https" -> {
        boolean secure = scheme.equals("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        yield new BenchTarget(unbracketed, port, secure, request.traffic(uri));
      }
      case "tcp", "tls" -> {
        if (uri.getPort() < 0) {
          throw invalid(url, "it has no port");
        }
        if (request.isHttp2()) {
          throw new IllegalArgumentException("--http2 is for http:// and https:// URLs");
        }
        byte[] message = new byte[size];
        java.util.Arrays.fill(message, (byte) 'x');
        yield new BenchTarget(
            unbracketed, uri.getPort(), scheme.equals("tls"), new LoadPlan.Traffic.Echo(message));
      }
      default -> throw invalid(url, "it begins with none of http://, https://, tcp:// and tls://");
    };
  }

  private static IllegalArgumentException invalid(String url, String reason) {
    return new IllegalArgumentException("cannot use \"" + url + "\": " + reason + EXPECTED);
  }
}
