package io.porty.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Tables of wire cases: a line is a case, columns have {@code |} between them. */
public final class WireTable {

  private WireTable() {}

  /**
   * A case.
   *
   * @param file its table
   * @param columns its name, its source, and what else the table has
   */
  public record Row(Path file, List<String> columns) {

    /** A column as it is written. */
    public String column(int index) {
      return columns.get(index);
    }

    /** A column that is a list, with {@code ;} between its items. */
    public List<String> steps(int index) {
      return List.of(columns.get(index).split(" +; +"));
    }

    @Override
    public String toString() {
      return columns.get(0) + " (" + columns.get(1) + ")";
    }
  }

  /**
   * The cases of one table.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static Stream<Row> rows(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> new Row(file, List.of(line.strip().split(" +\\| +"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The cases of all tables in a folder.
   *
   * @throws UncheckedIOException if one cannot be read
   */
  public static Stream<Row> all(Path folder) {
    try (Stream<Path> found = Files.list(folder)) {
      return found.sorted().toList().stream().flatMap(WireTable::rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
