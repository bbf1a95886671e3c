package io.porty.acme;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Issues at once, for a lifetime, by a clock of the test; for another host if it is told to. */
final class FakeAuthority implements Authority {

  final List<String> asked = new ArrayList<>();
  final List<@Nullable X509Certificate> replaced = new ArrayList<>();
  @Nullable String certified;
  Duration lifetime = Duration.ofDays(90);
  @Nullable IssueException refusal;
  @Nullable RenewalAdvice advice;
  int adviceAsked;
  private final InstantSource clock;

  FakeAuthority(InstantSource clock) {
    this.clock = clock;
  }

  static StoredCertificate certificate(String host, Instant from, Instant to) {
    KeyPair keys = EcKeys.generate();
    return new StoredCertificate(
        List.of(TestCertificate.of(keys, host, from, to)), keys.getPrivate());
  }

  @Override
  public StoredCertificate issue(String host, @Nullable X509Certificate replaces)
      throws IssueException {
    asked.add(host);
    replaced.add(replaces);
    if (refusal != null) {
      throw refusal;
    }
    return certificate(
        certified == null ? host : certified, clock.instant(), clock.instant().plus(lifetime));
  }

  @Override
  public @Nullable RenewalAdvice advice(X509Certificate certificate) throws IssueException {
    adviceAsked++;
    if (refusal != null) {
      throw refusal;
    }
    return advice;
  }
}
