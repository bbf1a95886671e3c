package io.porty.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of a backend: the scheme of a {@link Target}.
 *
 * @since 0.2
 */
public enum Scheme {
  /**
   * Plain TCP, without TLS; also of a target that is written without a scheme. On an HTTP route it
   * is HTTP/1.1 over it, as with {@link #HTTP}.
   */
  TCP("tcp", -1),
  /** HTTP/1.1 without TLS (RFC 9110 section 4.2.1). */
  HTTP("http", 80),
  /** HTTP over TLS (RFC 9110 section 4.2.2). */
  HTTPS("https", 443),
  /** HTTP/2 without TLS, with prior knowledge (RFC 9113 section 3.3). */
  H2C("h2c", 80),
  /** Any protocol over TLS. */
  TLS("tls", -1),
  /** A Unix domain socket, without TLS. */
  UNIX("unix", -1);

  private final String text;
  private final int defaultPort;

  Scheme(String text, int defaultPort) {
    this.text = text;
    this.defaultPort = defaultPort;
  }

  /** {@return the scheme in lower case, as it is written before {@code ://}} */
  public String text() {
    return text;
  }

  /** {@return the port of a target that names none; -1 if the scheme has no default port} */
  public int defaultPort() {
    return defaultPort;
  }

  /** {@return whether it uses TLS} */
  public boolean isTls() {
    return this == HTTPS || this == TLS;
  }

  /**
   * {@return the scheme of this name, in any case (RFC 3986 section 3.1); null if there is none}
   *
   * @param name without {@code ://}
   */
  static @Nullable Scheme find(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (Scheme scheme : values()) {
      if (scheme.text.equals(lower)) {
        return scheme;
      }
    }
    return null;
  }
}
