package io.porty.engine.issued;

import io.porty.api.tls.CertificateSink;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.diagnostics.Printable;
import io.porty.net.tls.cert.IssuedIdentity;
import io.porty.net.tls.cert.IssuedSpec;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes what one certificate source of a configuration hands over. Thread-safe. */
public final class IssuedSink implements CertificateSink {

  private static final Diagnostics LOG = Diagnostics.of(IssuedSink.class);

  private final String source;
  private final IssuedCertificates issued;
  private final boolean hasPlainHttp;

  /**
   * @param source its name
   * @param hasPlainHttp whether a listener answers HTTP challenges
   */
  public IssuedSink(String source, IssuedCertificates issued, boolean hasPlainHttp) {
    this.source = source;
    this.issued = issued;
    this.hasPlainHttp = hasPlainHttp;
  }

  @Override
  public void publish(List<X509Certificate> chain, PrivateKey key) {
    if (!issued.publish(source, IssuedIdentity.of(source, chain, key, Instant.now()))) {
      throw new IllegalArgumentException("names no host of tls = \"" + source + "\"");
    }
  }

  @Override
  public void failed(String host, String problem, @Nullable Instant nextAttempt) {
    String text = Printable.of(problem);
    IssueState state = new IssueState(null, text, nextAttempt);
    if (!issued.failed(new IssuedSpec(source, host), state)) {
      return;
    }
    LOG.warn(
        "certificate for {} by {}: {}; {}",
        host,
        source,
        text,
        nextAttempt == null ? "not tried again" : "tried again at " + nextAttempt);
  }

  @Override
  public CompletionStage<Void> listening() {
    return issued.listening();
  }

  @Override
  public boolean hasPlainHttp() {
    return hasPlainHttp;
  }

  @Override
  public Challenge answerHttp(String token, String answer) {
    return issued.http().publish(token, answer);
  }

  @Override
  public Challenge answerTls(String host, X509Certificate certificate, PrivateKey key) {
    return issued.tls().publish(host, certificate, key);
  }
}
