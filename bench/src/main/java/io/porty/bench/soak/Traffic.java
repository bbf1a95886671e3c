package io.porty.bench.soak;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** What a soak is about: the configuration of Porty, and what clients do. Owns its backends. */
interface Traffic extends AutoCloseable {

  /** Ports of Porty. */
  int ports();

  String configuration(int[] ports);

  /** Does one thing after another until it is over. */
  Runnable client(int[] ports, AtomicBoolean over, LongAdder done);

  /** How often something failed that is right. */
  long failures();

  /** What was done, for people; empty if nothing is counted. */
  String counts();

  @Override
  void close() throws IOException;
}
