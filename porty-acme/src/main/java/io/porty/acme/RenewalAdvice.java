package io.porty.acme;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an authority wants a certificate renewed (RFC 9773).
 *
 * @param start of the window
 * @param end of the window
 * @param askAgain when it wants to be asked again; null if it did not say
 */
record RenewalAdvice(Instant start, Instant end, @Nullable Instant askAgain) {}
