package io.porty.engine.config;

import java.util.List;

/**
 * The text of one configuration file, for the excerpts in error messages.
 *
 * @param name the file as messages name it
 * @param lines without their line ends
 */
record ConfigText(String name, List<String> lines) {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  static ConfigText of(String name, String text) {
    return new ConfigText(name, text.lines().toList());
  }

  /** Removes the byte order mark that Windows editors write before UTF-8 text. */
  static String withoutMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }
}
