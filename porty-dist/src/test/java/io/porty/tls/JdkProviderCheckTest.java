package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.engine.ConfigInspector;
import io.porty.engine.PortyOptions;
import io.porty.engine.StartException;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code porty check} says what {@code tls_provider = "jdk"} cannot do. */
class JdkProviderCheckTest {

  private static final String STAPLES =
      "ocsp has no effect: tls_provider \"jdk\" shows clients no OCSP responses";

  @TempDir Path folder;

  private List<String> warnings(String provider) throws IOException, StartException {
    TestCertificate shop = TestCertificates.in(folder).server("shop.test");
    Path toml =
        Files.writeString(
            folder.resolve("porty.toml"),
            """
            tls_provider = "PROVIDER"
            [[routes]]
            name = "shop"
            listen = "127.0.0.1:8443"
            mode = "http"
            host = "shop.test"
            routers = ["fixed"]
            target = "127.0.0.1:3000"
            tls = { cert = "CERT", key = "KEY", ocsp = "shop.der" }
            """
                .replace("PROVIDER", provider)
                .replace("CERT", shop.cert().toString())
                .replace("KEY", shop.key().toString()));
    return ConfigInspector.check(
        new PortyOptions(Optional.of(toml), Path.of("no-plugins"), Map.of()));
  }

  @Test
  void staplesAreNotShown() throws Exception {
    assertThat(warnings("jdk")).contains(STAPLES);
  }

  @Test
  void othersShowThem() throws Exception {
    assertThat(warnings("native")).isNotEmpty().doesNotContain(STAPLES);
  }
}
