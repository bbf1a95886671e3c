package io.porty.engine.config;

/**
 * A position in a configuration file.
 *
 * @param line from 1; 0 without a position
 * @param column from 1
 */
record ConfigPosition(ConfigText text, int line, int column) {

  /** The position relative to another file: {@code line 12}, or {@code conf.d/a.toml line 12}. */
  @SuppressWarnings("ReferenceEquality") // each text is a single instance
  String seenFrom(ConfigText from) {
    return (text == from ? "" : text.name() + " ") + "line " + line;
  }

  /** {@link #seenFrom} in brackets, to be added to a message; empty without a position. */
  String inBrackets(ConfigText from) {
    return line == 0 ? "" : " (" + seenFrom(from) + ")";
  }

  /** The beginning of the same line. */
  ConfigPosition lineStart() {
    return new ConfigPosition(text, line, 1);
  }
}
