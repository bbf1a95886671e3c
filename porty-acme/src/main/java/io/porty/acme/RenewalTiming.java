package io.porty.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** When a certificate is renewed, and when something is tried again. */
final class RenewalTiming {

  static final Duration MIN_BACK_OFF = Duration.ofMinutes(1);
  static final Duration MAX_BACK_OFF = Duration.ofHours(6);

  /** How often an authority is asked for its advice, unless it says (RFC 9773 section 4.3.2). */
  static final Duration ADVICE = Duration.ofHours(6);

  private static final Duration MIN_ADVICE = Duration.ofMinutes(1);
  private static final Duration MAX_ADVICE = Duration.ofDays(1);

  /** Renewals are spread over this part of a lifetime: a thirtieth, 3 days of 90. */
  private static final int SPREAD = 30;

  /** No certificate is renewed sooner after it was issued, unless a tenth of its life is less. */
  private static final Duration MIN_AGE = Duration.ofDays(1);

  /** An authority is not waited for longer, whatever it says: it may be wrong. */
  static final Duration MAX_RETRY_AFTER = Duration.ofDays(7);

  private final RandomGenerator random;

  RenewalTiming(RandomGenerator random) {
    this.random = random;
  }

  /** When a third of the lifetime is left, or a little earlier by chance. */
  Instant renewal(Instant notBefore, Instant notAfter) {
    Duration lifetime = Duration.between(notBefore, notAfter);
    Duration earlier = part(lifetime.dividedBy(SPREAD));
    return notAfter.minus(lifetime.dividedBy(3)).minus(earlier);
  }

  /**
   * A time by chance in the window that an authority advises (RFC 9773 section 4.2), but with a
   * sixth of the lifetime left at the latest, and not when it has just been issued.
   *
   * @param notBefore of the certificate
   * @param notAfter of it
   */
  Instant renewal(RenewalAdvice advice, Instant notBefore, Instant notAfter) {
    Duration window = Duration.between(advice.start(), advice.end());
    Instant advised = window.isNegative() ? advice.start() : advice.start().plus(part(window));
    Duration lifetime = Duration.between(notBefore, notAfter);
    Instant earliest = notBefore.plus(min(MIN_AGE, lifetime.dividedBy(10)));
    Instant latest = notAfter.minus(lifetime.dividedBy(6));
    return earlier(latest, advised.isAfter(earliest) ? advised : earliest);
  }

  /** When an authority is asked for its advice again. */
  Instant nextAdvice(Instant now, @Nullable Instant said) {
    if (said == null) {
      return now.plus(ADVICE);
    }
    Duration wait = Duration.between(now, said);
    return now.plus(min(MAX_ADVICE, max(MIN_ADVICE, wait)));
  }

  /**
   * When an attempt that failed is repeated.
   *
   * @param failures one after the other, at least 1
   * @param said by the authority, followed for {@link #MAX_RETRY_AFTER}; null if it said nothing
   */
  Instant retry(Instant now, int failures, @Nullable Instant said) {
    Duration doubled = MIN_BACK_OFF.multipliedBy(1L << Math.min(failures - 1, 16));
    Duration wait = min(MAX_BACK_OFF, doubled);
    Instant own = now.plus(wait).plus(part(wait.dividedBy(10)));
    return said != null && said.isAfter(own) ? earlier(said, now.plus(MAX_RETRY_AFTER)) : own;
  }

  /** By chance from nothing up to all of it. */
  private Duration part(Duration all) {
    return Duration.ofMillis((long) (random.nextDouble() * all.toMillis()));
  }

  private static Instant earlier(Instant one, Instant two) {
    return one.isBefore(two) ? one : two;
  }

  private static Duration min(Duration one, Duration two) {
    return one.compareTo(two) < 0 ? one : two;
  }

  private static Duration max(Duration one, Duration two) {
    return one.compareTo(two) > 0 ? one : two;
  }
}
