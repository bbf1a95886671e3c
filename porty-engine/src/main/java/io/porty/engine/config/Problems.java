package io.porty.engine.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every mistake found in one configuration, and how they are shown. */
public final class Problems {

  /** More are only counted: nobody reads on. */
  private static final int MAX_SHOWN = 100;

  /** Of a longer line the part around the mistake is shown. */
  private static final int MAX_LINE = 160;

  private static final int BEFORE_MISTAKE = 60;

  private final ConfigText main;
  private final List<Problem> found = new ArrayList<>();
  private final Map<ConfigText, Integer> files = new HashMap<>();
  private final Map<ConfigText, Set<Integer>> masked = new HashMap<>();

  /**
   * @param main the file that everything begins with
   */
  Problems(ConfigText main) {
    this.main = main;
    files.put(main, 0);
  }

  void add(ConfigPosition place, String key, String message, String remedy) {
    files.putIfAbsent(place.text(), files.size());
    found.add(new Problem(place, key, message, remedy));
  }

  /** One that belongs to no line. */
  void add(String key, String message, String remedy) {
    add(new ConfigPosition(main, 0, 0), key, message, remedy);
  }

  /** The line holds a secret: it is not shown. */
  void mask(ConfigPosition place) {
    masked.computeIfAbsent(place.text(), text -> new HashSet<>()).add(place.line());
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** The mistakes in the order of the files and their lines. */
  private List<Problem> list() {
    return found.stream()
        .sorted(
            Comparator.comparingInt((Problem p) -> files.getOrDefault(p.place().text(), 0))
                .thenComparingInt(p -> p.place().line())
                .thenComparingInt(p -> p.place().column()))
        .toList();
  }

  /** All of them for a person: place, message, the line with a caret, the remedy. */
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

  /** A file's control characters are not for the terminal of whoever reads about it. */
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
