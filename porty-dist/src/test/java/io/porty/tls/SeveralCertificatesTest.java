package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsClient;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A route without hosts that has certificates for several names. */
@ExtendWith(LeakCensus.class)
class SeveralCertificatesTest {

  @TempDir static Path folder;
  private static TestCertificate first;
  private static TestCertificate second;
  private static SSLContext trust;

  @BeforeAll
  static void makeCertificates() {
    TestCertificates certificates = TestCertificates.in(folder);
    first = certificates.server("first.test");
    second = certificates.server("second.test");
    trust = TlsClient.trusting(certificates.authority());
  }

  private static String files(TestCertificate one) {
    return "{ cert = \"" + one.cert() + "\", key = \"" + one.key() + "\" }";
  }

  @ParameterizedTest
  @CsvSource({
    "native,first.test,first.test",
    "native,second.test,second.test",
    "native,other.test,first.test",
    "jdk,second.test,second.test",
    "jdk,other.test,first.test"
  })
  void theFirstIsShownToClientsThatNameNoHostOfTheOthers(
      String provider, String asked, String shown) throws Exception {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            RunningPorty.start(
                "tls_provider = \""
                    + provider
                    + "\"\nlog_requests = false\n[[routes]]\nname = \"all\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\ntls = { certificates = ["
                    + files(first)
                    + ", "
                    + files(second)
                    + "] }\n");
        TlsClient client =
            new TlsClient.Options(trust)
                .version("TLSv1.3")
                .serverName(asked)
                .connect(porty.port())) {
      client.handshake().send("GET / HTTP/1.1\r\nHost: " + asked + "\r\n\r\n");
      assertThat(client.message()).endsWith("hello");
      X509Certificate leaf =
          (X509Certificate) client.engine().getSession().getPeerCertificates()[0];
      assertThat(leaf.getSubjectAlternativeNames().toString()).contains(shown);
    }
  }
}
