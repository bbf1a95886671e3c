package io.porty.engine.tls;

import io.porty.engine.handoff.HandedTicketKeys;
import io.porty.net.tls.TicketKeys;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The keys of session tickets: a new one every eight hours, the two before it still decrypt, so
 * that a ticket of up to 16 hours resumes (RFC 9325 section 3.4). All listeners share them, and the
 * process of {@code porty restart} goes on with them. Not thread-safe.
 */
final class TicketKeyRing {

  /** How long a key encrypts. */
  static final Duration ROTATION = Duration.ofHours(8);

  /** The current key and the two before it. */
  private static final int KEYS = 3;

  private final SecureRandom random;
  private final ArrayDeque<byte[]> keys = new ArrayDeque<>();
  private Instant made;

  /**
   * @param handed by the process before; empty if there was none
   */
  TicketKeyRing(SecureRandom random, HandedTicketKeys handed, Instant now) {
    this.random = random;
    this.made = now;
    if (handed.keys().isEmpty()) {
      add();
    } else {
      handed.keys().stream().limit(KEYS).forEach(keys::addLast);
      // A clock that was set back must not keep a key for longer.
      Instant before = Instant.ofEpochMilli(handed.madeMillis());
      made = before.isAfter(now) ? now : before;
    }
  }

  /**
   * Makes a new current key if it is time; a whole set if none was made for so long that the others
   * should have gone.
   *
   * @return whether the keys are others now
   */
  boolean rotate(Instant now) {
    boolean due = !now.isBefore(made.plus(ROTATION));
    if (due) {
      int missed = (int) Math.min(KEYS, Duration.between(made, now).dividedBy(ROTATION));
      made = now;
      for (int i = 0; i < missed; i++) {
        add();
      }
    }
    return due;
  }

  private void add() {
    byte[] key = new byte[TicketKeys.KEY_BYTES];
    random.nextBytes(key);
    keys.addFirst(key);
    if (keys.size() > KEYS) {
      keys.removeLast();
    }
  }

  TicketKeys keys() {
    return new TicketKeys(List.copyOf(keys));
  }

  HandedTicketKeys handOver() {
    return new HandedTicketKeys(made.toEpochMilli(), List.copyOf(keys));
  }
}
