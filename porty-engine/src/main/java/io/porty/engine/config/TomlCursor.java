package io.porty.engine.config;

import java.util.HashMap;
import java.util.Map;

/**
 * A place in a text of TOML, and the words, strings and numbers of the {@link UsualToml usual form}
 * that may stand there.
 */
final class TomlCursor {

  /** So that a number needs no check for overflow, nor for its precision. */
  private static final int MAX_DIGITS = 15;

  private static final char END = '\0';
  private static final char FIRST_BEYOND_ASCII = '\u00a0';

  /** Letters behind a backslash. */
  private static final String ESCAPES = "\"\\nrt";

  private final TomlPieces.Piece piece;
  private final String text;
  private final ConfigText source;

  /** So that a key that is written often is one object. */
  private final Map<String, String> words = new HashMap<>();

  private int at;
  private int line = 1;
  private int lineStart;

  /** The text is of another form. */
  static final class Unusual extends Exception {
    private static final long serialVersionUID = 1L;

    private Unusual() {
      super(null, null, false, false);
    }
  }

  TomlCursor(TomlPieces.Piece piece, ConfigText source) {
    this.piece = piece;
    this.text = piece.text();
    this.source = source;
  }

  static void require(boolean usual) throws Unusual {
    if (!usual) {
      throw new Unusual();
    }
  }

  String string(char quote) throws Unusual {
    int from = ++at;
    boolean hasEscapes = false;
    while (next() != quote) {
      char c = next();
      require((c >= ' ' && c <= '~') || (c >= FIRST_BEYOND_ASCII && c < Character.MIN_SURROGATE));
      if (c == '\\' && quote == '"') {
        hasEscapes = true;
        at++;
        require(ESCAPES.indexOf(next()) >= 0);
      }
      at++;
    }
    String string = text.substring(from, at++);
    require(!string.isEmpty() || next() != quote);
    return hasEscapes ? string.translateEscapes() : string;
  }

  /** A number, {@code true} or {@code false}. */
  Object plain() throws Unusual {
    int from = at;
    while (isOfWord(next()) || next() == '.') {
      at++;
    }
    String word = text.substring(from, at);
    if (word.equals("true")) {
      return Boolean.TRUE;
    }
    if (word.equals("false")) {
      return Boolean.FALSE;
    }
    return number(word);
  }

  private static Object number(String word) throws Unusual {
    int first = word.startsWith("-") ? 1 : 0;
    int point = word.indexOf('.');
    int whole = point < 0 ? word.length() : point;
    require(word.length() <= MAX_DIGITS && first < whole && point < word.length() - 1);
    require(word.charAt(first) != '0' || whole == first + 1);
    for (int i = first; i < word.length(); i++) {
      require(i == point || (word.charAt(i) >= '0' && word.charAt(i) <= '9'));
    }
    return point < 0 ? (Object) Long.valueOf(word) : (Object) Double.valueOf(word);
  }

  String word() throws Unusual {
    int from = at;
    while (isOfWord(next())) {
      at++;
    }
    require(at > from);
    String word = text.substring(from, at);
    String known = words.putIfAbsent(word, word);
    return known == null ? word : known;
  }

  static boolean isOfWord(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  /** Takes a comment, and the end of the line or of the text. */
  void endLine() throws Unusual {
    skipBlanks();
    if (next() == '#') {
      while (next() >= ' ' && next() != 0x7f) {
        at++;
      }
    }
    if (at == text.length()) {
      return;
    }
    at += next() == '\r' ? 1 : 0;
    take('\n');
    line++;
    lineStart = at;
  }

  /** Between the values of an array. */
  void skipLines() throws Unusual {
    skipBlanks();
    while (next() == '\n' || next() == '\r' || next() == '#') {
      endLine();
      skipBlanks();
    }
  }

  void skipBlanks() {
    while (next() == ' ' || next() == '\t') {
      at++;
    }
  }

  void take(char c) throws Unusual {
    require(next() == c);
    at++;
  }

  /** Goes on if this character is next. */
  boolean skips(char c) {
    boolean is = next() == c;
    at += is ? 1 : 0;
    return is;
  }

  /** The next character; behind the end of the text one that none of the usual form is. */
  char next() {
    return at < text.length() ? text.charAt(at) : END;
  }

  boolean isAtEnd() {
    return at == text.length();
  }

  /** Where this is in the file. */
  ConfigPosition place() {
    return new ConfigPosition(source, piece.line(line), at - lineStart + 1);
  }
}
