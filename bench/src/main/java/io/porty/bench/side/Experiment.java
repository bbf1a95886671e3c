package io.porty.bench.side;

import java.io.IOException;

/** Something that {@code bench/run} can measure. */
interface Experiment {

  /** What is typed. */
  String code();

  String title();

  void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException;
}
