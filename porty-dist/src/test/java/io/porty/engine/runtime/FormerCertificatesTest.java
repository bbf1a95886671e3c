package io.porty.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.engine.config.ConfiguredCertificates;
import io.porty.engine.config.WatchedFiles;
import io.porty.net.tls.cert.Identity;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reload reads the certificate files that have changed, and no others. */
class FormerCertificatesTest {

  @TempDir Path folder;

  private void write(String name, TestCertificate certificate) throws Exception {
    for (Path from : List.of(certificate.key(), certificate.cert())) {
      String end = from.equals(certificate.key()) ? ".key" : ".pem";
      Files.copy(
          from,
          folder.resolve(name + end),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private ConfiguredCertificates read(@Nullable ConfiguredCertificates former) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("porty.toml"),
            """
            [[routes]]
            name = "shop"
            listen = "127.0.0.1:8443"
            mode = "http"
            target = "127.0.0.1:1"
            [routes.tls]
            certificates = [
              { cert = "one.pem", key = "one.key" },
              { cert = "two.pem", key = "two.key" },
            ]
            """);
    return CertificateReading.read(file, new WatchedFiles(), former);
  }

  @Test
  void whatHasNotChangedIsTheSameObject() throws Exception {
    TestCertificates authority = TestCertificates.in(folder.resolve("ca"));
    write("one", authority.server("one.test"));
    write("two", authority.server("two.test"));
    ConfiguredCertificates serving = read(null);
    List<Identity> before = serving.identities();
    write("two", authority.server("two.test", "www.two.test"));
    List<Identity> after = read(serving).identities();
    assertThat(after.get(0)).isSameAs(before.get(0));
    assertThat(after.get(1)).isNotSameAs(before.get(1));
    assertThat(after.get(1).names().dns()).containsExactly("two.test", "www.two.test");
    assertThat(serving.identities()).isEqualTo(before);
  }
}
