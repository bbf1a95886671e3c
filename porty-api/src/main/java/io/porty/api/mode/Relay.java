package io.porty.api.mode;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.PluginImplements;
import io.porty.api.PortyImplements;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Forwards bytes between two channels of one event loop in both directions, with back-pressure and
 * half-close, until both have ended.
 *
 * @since 0.1
 */
@PortyImplements
public interface Relay {

  /**
   * Joins two channels. Their remaining handlers are removed, reading begins, and both are closed
   * at the end.
   *
   * @param client the client's connection
   * @param fromClient bytes already read from the client, sent first; owned by the relay; may be
   *     null
   * @param upstream the backend's connection
   * @param fromUpstream as {@code fromClient}, from the backend
   * @param idle idle timeout of both directions together; zero disables it
   * @param end called once, on the event loop, after both channels are closed
   */
  void join(
      Channel client,
      @Nullable ByteBuf fromClient,
      Channel upstream,
      @Nullable ByteBuf fromUpstream,
      Duration idle,
      End end);

  /**
   * Splices one direction of a stream during bulk transfers ({@link BulkMove}). The caller still
   * reads and forwards all other bytes.
   *
   * @param from the sender
   * @param to the receiver, on the same event loop
   * @param listener limits and counts spliced bytes
   * @return null if splicing is not supported
   * @since 0.2
   */
  default @Nullable BulkMove moveBulk(Conduit from, Conduit to, BulkMove.Listener listener) {
    return null;
  }

  /** Called at the end of a relay. */
  @PluginImplements
  @FunctionalInterface
  interface End {
    /**
     * Both channels are closed; on the loop, once.
     *
     * @param bytesToUpstream bytes that the client sent
     * @param bytesToClient bytes that the backend sent
     * @param failure a reset or idle timeout; null after an orderly close
     */
    void ended(long bytesToUpstream, long bytesToClient, @Nullable Failure failure);

    /**
     * The backend's first byte was received; on the event loop, at most once. For the time to the
     * first byte: {@link RouteMeter#ended}.
     *
     * @since 0.2
     */
    default void firstByte() {}

    /**
     * The target as text, for the admin endpoint; on the event loop.
     *
     * @return the target; may be empty
     */
    default String target() {
      return "";
    }
  }
}
