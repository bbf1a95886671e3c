package io.porty.api.route;

import io.porty.api.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The unencrypted ClientHello of a TLS client: server name (RFC 6066 section 3) and protocols
 * (ALPN, RFC 7301), parsed from the first bytes of a connection (RFC 8446 section 4.1.2, RFC 5246
 * section 6.2.1). Its contents are not authenticated.
 *
 * @since 0.1
 */
public final class ClientHello {

  /** The state of parsing. */
  public enum State {
    /** Not the beginning of a TLS connection. */
    NOT_TLS,
    /** An incomplete ClientHello so far. */
    INCOMPLETE,
    /** The ClientHello is complete. */
    COMPLETE
  }

  private static final ClientHello NOT_TLS = new ClientHello(State.NOT_TLS, null, List.of());
  private static final ClientHello INCOMPLETE = new ClientHello(State.INCOMPLETE, null, List.of());

  private final State state;
  private final @Nullable String serverName;
  private final List<String> protocols;

  ClientHello(State state, @Nullable String serverName, List<String> protocols) {
    this.state = state;
    this.serverName = serverName;
    this.protocols = List.copyOf(protocols);
  }

  /**
   * Parses the first bytes of a connection.
   *
   * @param first all bytes from the start of the connection
   * @return the result so far
   */
  public static ClientHello read(Bytes first) {
    try {
      return new ClientHelloParser(first).read();
    } catch (ClientHelloParser.TooShort e) {
      return INCOMPLETE;
    } catch (ClientHelloParser.Malformed e) {
      return NOT_TLS;
    }
  }

  static ClientHello complete(@Nullable String serverName, List<String> protocols) {
    return new ClientHello(
        State.COMPLETE,
        serverName == null ? null : serverName.toLowerCase(Locale.ROOT),
        new ArrayList<>(protocols));
  }

  /** {@return the state of parsing} */
  public State state() {
    return state;
  }

  /** {@return whether it is TLS, complete or not} */
  public boolean isTls() {
    return state != State.NOT_TLS;
  }

  /** {@return the server name in lower case; empty if the client sent none} */
  public Optional<String> serverName() {
    return Optional.ofNullable(serverName);
  }

  /** {@return the offered application protocols in order of preference, such as {@code h2}} */
  public List<String> protocols() {
    return protocols;
  }
}
