package io.porty.bench.soak;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the clients of a soak with TLS have done. Thread-safe. */
final class TlsCounts {

  final LongAdder full = new LongAdder();
  final LongAdder resumed = new LongAdder();
  final LongAdder requests = new LongAdder();
  final LongAdder aborted = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final AtomicReference<@Nullable String> first = new AtomicReference<>();

  /** Something that is right has failed. */
  void failed(String what) {
    failed.increment();
    first.compareAndSet(null, what);
  }

  long failures() {
    return failed.sum();
  }

  String text() {
    String why = first.get();
    return "%,d full handshakes, %,d resumed, %,d requests answered, %,d aborts, %,d failures%s"
        .formatted(
            full.sum(),
            resumed.sum(),
            requests.sum(),
            aborted.sum(),
            failed.sum(),
            why == null ? "" : ", the first: " + why);
  }
}
