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

  @ParameterizedTest
  @MethodSource("all")
  void aHandshakeIsHeldWithIt(String provider, String version, String key) {
    TestCertificates certificates = TestCertificates.in(folder);
    TestCertificate shop =
        key.equals("RSA")
            ? certificates.request().names("shop.test").rsa(2048).issue()
            : certificates.request().names("shop.test").ec(key).issue();
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            RunningPorty.start(
                "tls_provider = \""
                    + provider
                    + "\"\nlog_requests = false\n[[routes]]\nname = \"shop\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\ntls = { cert = \""
                    + shop.cert()
                    + "\", key = \""
                    + shop.key()
                    + "\" }\n")) {
      assertThat(OpenSslClient.to(porty.port(), version).get("shop.test")).contains("hello");
    }
  }
}
