package io.porty.api.log;

import io.porty.api.Failure;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A relayed connection, when it begins and again when it ends. A mode makes it with {@link
 * #builder}: the record may get more components.
 *
 * @param id the same in both records, unique in this process
 * @param route the route's name
 * @param startMillis when it was accepted, Unix time
 * @param client the peer
 * @param target where it goes; null if no decision was made
 * @param note the router's word for why, empty if no decision was made
 * @param durationNanos from accept to the end of both directions; 0 while it is open
 * @param bytesToUpstream bytes from the client
 * @param bytesToClient bytes from the backend
 * @param failure why it ended, if not by an ordinary close
 * @param retries how often it turned to another target, because one could not be connected to
 * @since 0.1
 */
public record ConnectionRecord(
    long id,
    String route,
    long startMillis,
    SocketAddress client,
    @Nullable Target target,
    String note,
    long durationNanos,
    long bytesToUpstream,
    long bytesToClient,
    @Nullable Failure failure,
    int retries) {

  /** As it was in 0.1; for modes that were built with it. New ones use {@link #builder}. */
  public ConnectionRecord(
      long id,
      String route,
      long startMillis,
      SocketAddress client,
      @Nullable Target target,
      String note,
      long durationNanos,
      long bytesToUpstream,
      long bytesToClient,
      @Nullable Failure failure) {
    this(
        id,
        route,
        startMillis,
        client,
        target,
        note,
        durationNanos,
        bytesToUpstream,
        bytesToClient,
        failure,
        0);
  }

  /**
   * Begins a record. What is not set is nothing: no target, no bytes, no failure; it began now.
   *
   * <pre>{@code
   * route.log().connectionClosed(
   *     ConnectionRecord.builder(id, route.facts().name(), client.remoteAddress())
   *         .startMillis(begun).decided(to).durationNanos(nanos).bytes(up, down).failure(failure).build());
   * }</pre>
   */
  public static Builder builder(long id, String route, SocketAddress client) {
    return new Builder(id, route, client);
  }

  /** Makes a record; may be used again. For one thread. */
  public static final class Builder {

    private final long id;
    private final String route;
    private final SocketAddress client;
    private long startMillis = System.currentTimeMillis();
    private @Nullable Target target;
    private String note = "";
    private long durationNanos;
    private long bytesToUpstream;
    private long bytesToClient;
    private @Nullable Failure failure;
    private int retries;

    private Builder(long id, String route, SocketAddress client) {
      this.id = id;
      this.route = route;
      this.client = client;
    }

    /** When it was accepted, Unix time. */
    public Builder startMillis(long unixMillis) {
      startMillis = unixMillis;
      return this;
    }

    /** Where it goes, and why; null if no decision was made. */
    public Builder decided(Decision.@Nullable To decision) {
      target = decision == null ? null : decision.target();
      note = decision == null ? "" : decision.note();
      return this;
    }

    /** From accept to the end of both directions. */
    public Builder durationNanos(long nanos) {
      durationNanos = nanos;
      return this;
    }

    public Builder bytes(long toUpstream, long toClient) {
      bytesToUpstream = toUpstream;
      bytesToClient = toClient;
      return this;
    }

    /** Why it ended; null after an ordinary close. */
    public Builder failure(@Nullable Failure why) {
      failure = why;
      return this;
    }

    /** How often it turned to another target. */
    public Builder retries(int count) {
      retries = count;
      return this;
    }

    public ConnectionRecord build() {
      return new ConnectionRecord(
          id,
          route,
          startMillis,
          client,
          target,
          note,
          durationNanos,
          bytesToUpstream,
          bytesToClient,
          failure,
          retries);
    }
  }
}
