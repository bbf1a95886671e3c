package io.porty.engine.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects and formats the errors of one configuration. */
public final class Problems {

  /** Further errors are only counted. */
  private static final int MAX_SHOWN = 100;

  /** Longer lines are shortened to the part around the error. */
  private static final int MAX_LINE = 160;

  private static final int BEFORE_MISTAKE = 60;

  private final ConfigText main;
  private final List<Problem> found = new ArrayList<>();
  private final Map<ConfigText, Integer> files = new HashMap<>();
  private final Map<ConfigText, Set<Integer>> masked = new HashMap<>();

  /**
   * @param main the main file
   */
  Problems(ConfigText main) {
    this.main = main;
    files.put(main, 0);
  }

  void add(ConfigPosition place, String key, String message, String remedy) {
    files.putIfAbsent(place.text(), files.size());
    found.add(new Problem(place, key, message, remedy));
  }

  /** Adds an error without a position. */
  void add(String key, String message, String remedy) {
    add(new ConfigPosition(main, 0, 0), key, message, remedy);
  }

  /** Hides a line that contains a secret. */
  void mask(ConfigPosition place) {
    masked.computeIfAbsent(place.text(), text -> new HashSet<>()).add(place.line());
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** The errors in the order of files and lines. */
  private List<Problem> list() {
    return found.stream()
        .distinct() // a value that is read twice is wrong once
        .sorted(
            Comparator.comparingInt((Problem p) -> files.getOrDefault(p.place().text(), 0))
                .thenComparingInt(p -> p.place().line())
                .thenComparingInt(p -> p.place().column()))
        .toList();
  }

  /** The report: for each error the position, message, line with a caret, and remedy. */
  @SuppressWarnings("ReferenceEquality") // each is one object
  public String render() {
    StringBuilder out = new StringBuilder();
    List<Problem> all = list();
    for (Problem problem : all.subList(0, Math.min(MAX_SHOWN, all.size()))) {
      render(problem, out);
    }
    if (all.size() > MAX_SHOWN) {
      out.append("and ").append(all.size() - MAX_SHOWN).append(" more\n\n");
    }
    int count = all.size();
    out.append(count == 1 ? "1 problem" : count + " problems").append(" in ").append(main.name());
    long others = all.stream().map(p -> p.place().text()).distinct().filter(t -> t != main).count();
    return out.append(others > 0 ? " and what it includes" : "").toString();
  }

  private void render(Problem problem, StringBuilder out) {
    ConfigPosition place = problem.place();
    out.append(place.text().name());
    if (place.line() > 0) {
      out.append(':').append(place.line()).append(':').append(place.column());
    }
    out.append(": ");
    if (!problem.key().isEmpty()) {
      out.append(visible(problem.key())).append(' ');
    }
    out.append(visible(problem.message())).append('\n');
    if (place.line() > 0 && place.line() <= place.text().lines().size()) {
      String number = Integer.toString(place.line());
      String line = shown(place);
      int from = line.length() <= MAX_LINE ? 0 : Math.max(0, place.column() - 1 - BEFORE_MISTAKE);
      int to = Math.min(line.length(), from + MAX_LINE);
      out.append("  ").append(number).append(" | ");
      out.append(from > 0 ? "..." : "").append(visible(line.substring(Math.min(from, to), to)));
      out.append(to < line.length() ? "..." : "").append('\n');
      out.append(" ".repeat(2 + number.length())).append(" | ").append(from > 0 ? "   " : "");
      int spaces = Math.min(Math.max(0, place.column() - 1 - from), MAX_LINE);
      out.append(" ".repeat(spaces)).append("^\n");
    }
    out.append("  ").append(visible(problem.remedy())).append("\n\n");
  }

  private String shown(ConfigPosition place) {
    String text = place.text().lines().get(place.line() - 1);
    boolean secret = masked.getOrDefault(place.text(), Set.of()).contains(place.line());
    return secret ? text.replaceFirst("=.*", "= ****") : text;
  }

  /** Replaces control characters, so that a file cannot send escape sequences to a terminal. */
  private static String visible(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = Character.isISOControl(c) && c != '\t' && c != '\n';
      if (control && out == null) {
        out = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (out != null) {
        out.append(control ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    return out == null ? text : out.toString();
  }
}
