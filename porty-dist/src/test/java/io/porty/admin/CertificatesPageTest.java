package io.porty.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the admin endpoint says of certificates. */
class CertificatesPageTest {

  @TempDir Path folder;

  @Test
  void aPairForClientsAndBackendsIsOneCertificate() {
    TestCertificate shop = TestCertificates.in(folder).server("shop.test");
    String pair = "cert = \"" + shop.cert() + "\"\nkey = \"" + shop.key() + "\"\n";
    try (AdminPorty porty =
        new AdminPorty(
            folder,
            "log_requests = false\nADMIN[[routes]]\nname = \"shop\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\nrouters = [\"fixed\"]\ntarget = \"https://127.0.0.1:1\"\n[routes.tls]\n"
                + pair
                + "[routes.upstream_tls]\n"
                + pair)) {
      JsonArray all = porty.json("/certificates").getAsJsonArray();

      assertThat(all).hasSize(1);
      assertThat(all.get(0).getAsJsonObject().get("file").getAsString())
          .isEqualTo(shop.cert().toString());
      assertThat(porty.get("/metrics"))
          .containsOnlyOnce("porty_certificate_expires_timestamp_seconds{")
          .containsOnlyOnce("porty_certificate_not_before_timestamp_seconds{");
      assertThat(porty.get("/certificates?format=text")).contains("shop.test");
      assertThat(porty.ask("GET", "/certificates?format=xml").status()).isEqualTo(400);
    }
  }

  @Test
  void withoutTlsThereAreNone() {
    try (AdminPorty porty =
        new AdminPorty(
            folder,
            "log_requests = false\nADMIN[[routes]]\nname = \"a\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\n")) {
      assertThat(porty.json("/certificates").getAsJsonArray()).isEmpty();
      assertThat(porty.get("/certificates?format=text")).startsWith("no certificates");
    }
  }
}
