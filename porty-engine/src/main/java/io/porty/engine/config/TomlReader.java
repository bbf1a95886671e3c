package io.porty.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Parses TOML into tables that keep the position of each value. */
final class TomlReader {

  private static final Pattern LINE_IN_MESSAGE = Pattern.compile("line (\\d+)");
  private static final String SYNTAX =
      "This is not valid TOML; see https://toml.io for the syntax.";

  private final ConfigText source;
  private final Problems problems;
  private final ConfigTable all = new ConfigTable();
  private boolean broken;

  private TomlReader(ConfigText source, Problems problems) {
    this.source = source;
    this.problems = problems;
  }

  /**
   * The result of parsing.
   *
   * @param broken whether there were syntax errors, so that a missing key may be on a broken line
   */
  record Result(ConfigTable table, boolean broken) {}

  static Result read(ConfigText source, String text, Problems problems) {
    TomlReader reader = new TomlReader(source, problems);
    reader.read(TomlPieces.of(text));
    return new Result(reader.all, reader.broken);
  }

  /** By the parser alone. */
  static Result parse(ConfigText source, String text, Problems problems) {
    TomlReader reader = new TomlReader(source, problems);
    TomlPieces.of(text).pieces().forEach(reader::parse);
    return new Result(reader.all, reader.broken);
  }

  private void read(TomlPieces pieces) {
    if (pieces.tooDeepLine() > 0) {
      problem(
          pieces.tooDeepLine(),
          1,
          "has more than " + TomlPieces.MAX_NESTING + " brackets within each other",
          "Is one of them not closed?");
      return;
    }
    for (TomlPieces.Piece piece : pieces.pieces()) {
      ConfigTable usual = usual(piece);
      if (usual != null) {
        all.join(usual, "", problems);
        continue;
      }
      if (!HeapCheck.has(piece.cost())) {
        problem(
            piece.line(1),
            1,
            "needs more memory than is free to be read, about "
                + (piece.cost() >> 20)
                + " MiB for what begins here",
            "Give Porty a larger heap: PORTY_OPTS=-Xmx1g.");
        return;
      }
      parse(piece);
    }
  }

  /** Without the parser, which needs far more time and memory; null if that has to read it. */
  private @Nullable ConfigTable usual(TomlPieces.Piece piece) {
    long cost = (long) piece.text().length() * UsualToml.CHARACTER_COST;
    return HeapCheck.has(cost) ? UsualToml.read(piece, source) : null;
  }

  private void parse(TomlPieces.Piece piece) {
    TomlParseResult parsed = Toml.parse(piece.text());
    for (TomlParseError error : parsed.errors()) {
      String message =
          LINE_IN_MESSAGE
              .matcher(error.getMessage())
              .replaceAll(found -> "line " + lineOf(piece, found));
      problem(piece.line(error.position().line()), error.position().column(), message, SYNTAX);
    }
    all.join(table(parsed, piece), "", problems);
  }

  private static int lineOf(TomlPieces.Piece piece, MatchResult found) {
    return piece.line((int) Math.min(Integer.MAX_VALUE, Long.parseLong(found.group(1))));
  }

  private void problem(int line, int column, String message, String remedy) {
    broken = true;
    problems.add(new ConfigPosition(source, line, column), "", message, remedy);
  }

  private ConfigTable table(TomlTable from, TomlPieces.Piece piece) {
    ConfigTable table = new ConfigTable();
    for (String key : from.keySet()) {
      List<String> path = List.of(key);
      Object value = from.get(path);
      if (value != null) {
        ConfigPosition place = place(from.inputPositionOf(path), piece);
        table.put(key, new ConfigValue(raw(value, piece), place));
      }
    }
    return table;
  }

  private Object raw(Object value, TomlPieces.Piece piece) {
    if (value instanceof TomlTable below) {
      return table(below, piece);
    }
    if (!(value instanceof TomlArray array)) {
      return value;
    }
    List<Object> list = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      list.add(new ConfigValue(raw(array.get(i), piece), place(array.inputPositionOf(i), piece)));
    }
    return list;
  }

  /**
   * @param position null for a missing key
   */
  private ConfigPosition place(@Nullable TomlPosition position, TomlPieces.Piece piece) {
    if (position == null) {
      return new ConfigPosition(source, piece.line(1), 1);
    }
    return new ConfigPosition(source, piece.line(position.line()), position.column());
  }
}
