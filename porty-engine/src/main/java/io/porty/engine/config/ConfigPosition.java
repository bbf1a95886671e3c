package io.porty.engine.config;

/**
 * Where something is written.
 *
 * @param line from 1; 0 if it belongs to no line
 * @param column from 1
 */
record ConfigPosition(ConfigText text, int line, int column) {

  /** As another file's message names it: {@code line 12}, or {@code conf.d/a.toml line 12}. */
  @SuppressWarnings("ReferenceEquality") // a text is one object
  String seenFrom(ConfigText from) {
    return (text == from ? "" : text.name() + " ") + "line " + line;
  }

  /** The same line, of which nothing special is meant. */
  ConfigPosition lineStart() {
    return new ConfigPosition(text, line, 1);
  }
}
