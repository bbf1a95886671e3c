package io.porty.acme;

import io.porty.api.tls.CertificateSink;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Remembers what it is told. */
final class FakeSink implements CertificateSink {

  final List<X509Certificate> published = new CopyOnWriteArrayList<>();
  final List<String> failures = new CopyOnWriteArrayList<>();
  final List<@Nullable Instant> attempts = new CopyOnWriteArrayList<>();
  final CountDownLatch failedOnce = new CountDownLatch(1);
  CompletableFuture<Void> listening = CompletableFuture.completedFuture(null);
  Instant now = Instant.EPOCH;

  @Override
  public void publish(List<X509Certificate> chain, PrivateKey key) {
    if (chain.get(0).getNotAfter().toInstant().isBefore(now)) {
      throw new IllegalArgumentException("expired");
    }
    published.add(chain.get(0));
  }

  @Override
  public void failed(String host, String problem, @Nullable Instant nextAttempt) {
    failures.add(host + ": " + problem);
    attempts.add(nextAttempt);
    failedOnce.countDown();
  }

  @Override
  public CompletionStage<Void> listening() {
    return listening;
  }

  @Override
  public boolean hasPlainHttp() {
    return true;
  }

  @Override
  public Challenge answerHttp(String token, String answer) {
    return () -> {};
  }

  @Override
  public Challenge answerTls(String host, X509Certificate certificate, PrivateKey key) {
    return () -> {};
  }
}
