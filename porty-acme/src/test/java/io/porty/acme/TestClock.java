package io.porty.acme;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Goes on when a test says so. */
final class TestClock implements InstantSource {

  private Instant now = Instant.parse("2026-11-28T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void plus(Duration time) {
    now = now.plus(time);
  }

  void at(Instant time) {
    now = time;
  }
}
