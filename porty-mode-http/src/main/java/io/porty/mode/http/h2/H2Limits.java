package io.porty.mode.http.h2;

import io.porty.mode.http.config.HttpRoute;

/**
 * What a client may do on one connection. Each bound of an attack names the {@link Abuse} that it
 * ends with; none costs a well-behaved connection more than a counter.
 */
final class H2Limits {

  private static final int TICKS_PER_SECOND = 1000 / HttpRoute.TICK_MILLIS;

  /** SETTINGS_MAX_FRAME_SIZE, in bytes: the least that RFC 9113 allows, and enough. */
  static final int FRAME_BYTES = 16_384;

  /** SETTINGS_HEADER_TABLE_SIZE, in bytes: the default, which clients are made for. */
  static final int TABLE_BYTES = 4096;

  /** SETTINGS_INITIAL_WINDOW_SIZE, in bytes: what one upload can make Porty hold. */
  static final int STREAM_WINDOW = 64 * 1024;

  /**
   * What the windows of a connection's busy uploads grow by, all together, in bytes, while their
   * backends keep up: sixteen uploads that stand still, and this, leave half of the connection's
   * window to others.
   */
  static final int WINDOW_GROWTH = 7 * STREAM_WINDOW;

  /** Receiving window of a connection, in bytes: sixteen uploads at once. */
  static final int CONNECTION_WINDOW = 1024 * 1024;

  /**
   * Uploads that wait for their backends beyond this hold back the connection's window, in bytes.
   */
  static final int WAITING_UPLOADS = 1024 * 1024;

  /** A response that waits for a window stops its backend at this many bytes. */
  static final int WAITING_RESPONSE = 64 * 1024;

  /** The same while memory is short. */
  static final int WAITING_RESPONSE_TIGHT = 16 * 1024;

  /** The first turn of a response that has to wait, in bytes: the answer's beginning, soon. */
  static final int FIRST_TURN = 1350;

  /** RST_STREAM at once, {@link Abuse#RAPID_RESET} (CVE-2023-44487; nghttp2 1000, Netty 200). */
  static final int RESETS = 100;

  /** RST_STREAM a second on average (nghttp2 33). */
  static final int RESETS_PER_SECOND = 33;

  /**
   * Premature resets in one tick: of streams that began in this tick or the one before. Then the
   * connection is read again at the next tick, because each may have cost a connection to a backend
   * (CVE-2023-44487). A page that is left resets older ones.
   */
  static final int PREMATURE_RESETS = 16;

  /** RST_STREAM in the life of a connection (sozu 10,000). */
  static final int RESETS_IN_LIFE = 10_000;

  /**
   * Streams that are refused without counting as resets, until the client has acknowledged the
   * SETTINGS that limit them: many clients take a thousand for granted, or as many as they have
   * requests. None of them costs anything at a backend.
   */
  static final int EARLY_REFUSALS = 1000;

  /**
   * CONTINUATION frames of a block that are not full, {@link Abuse#CONTINUATION_FLOOD}
   * (CVE-2024-27316 and others).
   */
  static final int CONTINUATIONS = 8;

  /**
   * Compressed bytes of a block beyond {@code max_head_bytes}, or beyond the {@link #longestCode}
   * of so many.
   */
  static final int BLOCK_SLACK = FRAME_BYTES;

  /**
   * Incomplete blocks of an event loop that may be longer than {@code max_head_bytes} at a time:
   * two megabytes by default.
   */
  static final int LONG_BLOCKS = 8;

  /**
   * From when on such a block gives its place to the next one, in seconds: it takes a round trip or
   * two.
   */
  static final int LONG_BLOCK_SECONDS = 1;

  /** SETTINGS and PING at once, {@link Abuse#CONTROL_FLOOD} (CVE-2019-9512, CVE-2019-9515). */
  static final int CONTROLS = 50;

  /** SETTINGS and PING a second on average. */
  static final int CONTROLS_PER_SECOND = 20;

  /** Answers to SETTINGS and PING that the client does not read. */
  static final int UNREAD_ANSWERS = 100;

  /** DATA frames without content, between two with, {@link Abuse#EMPTY_DATA} (CVE-2019-9518). */
  static final int EMPTY_DATA = 100;

  /**
   * WINDOW_UPDATE frames for each stream and each DATA frame sent, {@link Abuse#WINDOW_FLOOD} (as
   * Envoy).
   */
  static final int UPDATES_PER_DATA = 10;

  /** WINDOW_UPDATE frames beyond these. */
  static final int UPDATES = 100;

  /** PRIORITY and unknown frames for each stream, {@link Abuse#PRIORITY_FLOOD} (CVE-2019-9513). */
  static final int PRIORITIES_PER_STREAM = 100;

  /** PRIORITY and unknown frames beyond these. */
  static final int PRIORITIES = 100;

  /**
   * Streams that are not open yet whose priority is kept: those of the next page or two. Further
   * ones are not; as many as would exceed {@code max_streams} together with open ones are an error
   * (RFC 9218 section 7.1).
   */
  static final int IDLE_PRIORITIES = 100;

  /**
   * Below this window no DATA frame is sent, but a stream's first, and once another after SETTINGS
   * have made the window negative (CVE-2019-9511).
   */
  static final int MIN_WINDOW = 256;

  /** The client's time to acknowledge SETTINGS, in ticks (RFC 9113 section 6.5.3). */
  static final int SETTINGS_TICKS = 10 * TICKS_PER_SECOND;

  /** From the first GOAWAY of a drained connection to its second, in ticks (section 6.8). */
  static final int DRAIN_TICKS = TICKS_PER_SECOND;

  /** How long a connection is read after its last GOAWAY, in ticks. */
  static final int LINGER_TICKS = TICKS_PER_SECOND;

  /**
   * From when on a response that waits for others of its urgency has a share of turns, in ticks: a
   * second. Most are complete by then, and those before it one after the other.
   */
  static final int STARVING_TICKS = 10;

  /**
   * How long a tunnel that is closed may still send what waits, in seconds: as long as a
   * half-closed peer of TCP is given before probes find it gone.
   */
  static final int CLOSE_SECONDS = 30;

  /** Compressed bytes that so many bytes of fields may have: Huffman's longest code has 30 bits. */
  static int longestCode(int bytes) {
    return (int) (bytes * 30L / Byte.SIZE);
  }

  private H2Limits() {}
}
