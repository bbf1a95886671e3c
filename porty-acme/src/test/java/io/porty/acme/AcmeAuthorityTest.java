package io.porty.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders that name the certificate whose place they take (RFC 9773 section 5). */
@Timeout(60)
class AcmeAuthorityTest {

  private static final String HOST = "shop.example";
  private static final Instant NOW = Instant.now();
  private static final KeyPair KEYS = EcKeys.generate();
  private static final X509Certificate BEFORE =
      TestCertificate.withIssuer(KEYS, HOST, NOW, NOW.plus(Duration.ofDays(20)));
  private static final X509Certificate AFTER =
      TestCertificate.of(KEYS, HOST, NOW, NOW.plus(Duration.ofDays(90)));

  @TempDir Path folder;

  private AcmeAuthority authority(FakeDirectory directory) throws Exception {
    AcmeSettings settings = new AcmeSettings(null, directory.uri(), List.of(), folder, null);
    AcmeFiles files = new AcmeFiles(folder, directory.uri());
    files.create();
    return new AcmeAuthority(settings, files, new FakeSink());
  }

  @Test
  void aRenewalNamesTheCertificateThatItReplaces() throws Exception {
    try (FakeDirectory directory = new FakeDirectory(AFTER)) {
      assertThat(authority(directory).issue(HOST, BEFORE).leaf()).isEqualTo(AFTER);
      assertThat(directory.orders).singleElement().asString().contains("\"replaces\":");
    }
  }

  @ParameterizedTest
  @CsvSource({"409, alreadyReplaced", "400, malformed", "403, unauthorized", "404, malformed"})
  void whatRefusesThatGetsAnOrderLikeAnyOther(int status, String type) throws Exception {
    try (FakeDirectory directory = new FakeDirectory(AFTER)) {
      directory.refuse(new FakeDirectory.Refusal(status, type, ""));
      assertThat(authority(directory).issue(HOST, BEFORE).leaf()).isEqualTo(AFTER);
      assertThat(directory.orders).hasSize(2);
      assertThat(directory.orders.get(0)).contains("\"replaces\":");
      assertThat(directory.orders.get(1)).contains(HOST).doesNotContain("replaces");
    }
  }

  /** Another order would be one more. */
  @Test
  void aRateLimitEndsTheAttemptUntilTheAuthoritySays() throws Exception {
    try (FakeDirectory directory = new FakeDirectory(AFTER)) {
      directory.refuse(new FakeDirectory.Refusal(429, "rateLimited", "7200"));
      AcmeAuthority authority = authority(directory);
      IssueException refused =
          catchThrowableOfType(IssueException.class, () -> authority.issue(HOST, BEFORE));
      assertThat(refused.problem()).contains("no, rateLimited");
      assertThat(refused.retryAfter())
          .isBetween(Instant.now().plusSeconds(7100), Instant.now().plusSeconds(7300));
      assertThat(directory.orders).hasSize(1);
    }
  }

  @Test
  void whatRefusesBothOrdersEndsTheAttempt() throws Exception {
    try (FakeDirectory directory = new FakeDirectory(AFTER)) {
      directory.refuse(new FakeDirectory.Refusal(403, "rejectedIdentifier", ""));
      directory.refuse(new FakeDirectory.Refusal(403, "rejectedIdentifier", ""));
      AcmeAuthority authority = authority(directory);
      IssueException refused =
          catchThrowableOfType(IssueException.class, () -> authority.issue(HOST, BEFORE));
      assertThat(refused.problem()).contains("no, rejectedIdentifier");
      assertThat(directory.orders).hasSize(2);
    }
  }

  /** Its identifier is made of the issuer's key identifier, which not every authority writes. */
  @Test
  void aCertificateWithoutAnIssuersKeyIdentifierIsReplacedByAnOrderLikeAnyOther() throws Exception {
    X509Certificate bare = TestCertificate.of(KEYS, HOST, NOW, NOW.plus(Duration.ofDays(20)));
    try (FakeDirectory directory = new FakeDirectory(AFTER)) {
      assertThat(authority(directory).issue(HOST, bare).leaf()).isEqualTo(AFTER);
      assertThat(directory.orders).singleElement().asString().doesNotContain("replaces");
    }
  }
}
