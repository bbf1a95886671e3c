package io.porty.api.log;

import io.porty.api.Failure;
import io.porty.api.ProxyFacts;
import io.porty.api.Target;
import io.porty.api.TlsSession;
import io.porty.api.route.Decision;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ConnectionRecord}. Reusable; not thread-safe.
 *
 * @since 0.2
 */
public final class ConnectionRecordBuilder {

  final long id;
  final String route;
  final SocketAddress client;
  long startMillis = System.currentTimeMillis();
  @Nullable Target target;
  @Nullable SocketAddress upstreamAddress;
  String note = "";
  long durationNanos;
  long bytesToUpstream;
  long bytesToClient;
  @Nullable Failure failure;
  int retries;
  @Nullable TlsSession tls;
  @Nullable SocketAddress peer;
  @Nullable ProxyFacts proxy;

  ConnectionRecordBuilder(long id, String route, SocketAddress client) {
    this.id = id;
    this.route = route;
    this.client = client;
  }

  /**
   * Sets when the connection was accepted.
   *
   * @param unixMillis Unix time in milliseconds
   * @return this
   */
  public ConnectionRecordBuilder startMillis(long unixMillis) {
    startMillis = unixMillis;
    return this;
  }

  /**
   * Sets the peer between the client and Porty.
   *
   * @param address at the other end of the socket; null if that is the client
   * @return this
   */
  public ConnectionRecordBuilder peer(@Nullable SocketAddress address) {
    peer = address;
    return this;
  }

  /**
   * Sets what a PROXY header says of the client.
   *
   * @param said beyond its addresses; null if nothing
   * @return this
   */
  public ConnectionRecordBuilder proxy(@Nullable ProxyFacts said) {
    proxy = said;
    return this;
  }

  /**
   * Sets the TLS session of the client.
   *
   * @param session null for a connection without TLS
   * @return this
   */
  public ConnectionRecordBuilder tls(@Nullable TlsSession session) {
    tls = session;
    return this;
  }

  /**
   * Sets target and reason.
   *
   * @param decision null if none was made
   * @return this
   */
  public ConnectionRecordBuilder decided(Decision.@Nullable To decision) {
    return target(
        decision == null ? null : decision.target(), decision == null ? "" : decision.note());
  }

  /**
   * As {@link #decided}, without the decision.
   *
   * @param to the target; null if no decision was made
   * @param why the reason; may be empty
   * @return this
   */
  public ConnectionRecordBuilder target(@Nullable Target to, String why) {
    target = to;
    note = why;
    return this;
  }

  /**
   * Sets the duration.
   *
   * @param nanos nanoseconds from accept to the end of both directions
   * @return this
   */
  public ConnectionRecordBuilder durationNanos(long nanos) {
    durationNanos = nanos;
    return this;
  }

  /**
   * Sets the byte counts.
   *
   * @param toUpstream bytes from the client
   * @param toClient bytes from the backend
   * @return this
   */
  public ConnectionRecordBuilder bytes(long toUpstream, long toClient) {
    bytesToUpstream = toUpstream;
    bytesToClient = toClient;
    return this;
  }

  /**
   * Sets the failure.
   *
   * @param why null after a regular close
   * @return this
   */
  public ConnectionRecordBuilder failure(@Nullable Failure why) {
    failure = why;
    return this;
  }

  /**
   * Sets the number of failed targets.
   *
   * @param count 0 if the first one was connected
   * @return this
   */
  public ConnectionRecordBuilder retries(int count) {
    retries = count;
    return this;
  }

  /**
   * Sets the backend's address.
   *
   * @param address of the connection; null if there was none
   * @return this
   */
  public ConnectionRecordBuilder upstreamAddress(@Nullable SocketAddress address) {
    upstreamAddress = address;
    return this;
  }

  /** {@return the record} */
  public ConnectionRecord build() {
    return new ConnectionRecord(this);
  }
}
