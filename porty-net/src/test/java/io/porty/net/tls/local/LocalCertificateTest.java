package io.porty.net.tls.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.net.tls.cert.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate of {@code tls = "local"}. */
class LocalCertificateTest {

  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir Path folder;

  private LocalAuthorityFiles files() {
    return new LocalAuthorityFiles(folder.resolve("porty"));
  }

  private LocalCertificate certificate(String... hosts) throws LocalAuthorityException {
    LocalAuthorityFiles files = files();
    return new LocalCertificate(files, "box", files.scope("box", NOW), List.of(hosts));
  }

  @Test
  void nothingIsMadeBeforeItIsAskedFor() throws Exception {
    LocalCertificate certificate = certificate("shop.localhost");

    assertThat(certificate.names().all())
        .startsWith("localhost", "*.localhost", "box", "shop.localhost", "127.0.0.1");
    assertThat(certificate.made()).isNull();
    assertThat(certificate.renew(NOW)).isFalse();
    assertThat(folder.resolve("porty")).doesNotExist();
  }

  @Test
  void itIsForAllItsNamesAndSignedByTheAuthority() throws Exception {
    LocalCertificate certificate = certificate("shop.localhost", "*.shop.localhost", "a.box");

    Identity identity = certificate.identity(NOW);

    assertThat(identity.names()).isEqualTo(certificate.names());
    identity.leaf().verify(files().open("box", NOW).certificate().getPublicKey());
    assertThat(certificate.identity(NOW)).isSameAs(identity).isSameAs(certificate.made());
  }

  @Test
  void itIsMadeAnewWhenAThirdOfItsLifetimeIsLeft() throws Exception {
    LocalCertificate certificate = certificate();
    Identity first = certificate.identity(NOW);

    assertThat(certificate.renew(NOW.plus(Duration.ofDays(19)))).isFalse();
    assertThat(certificate.made()).isSameAs(first);
    assertThat(certificate.renew(NOW.plus(Duration.ofDays(21)))).isTrue();
    assertThat(certificate.made().notAfter()).isEqualTo(NOW.plus(Duration.ofDays(51)));
  }

  @Test
  void anAuthorityOfAnotherMachinesNameStaysAndIsKeptTo() throws Exception {
    files().open("old-name", NOW);

    LocalScope scope = files().scope("new-name", NOW);

    assertThat(scope.hosts()).containsExactly("localhost", "old-name");
    assertThat(scope.permits("new-name")).isFalse();
    assertThat(scope.permits("api.old-name")).isTrue();
    assertThat(scope.permits("127.0.0.9")).isTrue();
    assertThat(scope.permits("10.0.0.1")).isFalse();
    assertThat(new LocalCertificate(files(), "new-name", scope, List.of()).identity(NOW).names())
        .satisfies(names -> assertThat(names.dns()).doesNotContain("new-name"));
  }

  @Test
  void withoutAFolderOfTheUserItSaysWhatToSet() {
    LocalAuthorityFiles nowhere = new LocalAuthorityFiles(Path.of("?/.local/share/porty"));

    assertThatThrownBy(() -> nowhere.open("box", NOW))
        .isInstanceOf(LocalAuthorityException.class)
        .hasMessageContaining("set XDG_DATA_HOME");
    assertThat(Path.of("?")).doesNotExist();
  }

  @Test
  void theMachineIsNamedByTheKernelOrTheEnvironment() throws Exception {
    String name = MachineName.of(Map.of("HOSTNAME", "from-environment"));

    Path kernel = Path.of("/proc/sys/kernel/hostname");
    assertThat(name)
        .isEqualTo(Files.exists(kernel) ? Files.readString(kernel).strip() : "from-environment");
  }
}
