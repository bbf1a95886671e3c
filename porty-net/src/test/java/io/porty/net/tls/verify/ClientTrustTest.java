package io.porty.net.tls.verify;

import static io.porty.net.tls.TestPki.NOW;
import static io.porty.net.tls.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.net.tls.TestPki;
import io.porty.net.tls.TestPki.Issued;
import io.porty.net.tls.cert.CertificateProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that certificates of clients are verified by, over time. */
class ClientTrustTest {

  @TempDir Path folder;

  private final Issued one = root("One");
  private final Issued two = root("Two");
  private Path authorities;
  private ClientTrust trust;

  @BeforeEach
  void write() {
    authorities = TestPki.write(folder, "ca.pem", one.pem());
    trust = new ClientTrust(authorities, List.of());
  }

  private static List<String> messages(List<CertificateProblem> problems) {
    return problems.stream().map(CertificateProblem::message).toList();
  }

  @Test
  void newContentIsANewStateWithAnotherDigest() {
    assertThat(trust.state()).isNull();
    assertThat(trust.poll(NOW)).isEmpty();
    ClientTrust.State before = trust.state();
    assertThat(trust.poll(NOW)).isEmpty();
    assertThat(trust.state()).as("nothing has changed").isSameAs(before);
    TestPki.write(folder, "ca.pem", one.pem(), two.pem());
    trust.poll(NOW);
    assertThat(trust.state().anchors().all()).hasSize(2);
    assertThat(trust.state().digest()).isNotEqualTo(before.digest());
  }

  @Test
  void theDigestIsOfTheContentNotOfTheFile() throws Exception {
    trust.poll(NOW);
    ClientTrust.State before = trust.state();
    Files.setLastModifiedTime(
        authorities, java.nio.file.attribute.FileTime.from(NOW.plus(Duration.ofDays(1))));
    trust.poll(NOW);
    assertThat(trust.state().digest()).isEqualTo(before.digest());
  }

  @Test
  void badContentChangesNothingAndIsSaidOnce() throws Exception {
    trust.poll(NOW);
    ClientTrust.State before = trust.state();
    Files.writeString(authorities, "no certificate");
    assertThat(trust.poll(NOW)).isNotEmpty();
    assertThat(trust.poll(NOW)).isEmpty();
    assertThat(trust.state()).isSameAs(before);
    Files.delete(authorities);
    assertThat(messages(trust.poll(NOW))).containsExactly("does not exist");
    assertThat(trust.state()).isSameAs(before);
  }

  @Test
  void aListThatIsRevisedChangesTheDigest() {
    Path list = TestPki.write(folder, "one.crl", TestPki.crl(one, NOW.plus(Duration.ofDays(20))));
    ClientTrust listed = new ClientTrust(authorities, List.of(list));
    assertThat(listed.poll(NOW)).isEmpty();
    String before = listed.state().digest();
    TestPki.write(
        folder, "one.crl", TestPki.crl(one, NOW.plus(Duration.ofDays(21)), two.certificate()));
    listed.poll(NOW);
    assertThat(listed.state().digest()).isNotEqualTo(before);
  }

  @Test
  void equalFilesHaveEqualPaths() {
    Path other = folder.resolve("x").resolve("..").resolve("ca.pem");
    assertThat(new ClientTrust(other, List.of()).paths()).isEqualTo(trust.paths());
    assertThat(new ClientTrust(other, List.of(other)).paths()).isNotEqualTo(trust.paths());
  }
}
