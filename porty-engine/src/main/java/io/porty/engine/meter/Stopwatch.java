package io.porty.engine.meter;

/** Durations that one thread measures and any thread may read. */
final class Stopwatch {

  private static final int SUM = Buckets.COUNT;

  private final Cells cells = new Cells(Buckets.COUNT + 1);

  void add(long nanos) {
    cells.add(Buckets.of(nanos), 1);
    cells.add(SUM, nanos);
  }

  void addTo(long[] counts) {
    for (int i = 0; i < Buckets.COUNT; i++) {
      counts[i] += cells.get(i);
    }
  }

  long sumNanos() {
    return cells.get(SUM);
  }
}
