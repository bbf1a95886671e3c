package io.porty.mode.http.h2;

import java.util.Locale;

/** Why a connection was ended with ENHANCE_YOUR_CALM; the name in lower case is the metric's. */
enum Abuse {
  /** Streams are opened and reset (CVE-2023-44487), or Porty is made to (CVE-2025-8671). */
  RAPID_RESET("too many streams were reset"),
  CONTINUATION_FLOOD("too long a header block"),
  HEADER_BOMB("too many or too long header fields"),
  CONTROL_FLOOD("too many SETTINGS or PING frames"),
  EMPTY_DATA("too many empty DATA frames"),
  WINDOW_FLOOD("too many WINDOW_UPDATE frames"),
  PRIORITY_FLOOD("too many PRIORITY or unknown frames"),
  SLOW_READ("responses were not taken");

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
