package io.porty.engine.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads TOML of the usual form in one pass: keys and headers of plain words, texts in one line,
 * numbers, {@code true} and {@code false}, arrays, and tables in one line. Whatever else there is,
 * valid or not, is left to the parser, which knows all of TOML and what to say of mistakes. Of what
 * both read, tables and positions are the same.
 */
final class UsualToml {

  /** Heap for each character of a text, at most: of a header of two tables it is 57. */
  static final int CHARACTER_COST = 60;

  private final TomlCursor text;
  private final ConfigTable all = new ConfigTable();

  /** Tables and lists of headers, which later headers may continue. */
  private final Set<Object> ofHeaders = Collections.newSetFromMap(new IdentityHashMap<>());

  private UsualToml(TomlCursor text) {
    this.text = text;
  }

  /**
   * @return null for a text of another form
   */
  static @Nullable ConfigTable read(TomlPieces.Piece piece, ConfigText source) {
    UsualToml usual = new UsualToml(new TomlCursor(piece, source));
    try {
      usual.lines();
      return usual.all;
    } catch (TomlCursor.Unusual e) {
      return null;
    }
  }

  private void lines() throws TomlCursor.Unusual {
    ConfigTable table = all;
    while (!text.isAtEnd()) {
      text.skipBlanks();
      if (text.next() == '[') {
        table = header();
      } else if (TomlCursor.isOfWord(text.next())) {
        pair(table);
      }
      text.endLine();
    }
  }

  /** The table that a header opens. */
  private ConfigTable header() throws TomlCursor.Unusual {
    ConfigPosition place = text.place();
    text.take('[');
    boolean isList = text.skips('[');
    ConfigTable table = all;
    String name = text.word();
    int missing = 0;
    for (int depth = 1; text.skips('.'); depth++) {
      TomlCursor.require(depth < TomlPieces.MAX_NESTING);
      if (table.get(name) == null) {
        // Several at once are unusual, and many bytes of heap for each character.
        TomlCursor.require(++missing == 1);
      }
      table = within(table, name, place);
      name = text.word();
    }
    text.take(']');
    if (isList) {
      text.take(']');
      return element(table, name, place);
    }
    TomlCursor.require(table.get(name) == null);
    return made(table, name, place);
  }

  private ConfigTable within(ConfigTable table, String name, ConfigPosition place)
      throws TomlCursor.Unusual {
    ConfigValue value = table.get(name);
    if (value == null) {
      return made(table, name, place);
    }
    TomlCursor.require(ofHeaders.contains(value.raw()));
    Object last =
        value.raw() instanceof List<?> list
            ? ((ConfigValue) list.get(list.size() - 1)).raw()
            : value.raw();
    return (ConfigTable) last;
  }

  private ConfigTable made(ConfigTable table, String name, ConfigPosition place) {
    ConfigTable made = new ConfigTable();
    ofHeaders.add(made);
    table.put(name, new ConfigValue(made, place));
    return made;
  }

  private ConfigTable element(ConfigTable table, String name, ConfigPosition place)
      throws TomlCursor.Unusual {
    ConfigValue value = table.get(name);
    List<Object> list;
    if (value == null) {
      list = new ArrayList<>();
      ofHeaders.add(list);
      table.put(name, new ConfigValue(list, place));
    } else {
      TomlCursor.require(value.raw() instanceof List && ofHeaders.contains(value.raw()));
      @SuppressWarnings("unchecked") // made here
      List<Object> known = (List<Object>) value.raw();
      list = known;
    }
    ConfigTable made = new ConfigTable();
    list.add(new ConfigValue(made, place));
    return made;
  }

  private void pair(ConfigTable table) throws TomlCursor.Unusual {
    ConfigPosition place = text.place();
    String key = text.word();
    text.skipBlanks();
    text.take('=');
    text.skipBlanks();
    Object value = value();
    TomlCursor.require(table.get(key) == null);
    table.put(key, new ConfigValue(value, place));
  }

  private Object value() throws TomlCursor.Unusual {
    char c = text.next();
    if (c == '"' || c == '\'') {
      return text.string(c);
    }
    if (c == '[') {
      return array();
    }
    if (c == '{') {
      return table();
    }
    return text.plain();
  }

  private List<Object> array() throws TomlCursor.Unusual {
    text.take('[');
    List<Object> list = new ArrayList<>();
    text.skipLines();
    while (!text.skips(']')) {
      ConfigPosition place = text.place();
      list.add(new ConfigValue(value(), place));
      text.skipLines();
      if (text.skips(',')) {
        text.skipLines();
      } else {
        TomlCursor.require(text.next() == ']');
      }
    }
    return list;
  }

  /** In one line, as TOML 1.0 has it. */
  private ConfigTable table() throws TomlCursor.Unusual {
    text.take('{');
    ConfigTable table = new ConfigTable();
    text.skipBlanks();
    while (!text.skips('}')) {
      pair(table);
      text.skipBlanks();
      if (text.skips(',')) {
        text.skipBlanks();
        TomlCursor.require(text.next() != '}');
      } else {
        TomlCursor.require(text.next() == '}');
      }
    }
    return table;
  }
}
