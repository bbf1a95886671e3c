package io.porty.api.mode;

import io.porty.api.Scheme;
import io.porty.api.Target;
import org.jspecify.annotations.Nullable;

/**
 * Everything that makes two backends the same: connections are shared, and the state of a backend
 * ({@link Endpoint}) is one, exactly where keys are equal.
 *
 * <p>The parts are: what is spoken, the host as it is written, the port or the path of a Unix
 * domain socket, and the target policy under which connections were made. What decides about a
 * connection belongs here and nowhere else. So do, once Porty has them: the identity of TLS (server
 * name, trusted issuers, client certificate), and the protocol that was negotiated. The constructor
 * is private for that reason.
 *
 * <p>A PROXY header is no part: the backend is the same for all clients, and a connection that
 * names one ({@link Dialer#namesClient}) is never put where a key would find it. It belongs to its
 * client's connection.
 *
 * <p>Immutable; from any thread.
 *
 * @since 0.2
 */
public final class UpstreamKey {

  private final Scheme scheme;
  private final String host;
  private final int port;
  private final String policy;

  private UpstreamKey(Scheme scheme, String host, int port, String policy) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.policy = policy;
  }

  /**
   * {@return the key of a target that the operator or a router chose: no policy holds}
   *
   * @param target where it is
   */
  public static UpstreamKey of(Target target) {
    return new UpstreamKey(spoken(target), target.host(), target.port(), "");
  }

  /**
   * {@return the key of a target that a client chose: its connections were made under a policy, and
   * serve only requests under the same one}
   *
   * @param target where it is
   * @param policy whose target policy holds: the route's name, not empty
   */
  public static UpstreamKey chosenByClient(Target target, String policy) {
    if (policy.isEmpty()) {
      throw new IllegalArgumentException("a client's target needs a policy");
    }
    return new UpstreamKey(spoken(target), target.host(), target.port(), policy);
  }

  /** A target without a scheme is in plain TCP, and so is HTTP/1.1: it is the same backend. */
  private static Scheme spoken(Target target) {
    return target.scheme() == Scheme.HTTP ? Scheme.TCP : target.scheme();
  }

  /**
   * {@return whether it is the key of this target, under whatever policy} Allocates nothing, so
   * that a table can be asked for each request.
   *
   * @param target where a request goes
   * @param chosenByClient whether a client chose it
   */
  public boolean matches(Target target, boolean chosenByClient) {
    return port == target.port()
        && isChosenByClient() == chosenByClient
        && scheme == spoken(target)
        && host.equals(target.host());
  }

  /**
   * {@return a hash that is the same for all keys that match} For tables that are asked with {@link
   * #matches}.
   *
   * @param target where a request goes
   */
  public static int hash(Target target) {
    return hash(spoken(target), target.host(), target.port());
  }

  private static int hash(Scheme scheme, String host, int port) {
    return 31 * (31 * scheme.ordinal() + host.hashCode()) + port;
  }

  /** {@return what is spoken; {@link Scheme#TCP} also of {@link Scheme#HTTP}} */
  public Scheme scheme() {
    return scheme;
  }

  /** {@return the host as written; {@code unix:} and the path of a Unix domain socket} */
  public String host() {
    return host;
  }

  /** {@return the TCP port; 0 of a Unix domain socket} */
  public int port() {
    return port;
  }

  /** {@return whether its connections were made under a target policy} */
  public boolean isChosenByClient() {
    return !policy.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UpstreamKey key
        && port == key.port
        && scheme == key.scheme
        && host.equals(key.host)
        && policy.equals(key.policy);
  }

  @Override
  public int hashCode() {
    return hash(scheme, host, port);
  }

  /** The target for people, without the policy. */
  @Override
  public String toString() {
    return new Target(scheme, host, port).toString();
  }
}
