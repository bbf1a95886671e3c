package io.porty.wire;

import java.util.List;

/**
 * The suite against another proxy: {@code WireSuite PROXY-PORT BACKEND-PORT [TABLE...]}. Both are
 * on loopback; the proxy forwards everything to the backend port, on which this program listens.
 */
final class WireSuite {

  private WireSuite() {}

  public static void main(String[] arguments) {
    if (arguments.length < 2) {
      System.err.println("usage: WireSuite PROXY-PORT BACKEND-PORT [TABLE...]");
      System.exit(2);
    }
    List<String> tables =
        arguments.length == 2 ? Table.ALL : List.of(arguments).subList(2, arguments.length);
    int failed = 0;
    int rows = 0;
    try (RowBackend backend = new RowBackend(Integer.parseInt(arguments[1]))) {
      Runner runner = new Runner(Integer.parseInt(arguments[0]), backend, true);
      for (String table : tables) {
        for (Row row : Table.read(table)) {
          rows++;
          List<String> problems = runner.play(row, false);
          if (!problems.isEmpty()) {
            failed++;
            System.out.println("FAIL " + row + "\n     " + String.join("\n     ", problems));
          }
        }
      }
    }
    System.out.printf("%d rows, %d failed%n", rows, failed);
    System.exit(failed == 0 ? 0 : 1);
  }
}
