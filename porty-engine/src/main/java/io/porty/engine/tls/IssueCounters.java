package io.porty.engine.tls;

import io.porty.engine.issued.IssueResult;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each certificate source published a certificate, and failed. Thread-safe. */
public final class IssueCounters {

  private final Map<String, LongAdder> published = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();

  void count(IssueResult result) {
    (result.success() ? published : failed)
        .computeIfAbsent(result.source(), s -> new LongAdder())
        .increment();
  }

  /** By source. */
  public Map<String, Long> published() {
    return sums(published);
  }

  /** By source. */
  public Map<String, Long> failed() {
    return sums(failed);
  }

  private static Map<String, Long> sums(Map<String, LongAdder> adders) {
    Map<String, Long> all = new TreeMap<>();
    adders.forEach((source, adder) -> all.put(source, adder.sum()));
    return all;
  }
}
