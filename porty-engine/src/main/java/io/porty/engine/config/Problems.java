package io.porty.engine.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every mistake found in one configuration, and how they are shown. */
public final class Problems {

  private final String file;
  private final List<String> lines;
  private final List<Problem> found = new ArrayList<>();
  private final Set<Integer> masked = new HashSet<>();

  public Problems(String file, String source) {
    this.file = file;
    this.lines = source.lines().toList();
  }

  void add(int line, int column, String key, String message, String remedy) {
    found.add(new Problem(line, column, key, message, remedy));
  }

  /** The line holds a secret: it is not shown. */
  void mask(int line) {
    masked.add(line);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** The mistakes in the order of the file. */
  public List<Problem> list() {
    return found.stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .toList();
  }

  /** All of them for a person: place, message, the line with a caret, the remedy. */
  public String render() {
    StringBuilder out = new StringBuilder();
    for (Problem problem : list()) {
      out.append(file);
      if (problem.line() > 0) {
        out.append(':').append(problem.line()).append(':').append(problem.column());
      }
      out.append(": ");
      if (!problem.key().isEmpty()) {
        out.append(problem.key()).append(' ');
      }
      out.append(problem.message()).append('\n');
      if (problem.line() > 0 && problem.line() <= lines.size()) {
        String number = Integer.toString(problem.line());
        out.append("  ").append(number).append(" | ").append(shown(problem.line()));
        out.append('\n').append(" ".repeat(2 + number.length())).append(" | ");
        out.append(" ".repeat(Math.max(0, problem.column() - 1))).append("^\n");
      }
      out.append("  ").append(problem.remedy()).append("\n\n");
    }
    int count = found.size();
    out.append(count == 1 ? "1 problem" : count + " problems").append(" in ").append(file);
    return out.toString();
  }

  private String shown(int line) {
    String text = lines.get(line - 1);
    return masked.contains(line) ? text.replaceFirst("=.*", "= ****") : text;
  }
}
