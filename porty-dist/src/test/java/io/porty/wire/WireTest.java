package io.porty.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.RunningPorty;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the tables, sent whole and byte by byte. */
class WireTest {

  private static RowBackend backend;
  private static RunningPorty porty;
  private static Runner runner;

  @BeforeAll
  static void start() {
    backend = new RowBackend(0);
    porty = RunningPorty.fixed(backend.port());
    runner = new Runner(porty.port(), backend, false);
  }

  @AfterAll
  static void stop() {
    porty.close();
    backend.close();
  }

  static List<Row> rows() {
    return Table.read();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void holdsForTheWhole(Row row) {
    assertThat(runner.play(row, false)).as(row.toString()).isEmpty();
  }

  /**
   * Without those of stray bytes behind a response: byte by byte they come when the connection may
   * be lent again, and nobody can tell them from an answer.
   */
  static List<Row> rowsThatMayBeCut() {
    return rows().stream()
        .filter(row -> !(row.place().startsWith("responses") && row.source().equals("RFC9112-9.2")))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rowsThatMayBeCut")
  void holdsByteByByte(Row row) {
    assertThat(runner.play(row, true)).as(row.toString()).isEmpty();
  }

  @Test
  void everyRowHasASourceAndTheSuiteIsNotSmall() {
    assertThat(rows()).hasSizeGreaterThan(250);
    assertThat(rows()).allSatisfy(row -> assertThat(row.source()).matches("[A-Za-z0-9.:_-]+"));
  }
}
