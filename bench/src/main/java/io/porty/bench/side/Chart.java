package io.porty.bench.side;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines over a few points, as SVG that is legible on light and dark pages. */
final class Chart {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 320;
  private static final int LEFT = 64;
  private static final int RIGHT = 150;
  private static final int TOP = 44;
  private static final int BOTTOM = 48;
  private static final int GRID_LINES = 5;
  private static final int COLOURS = 6;

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328; }
        .title { font-weight: 600; font-size: 15px; }
        .grid { stroke: #d0d7de; } .line { fill: none; stroke-width: 2.5; }
        .s0 { stroke: #0969da; fill: #0969da; } .s1 { stroke: #bc4c00; fill: #bc4c00; }
        .s2 { stroke: #1a7f37; fill: #1a7f37; } .s3 { stroke: #8250df; fill: #8250df; }
        .s4 { stroke: #6e7781; fill: #6e7781; } .s5 { stroke: #bf3989; fill: #bf3989; }
        .line { fill: none; } text { stroke: none !important; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; } .grid { stroke: #30363d; }
          .s0 { stroke: #58a6ff; fill: #58a6ff; } .s1 { stroke: #ffa657; fill: #ffa657; }
          .s2 { stroke: #56d364; fill: #56d364; } .s3 { stroke: #d2a8ff; fill: #d2a8ff; }
          .s4 { stroke: #9ea7b3; fill: #9ea7b3; } .s5 { stroke: #f778ba; fill: #f778ba; }
          .line { fill: none; }
        }
      </style>
      """;

  private final String title;
  private final String unit;
  private final List<String> points;
  private final Map<String, List<Double>> series = new LinkedHashMap<>();

  /**
   * @param points what is written below the axis, evenly spaced
   */
  Chart(String title, String unit, List<String> points) {
    this.title = title;
    this.unit = unit;
    this.points = List.copyOf(points);
  }

  /** Adds a value at the next point of a line; NaN leaves a gap. */
  Chart add(String line, double value) {
    series.computeIfAbsent(line, l -> new ArrayList<>()).add(value);
    return this;
  }

  String svg() {
    double most =
        series.values().stream()
            .flatMap(List::stream)
            .filter(v -> !v.isNaN())
            .mapToDouble(v -> v)
            .max()
            .orElse(1);
    double step = step(most);
    double top = Math.ceil(most / step) * step;
    StringBuilder out = new StringBuilder();
    out.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, HEIGHT, escaped(title)));
    out.append(STYLE);
    out.append(
        "<text class=\"title\" x=\"%d\" y=\"22\">%s</text>\n".formatted(LEFT, escaped(title)));
    for (double value = 0; value <= top + step / 2; value += step) {
      double y = y(value, top);
      out.append(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n"
              .formatted(LEFT, WIDTH - RIGHT, y, y));
      out.append(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n"
              .formatted(LEFT - 8, y + 4, number(value)));
    }
    out.append("<text x=\"%d\" y=\"%d\">%s</text>\n".formatted(LEFT, TOP - 6, escaped(unit)));
    for (int i = 0; i < points.size(); i++) {
      out.append(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
              .formatted(x(i), HEIGHT - BOTTOM + 22, escaped(points.get(i))));
    }
    lines(out, top);
    return out.append("</svg>\n").toString();
  }

  private void lines(StringBuilder out, double top) {
    int number = 0;
    double lastLabel = Double.NEGATIVE_INFINITY;
    List<Map.Entry<String, List<Double>>> byEnd = new ArrayList<>(series.entrySet());
    byEnd.sort((a, b) -> Double.compare(last(b.getValue()), last(a.getValue())));
    Map<String, Double> labels = new LinkedHashMap<>();
    for (Map.Entry<String, List<Double>> entry : byEnd) {
      double y = Math.max(y(last(entry.getValue()), top) + 4, lastLabel + 16);
      lastLabel = y;
      labels.put(entry.getKey(), y);
    }
    for (Map.Entry<String, List<Double>> entry : series.entrySet()) {
      StringBuilder path = new StringBuilder();
      List<Double> values = entry.getValue();
      for (int i = 0; i < values.size(); i++) {
        if (!values.get(i).isNaN()) {
          path.append(path.isEmpty() ? "M" : " L")
              .append("%.1f %.1f".formatted(x(i), y(values.get(i), top)));
          out.append(
              "<circle class=\"s%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>\n"
                  .formatted(number, x(i), y(values.get(i), top)));
        }
      }
      out.append("<path class=\"line s%d\" d=\"%s\"/>\n".formatted(number, path));
      out.append(
          "<text class=\"s%d\" x=\"%d\" y=\"%.1f\">%s</text>\n"
              .formatted(
                  number, WIDTH - RIGHT + 10, labels.get(entry.getKey()), escaped(entry.getKey())));
      number = (number + 1) % COLOURS;
    }
  }

  private static double last(List<Double> values) {
    for (int i = values.size() - 1; i >= 0; i--) {
      if (!values.get(i).isNaN()) {
        return values.get(i);
      }
    }
    return 0;
  }

  private double x(int point) {
    double room = WIDTH - LEFT - RIGHT - 40;
    return LEFT + 20 + (points.size() == 1 ? 0 : room * point / (points.size() - 1));
  }

  private static double y(double value, double top) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
  }

  private static double step(double most) {
    double rough = most / GRID_LINES;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  private static String number(double value) {
    return value >= 10 || value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
