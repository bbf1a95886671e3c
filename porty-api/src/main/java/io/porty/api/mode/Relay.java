package io.porty.api.mode;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.PluginImplements;
import io.porty.api.PortyImplements;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Moves bytes both ways between two channels of one event loop, with back-pressure and half-close,
 * until both ways end.
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
   * @param fromClient bytes already read from the client, delivered first; owned by the relay from
   *     here on; may be null
   * @param upstream the backend's connection
   * @param fromUpstream the same of the other side
   * @param idle both ways silent for so long ends it; zero means never
   * @param end hears once, on the loop, after both channels are closed
   */
  void join(
      Channel client,
      @Nullable ByteBuf fromClient,
      Channel upstream,
      @Nullable ByteBuf fromUpstream,
      Duration idle,
      End end);

  /**
   * Moves one direction of a stream inside the kernel while much of it arrives ({@link BulkMove}).
   * Reading, and what is not moved, stay the caller's.
   *
   * @param from the sender's side
   * @param to the receiver's side, on the same event loop
   * @param listener limits and counts what is moved
   * @return null where the kernel cannot do it: everything is read as usual
   * @since 0.2
   */
  default @Nullable BulkMove moveBulk(Conduit from, Conduit to, BulkMove.Listener listener) {
    return null;
  }

  /** Hears how a relay ended. */
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
     * The backend's first byte has come; on the loop, once at most, and not after the end. For the
     * time to the first byte: {@link RouteMeter#ended}.
     *
     * @since 0.2
     */
    default void firstByte() {}

    /**
     * Where the bytes go, for people who look into a running Porty; on the loop.
     *
     * @return a target, say; may be empty
     */
    default String target() {
      return "";
    }
  }
}
