package io.porty.load.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.net.tls.RejectedCertificateException;
import io.porty.net.tls.RejectedCertificateException.Check;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which chains are verified again. */
class VerifiedOnceTest {

  private final List<Integer> verified = new ArrayList<>();

  @Test
  void aTrustedChainIsVerifiedOnceAndAnyOtherAgain() throws Exception {
    VerifiedOnce once = new VerifiedOnce(chain -> verified.add(chain.size()));
    X509Certificate leaf = TestCertificate.named("a");
    X509Certificate issuer = TestCertificate.named("ca");
    once.verify(List.of(leaf, issuer));
    once.verify(List.of(leaf, issuer));
    assertThat(verified).containsExactly(2);
    once.verify(List.of(leaf));
    once.verify(List.of(TestCertificate.named("b"), issuer));
    assertThat(verified).containsExactly(2, 1, 2);
  }

  @Test
  void aRejectedChainIsRejectedEachTime() {
    VerifiedOnce once =
        new VerifiedOnce(
            chain -> {
              throw new RejectedCertificateException(Check.NAME, "not this one");
            });
    List<X509Certificate> chain = List.of(TestCertificate.named("a"));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> once.verify(chain)).hasMessage("not this one");
    }
    assertThatThrownBy(() -> once.verify(List.of())).hasMessage("not this one");
  }
}
