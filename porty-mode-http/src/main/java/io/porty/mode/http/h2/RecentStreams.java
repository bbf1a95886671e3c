package io.porty.mode.http.h2;

/**
 * The streams of a connection that have ended last, in a ring: frames for them may be on their way
 * (RFC 9113 section 5.1). Allocated with the first. On the event loop.
 */
final class RecentStreams {

  /** How a stream was left. */
  enum End {
    /** Not among the last ones, or never opened. */
    UNKNOWN,
    /** The peer has ended or reset it: nothing may follow. */
    BY_PEER,
    /** Porty has ended it first: what the peer still sends is ignored. */
    BY_PORTY
  }

  private static final int SIZE = 128;
  private static final int[] NONE = new int[0];

  /** Numbers of streams; negative if Porty ended it first. */
  private int[] ring = NONE;

  private int next;
  private int refusedUpTo;

  void add(int stream, boolean isOver) {
    if (ring.length == 0) {
      ring = new int[SIZE];
    }
    ring[next] = isOver ? stream : -stream;
    next = (next + 1) & (SIZE - 1);
  }

  /**
   * Many streams may have been refused at once, up to this one, more than are kept: of those below
   * that are not, frames may be on their way, too.
   */
  void refusedUpTo(int stream) {
    refusedUpTo = stream;
  }

  /** Porty has answered a frame that may not follow with RST_STREAM: further ones are ignored. */
  void reset(int stream) {
    for (int i = 0; i < ring.length; i++) {
      if (ring[i] == stream) {
        ring[i] = -stream;
      }
    }
  }

  End of(int stream) {
    for (int at : ring) {
      if (at == stream) {
        return End.BY_PEER;
      }
      if (at == -stream) {
        return End.BY_PORTY;
      }
    }
    return stream <= refusedUpTo ? End.BY_PORTY : End.UNKNOWN;
  }
}
