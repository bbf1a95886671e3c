package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts header blocks together: HEADERS and its CONTINUATIONs (RFC 9113 section 4.3), within limits
 * on both. On the event loop.
 */
final class BlockCollector implements LongBlocks.Holder {

  private static final byte[] NONE = new byte[0];

  /** Implemented by what reads a connection. */
  interface Owner {

    /** Room for the block of one frame, valid during one call. */
    byte[] block();

    /** Bytes that a head may have. */
    int headBytes();

    /** Places for blocks that are longer than that. */
    LongBlocks longBlocks();

    /** As {@link LongBlocks.Holder#remote}. */
    Object remote();

    /** A complete block. */
    void block(int stream, byte[] block, int length, boolean endStream);

    void malformed(H2Error error, String text);

    void abuse(Abuse reason);
  }

  private final Owner owner;
  private final AbuseGuard guard;
  private byte[] partial = NONE;
  private int length;
  private boolean endStream;

  /** Where the current block has a place, because it is a long one. */
  private @Nullable LongBlocks place;

  BlockCollector(Owner owner, AbuseGuard guard) {
    this.owner = owner;
    this.guard = guard;
  }

  /** A HEADERS frame. */
  void headers(FrameHeader frame, ByteBuf in) {
    int end = in.readerIndex() + frame.length();
    int padding = frame.has(FrameType.PADDED) ? in.readUnsignedByte() : 0;
    if (frame.has(FrameType.WITH_PRIORITY)) {
      in.skipBytes(5);
    }
    int bytes = end - in.readerIndex() - padding;
    if (bytes < 0) {
      owner.malformed(H2Error.PROTOCOL_ERROR, "padding is longer than its frame");
      return;
    }
    endStream = frame.has(FrameType.END_STREAM);
    guard.block();
    if (frame.has(FrameType.END_HEADERS)) {
      byte[] block = owner.block();
      in.readBytes(block, 0, bytes);
      owner.block(frame.stream(), block, bytes, endStream);
    } else {
      length = 0;
      add(in, bytes);
    }
  }

  /** A CONTINUATION frame of the current block. */
  void continuation(FrameHeader frame, ByteBuf in) {
    // Full frames are bounded by the length of the block.
    boolean isFull = frame.length() == H2Limits.FRAME_BYTES;
    if ((!isFull && !guard.continuation())
        || !fits(length + frame.length(), frame.has(FrameType.END_HEADERS))) {
      owner.abuse(Abuse.CONTINUATION_FLOOD);
      return;
    }
    add(in, frame.length());
    if (frame.has(FrameType.END_HEADERS)) {
      byte[] block = partial;
      drop();
      owner.block(frame.stream(), block, length, endStream);
    }
  }

  /**
   * Whether a block may have so many compressed bytes.
   *
   * @param complete it waits for nothing, and needs no place
   */
  private boolean fits(int bytes, boolean complete) {
    int head = owner.headBytes();
    if (bytes > H2Limits.longestCode(head) + H2Limits.BLOCK_SLACK) {
      return false;
    }
    if (bytes > head + H2Limits.BLOCK_SLACK && place == null && !complete) {
      LongBlocks places = owner.longBlocks();
      if (!places.take(this)) {
        return false;
      }
      place = places;
    }
    return true;
  }

  /** Drops what there is of a block. */
  void drop() {
    partial = NONE;
    if (place != null) {
      place.release(this);
      place = null;
    }
  }

  // LongBlocks.Holder

  @Override
  public Object remote() {
    return owner.remote();
  }

  @Override
  public void displaced() {
    drop();
    owner.abuse(Abuse.CONTINUATION_FLOOD);
  }

  private void add(ByteBuf in, int bytes) {
    if (length + bytes > partial.length) {
      partial = Arrays.copyOf(partial, Math.max(length + bytes, partial.length * 2));
    }
    in.readBytes(partial, length, bytes);
    length += bytes;
  }
}
