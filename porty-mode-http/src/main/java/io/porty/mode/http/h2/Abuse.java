package io.porty.mode.http.h2;

import java.util.Locale;

/**
 * The limits that a client can reach; the name in lower case is the metric's. Those with a text end
 * the connection with ENHANCE_YOUR_CALM.
 */
enum Abuse {
  /** Streams are opened and reset (CVE-2023-44487). */
  RAPID_RESET("too many streams were reset"),
  /** Porty is made to reset streams (CVE-2025-8671). */
  MADE_YOU_RESET("too many streams had to be reset"),
  /** Streams are reset as soon as they have begun: reading pauses until the next tick. */
  PREMATURE_RESETS(""),
  CONTINUATION_FLOOD("too long a header block"),
  HEADER_BOMB("too many or too long header fields"),
  CONTROL_FLOOD("too many SETTINGS or PING frames"),
  EMPTY_DATA("too many empty DATA frames"),
  WINDOW_FLOOD("too many WINDOW_UPDATE frames"),
  PRIORITY_FLOOD("too many PRIORITY, unknown or late frames"),
  /** The connection's window is closed, or a stream's, which is reset. */
  SLOW_READ("responses were not taken"),
  /** More streams than {@code max_streams}: REFUSED_STREAM. */
  MAX_STREAMS(""),
  /** The connection is drained. */
  STREAMS_IN_LIFE(""),
  /** No stream for {@code keepalive_timeout_seconds}. */
  IDLE(""),
  /** A preface, header block or control frame was not finished. */
  SLOW_FRAME(""),
  SETTINGS_TIMEOUT("");

  private final String text;

  Abuse(String text) {
    this.text = text;
  }

  String reason() {
    return name().toLowerCase(Locale.ROOT);
  }

  String text() {
    return text;
  }
}
