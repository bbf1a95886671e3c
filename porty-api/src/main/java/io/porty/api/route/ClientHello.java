package io.porty.api.route;

import io.porty.api.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
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

  /** What a client can do, as the numbers of IANA's registries. */
  record Offer(int[] groups, int[] signatureSchemes, int[] versions, boolean fallback) {
    static final Offer NONE = new Offer(new int[0], new int[0], new int[0], false);
  }

  private static final ClientHello NOT_TLS =
      new ClientHello(State.NOT_TLS, null, List.of(), Offer.NONE);
  private static final ClientHello INCOMPLETE =
      new ClientHello(State.INCOMPLETE, null, List.of(), Offer.NONE);

  private final State state;
  private final @Nullable String serverName;
  private final List<String> protocols;
  private final Offer offer;

  private ClientHello(
      State state, @Nullable String serverName, List<String> protocols, Offer offer) {
    this.offer = offer;
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

  static ClientHello complete(@Nullable String serverName, List<String> protocols, Offer offer) {
    return new ClientHello(
        State.COMPLETE,
        serverName == null ? null : serverName.toLowerCase(Locale.ROOT),
        new ArrayList<>(protocols),
        offer);
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

  /**
   * {@return the offered application protocols in order of preference, such as {@code h2}; bytes
   * that are not printable ASCII as {@code %0A}, and the percent sign itself as {@code %25} (RFC
   * 7838 section 3)}
   */
  public List<String> protocols() {
    return protocols;
  }

  /**
   * {@return the signature schemes that the client can verify (RFC 8446 section 4.2.3), its
   * favourite first; none if it sent no list}
   *
   * @since 0.2
   */
  public IntStream signatureSchemes() {
    return IntStream.of(offer.signatureSchemes());
  }

  /**
   * {@return the groups for the key exchange (RFC 8446 section 4.2.7), the favourite first; none if
   * it sent no list}
   *
   * @since 0.2
   */
  public IntStream groups() {
    return IntStream.of(offer.groups());
  }

  /**
   * {@return the versions of TLS (RFC 8446 section 4.2.1), 0x0304 for TLS 1.3; none if it sent no
   * list, as before TLS 1.3}
   *
   * @since 0.2
   */
  public IntStream versions() {
    return IntStream.of(offer.versions());
  }

  /**
   * {@return whether the client says that it fell back to an older version of TLS because a
   * handshake with a newer one had failed (RFC 7507)}
   *
   * @since 0.2
   */
  public boolean isFallback() {
    return offer.fallback();
  }
}
