package io.porty.net.transport;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.porty.api.Scheme;

/**
 * The sizes of read buffers of connections. They grow while reads fill them; idle connections hold
 * none. Only a read that fills its buffer is followed by another one for the same readiness event.
 * Immutable; for any event loop.
 *
 * @param relayed for bytes that may be written as they were read, and wait in their buffer for a
 *     slow receiver: the buffers of a connection that reads little become small
 * @param decoded for bytes that are copied out of their buffer, by TLS or from frames: the buffer
 *     is free at once, and has room for all that a burst of streams has brought
 */
public record ReadBuffers(RecvByteBufAllocator relayed, RecvByteBufAllocator decoded) {

  private static final int MIN_RELAYED_BYTES = 512;
  private static final int INITIAL_RELAYED_BYTES = 2048;

  /** About 70 short responses over HTTP/2; a burst of 20 fills 2 KiB. */
  private static final int MIN_DECODED_BYTES = 8192;

  private static final int MAX_READS_PER_EVENT = 16;

  /**
   * @param maxBytes maximum bytes of one read, {@code buffer_size_kb}
   */
  public static ReadBuffers of(int maxBytes) {
    int decoded = Math.min(MIN_DECODED_BYTES, maxBytes);
    return new ReadBuffers(relayed(maxBytes), sizes(decoded, decoded, maxBytes));
  }

  /** Those of {@link #relayed()} alone. */
  public static RecvByteBufAllocator relayed(int maxBytes) {
    int initial = Math.min(INITIAL_RELAYED_BYTES, maxBytes);
    return sizes(Math.min(MIN_RELAYED_BYTES, initial), initial, maxBytes);
  }

  private static RecvByteBufAllocator sizes(int min, int initial, int max) {
    return new AdaptiveRecvByteBufAllocator(min, initial, max)
        .maxMessagesPerRead(MAX_READS_PER_EVENT);
  }

  /** For connections to backends of a scheme. */
  public RecvByteBufAllocator of(Scheme scheme) {
    return scheme.isTls() || scheme == Scheme.H2C ? decoded : relayed;
  }
}
