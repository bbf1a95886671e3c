package io.porty.engine.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a TOML text into pieces that the parser handles in linear time and bounded memory: blank
 * and comment lines are removed, because the parser scans runs of them repeatedly, and a large text
 * is split before lines {@code [[routes]]}. It recognises only strings, comments and brackets.
 */
final class TomlPieces {

  /** Minimum length of a piece in characters. */
  private static final int PIECE_CHARS = 32 * 1024;

  /** Maximum nesting of brackets: more than any key needs, and safe for the parser's recursion. */
  static final int MAX_NESTING = 64;

  /** Peak memory of the parser in bytes; measured and rounded up. */
  private static final int LINE_COST = 700;

  private static final int EQUALS_COST = 700;
  private static final int COMMA_COST = 800;
  private static final int BRACKET_COST = 350;
  private static final int STRING_COST = 350;
  private static final int LINE_WITHIN_STRING_COST = 600;
  private static final int ESCAPE_COST = 300;
  private static final int CHARACTER_COST = 12;
  private static final int LINE_WITHOUT_MEANING_COST = 1_700;

  /**
   * @param lines the number in the file, from 1, of each line of the text
   * @param cost approximate maximum memory for parsing it, in bytes
   */
  record Piece(String text, int[] lines, long cost) {

    /** Maps a line of this text to a line of the file, both from 1. */
    int line(int own) {
      return lines.length == 0 ? 1 : lines[Math.max(0, Math.min(own, lines.length) - 1)];
    }
  }

  private enum Within {
    NOTHING,
    COMMENT,
    BASIC,
    LITERAL,
    LONG_BASIC,
    LONG_LITERAL
  }

  private final String text;
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder piece = new StringBuilder();
  private int[] lines = new int[256];
  private int lineCount;
  private long cost;
  private int at;
  private int line = 1;
  private int depth;
  private boolean meant;
  private Within within = Within.NOTHING;
  private int tooDeepLine;

  private TomlPieces(String text) {
    this.text = text;
  }

  static TomlPieces of(String text) {
    TomlPieces pieces = new TomlPieces(text);
    while (pieces.at < text.length()) {
      pieces.line();
    }
    pieces.cut();
    return pieces;
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** The first line with too deeply nested brackets; 0 if there is none. */
  int tooDeepLine() {
    return tooDeepLine;
  }

  private void line() {
    if (within == Within.NOTHING) {
      int end = endOfTrivia();
      if (end >= 0) {
        at = end;
        line++;
        return;
      }
      if (depth == 0 && piece.length() >= PIECE_CHARS && startsRoute()) {
        cut();
      }
    }
    if (lineCount == lines.length) {
      lines = Arrays.copyOf(lines, lines.length * 2);
    }
    lines[lineCount++] = line;
    int from = at;
    boolean outside = depth == 0 && within == Within.NOTHING;
    meant = false;
    cost += within == Within.NOTHING ? LINE_COST : LINE_WITHIN_STRING_COST;
    while (at < text.length() && text.charAt(at) != '\n') {
      character();
    }
    if (within != Within.LONG_BASIC && within != Within.LONG_LITERAL) {
      within = Within.NOTHING;
    }
    if (outside && !meant) {
      cost += LINE_WITHOUT_MEANING_COST;
    }
    at = Math.min(text.length(), at + 1);
    cost += (long) (at - from) * CHARACTER_COST;
    piece.append(text, from, at);
    line++;
  }

  private void character() {
    char c = text.charAt(at);
    switch (within) {
      case NOTHING -> plain(c);
      case COMMENT -> at++;
      case BASIC, LONG_BASIC -> {
        if (c == '\\') {
          cost += ESCAPE_COST;
          boolean endOfLine = at + 1 < text.length() && text.charAt(at + 1) == '\n';
          at += endOfLine ? 1 : 2;
        } else {
          quoted(c, '"', within == Within.LONG_BASIC);
        }
      }
      case LITERAL, LONG_LITERAL -> quoted(c, '\'', within == Within.LONG_LITERAL);
    }
  }

  private void plain(char c) {
    at++;
    switch (c) {
      case '#' -> within = Within.COMMENT;
      case '"' -> open('"', Within.BASIC, Within.LONG_BASIC);
      case '\'' -> open('\'', Within.LITERAL, Within.LONG_LITERAL);
      case '=' -> {
        meant = true;
        cost += EQUALS_COST;
      }
      case ',' -> cost += COMMA_COST;
      case '[', '{' -> {
        meant = true;
        cost += BRACKET_COST;
        if (++depth > MAX_NESTING && tooDeepLine == 0) {
          tooDeepLine = line;
        }
      }
      case ']', '}' -> {
        cost += BRACKET_COST;
        depth = Math.max(0, depth - 1);
      }
      default -> {}
    }
  }

  private void open(char quote, Within one, Within three) {
    cost += STRING_COST;
    boolean isLong = is(quote, at) && is(quote, at + 1);
    at += isLong ? 2 : 0;
    within = isLong ? three : one;
  }

  private void quoted(char c, char quote, boolean isLong) {
    at++;
    if (c != quote) {
      return;
    }
    if (!isLong) {
      within = Within.NOTHING;
    } else if (is(quote, at) && is(quote, at + 1)) {
      at += 2;
      // Up to two more quotes belong to the string.
      for (int more = 0; more < 2 && is(quote, at); more++) {
        at++;
      }
      within = Within.NOTHING;
    }
  }

  private boolean is(char c, int index) {
    return index < text.length() && text.charAt(index) == c;
  }

  /** The offset after a blank or comment line; -1 for any other line. */
  private int endOfTrivia() {
    int i = skipBlanks(at);
    if (is('#', i)) {
      while (i < text.length() && text.charAt(i) != '\n') {
        char c = text.charAt(i);
        boolean allowed = (c >= ' ' && c != 0x7f) || c == '\t' || (c == '\r' && is('\n', i + 1));
        if (!allowed) {
          return -1; // the parser reports this error
        }
        i++;
      }
    } else if (is('\r', i) && is('\n', i + 1)) {
      i++;
    }
    return i >= text.length() ? text.length() : text.charAt(i) == '\n' ? i + 1 : -1;
  }

  private boolean startsRoute() {
    int i = skipBlanks(at);
    if (!text.startsWith("[[", i)) {
      return false;
    }
    i = skipBlanks(i + 2);
    return text.startsWith(ConfigLoader.ROUTES, i)
        && text.startsWith("]]", skipBlanks(i + ConfigLoader.ROUTES.length()));
  }

  private int skipBlanks(int from) {
    int i = from;
    while (is(' ', i) || is('\t', i)) {
      i++;
    }
    return i;
  }

  private void cut() {
    pieces.add(new Piece(piece.toString(), Arrays.copyOf(lines, lineCount), cost));
    piece.setLength(0);
    lineCount = 0;
    cost = 0;
  }
}
