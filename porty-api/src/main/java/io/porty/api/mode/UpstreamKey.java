package io.porty.api.mode;

import io.porty.api.Scheme;
import io.porty.api.Target;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a backend: connections and the state of a backend ({@link Endpoint}) are shared if and
 * only if the keys are equal.
 *
 * <p>The parts are: protocol, host as written, port or path of a Unix domain socket, and the target
 * policy under which connections were made. Pools of connections belong to one route, so its TLS
 * settings need no part here. The constructor is private so that every part has its place.
 *
 * <p>A PROXY header is no part: the backend is the same for all clients, and a connection that
 * names one ({@link Dialer#namesClient}) is never put where a key would find it. It belongs to its
 * client's connection.
 *
 * <p>Immutable.
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
   * {@return the key of a configured target, without a target policy}
   *
   * @param target the target
   */
  public static UpstreamKey of(Target target) {
    return new UpstreamKey(spoken(target), target.host(), target.port(), "");
  }

  /**
   * {@return the key of a client-chosen target: its connections are made under a target policy, and
   * serve only requests under the same one}
   *
   * @param target the target
   * @param policy name of the route whose policy applies, not empty
   */
  public static UpstreamKey chosenByClient(Target target, String policy) {
    if (policy.isEmpty()) {
      throw new IllegalArgumentException("a client's target needs a policy");
    }
    return new UpstreamKey(spoken(target), target.host(), target.port(), policy);
  }

  /** HTTP/1.1 without TLS and plain TCP are the same backend. */
  private static Scheme spoken(Target target) {
    return target.scheme() == Scheme.HTTP ? Scheme.TCP : target.scheme();
  }

  /**
   * {@return whether it is the key of this target, under any policy} Does not allocate, so that
   * tables can be searched for each request.
   *
   * @param target the target
   * @param chosenByClient whether a client chose it
   */
  public boolean matches(Target target, boolean chosenByClient) {
    return port == target.port()
        && isChosenByClient() == chosenByClient
        && scheme == spoken(target)
        && host.equals(target.host());
  }

  /**
   * {@return a hash that is equal for all matching keys} For tables that are searched with {@link
   * #matches}.
   *
   * @param target the target
   */
  public static int hash(Target target) {
    return hash(spoken(target), target.host(), target.port());
  }

  private static int hash(Scheme scheme, String host, int port) {
    return 31 * (31 * scheme.ordinal() + host.hashCode()) + port;
  }

  /** {@return the scheme; {@link Scheme#TCP} also for {@link Scheme#HTTP}} */
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

  /** The target as text, without the policy. */
  @Override
  public String toString() {
    return new Target(scheme, host, port).toString();
  }
}
