package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.OpenSslClient;
import io.porty.fixture.RunningPorty;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each type of key that a certificate may have is signed with, by both providers. */
@ExtendWith(LeakCensus.class)
class KeyTypesTest {

  @TempDir Path folder;

  static Stream<Arguments> all() {
    return Stream.of("native", "jdk")
        .flatMap(
            provider ->
                Stream.of("TLSv1.2", "TLSv1.3")
                    .flatMap(
                        version ->
                            Stream.of("secp256r1", "secp384r1", "secp521r1", "RSA")
                                .map(key -> Arguments.of(provider, version, key))));
  }

  private TestCertificate certificate(String key) {
    TestCertificates certificates = TestCertificates.in(folder);
    return key.equals("RSA")
        ? certificates.request().names("shop.test").rsa(2048).issue()
        : certificates.request().names("shop.test").ec(key).issue();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aHandshakeIsHeldWithIt(String provider, String version, String key) {
    TestCertificate shop = certificate(key);
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = start(provider, backend, shop)) {
      assertThat(OpenSslClient.to(porty.port(), version).get("shop.test")).contains("hello");
    }
  }

  /** In TLS 1.2 an ECDSA scheme goes with any curve (RFC 8422 section 5.1.1), but for the JDK. */
  @ParameterizedTest
  @CsvSource({
    "native, RSA, RSA+SHA256",
    "native, RSA, RSA+SHA384",
    "native, RSA, RSA+SHA512",
    "native, RSA, rsa_pss_rsae_sha256",
    "native, RSA, rsa_pss_rsae_sha384",
    "native, RSA, rsa_pss_rsae_sha512",
    "native, secp256r1, ECDSA+SHA256",
    "native, secp256r1, ECDSA+SHA384",
    "native, secp256r1, ECDSA+SHA512",
    "native, secp384r1, ECDSA+SHA256",
    "native, secp521r1, ECDSA+SHA256",
    "jdk, RSA, RSA+SHA256",
    "jdk, RSA, RSA+SHA512",
    "jdk, RSA, rsa_pss_rsae_sha256",
    "jdk, RSA, rsa_pss_rsae_sha512",
    "jdk, secp256r1, ECDSA+SHA256",
    "jdk, secp384r1, ECDSA+SHA384",
    "jdk, secp521r1, ECDSA+SHA512"
  })
  void anAlgorithmThatAClientOffersAloneIsSignedWithInTls12(
      String provider, String key, String algorithm) {
    TestCertificate shop = certificate(key);
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = start(provider, backend, shop)) {
      assertThat(
              OpenSslClient.to(porty.port(), "TLSv1.2")
                  .with("-sigalgs", algorithm)
                  .get("shop.test"))
          .contains("hello");
    }
  }

  private static RunningPorty start(String provider, Backend backend, TestCertificate shop) {
    return RunningPorty.start(
        "tls_provider = \""
            + provider
            + "\"\nlog_requests = false\n[[routes]]\nname = \"shop\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
            + backend.port()
            + "\"\ntls = { cert = \""
            + shop.cert()
            + "\", key = \""
            + shop.key()
            + "\" }\n");
  }
}
