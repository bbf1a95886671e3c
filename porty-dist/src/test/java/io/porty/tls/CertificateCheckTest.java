package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.engine.ConfigInspector;
import io.porty.engine.PortyOptions;
import io.porty.engine.StartException;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code porty check} says of the files and names of TLS, and where. */
class CertificateCheckTest {

  @TempDir Path folder;

  private TestCertificate shop;

  @BeforeEach
  void makeCertificate() {
    shop = TestCertificates.in(folder.resolve("ca")).server("shop.test");
  }

  private List<String> check(String lines) throws IOException, StartException {
    return check("http", lines);
  }

  private List<String> check(String mode, String lines) throws IOException, StartException {
    Path toml =
        Files.writeString(
            folder.resolve("porty.toml"),
            "[[routes]]\nname = \"shop\"\nlisten = \"127.0.0.1:8443\"\nmode = \""
                + mode
                + "\"\nrouters = [\"fixed\"]\n"
                + lines
                + "\n");
    return ConfigInspector.check(
        new PortyOptions(Optional.of(toml), Path.of("no-plugins"), Map.of()));
  }

  /** Whoever may write there can put a key of his own in its place. */
  @Test
  void aKeyInAFolderThatEverybodyMayWriteIsAMistakeOfTheKey() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Path key = Files.copy(shop.key(), open.resolve("shop.key"));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(
            () ->
                check(
                    "target = \"127.0.0.1:1\"\ntls = { cert = \""
                        + shop.cert()
                        + "\", key = \""
                        + key
                        + "\" }"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("porty.toml:7:")
        .hasMessageContaining(
            "routes[shop].tls.key names "
                + key
                + ", which is in the folder "
                + open
                + ", where everybody may replace it")
        .hasMessageContaining("Run: chmod o-w " + open);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*.shop.test", "shop.test:443", "https://shop.test", "a b", "a..b"})
  void theNameOfABackendIsOneHost(String name) {
    assertThatThrownBy(
            () ->
                check(
                    "target = \"https://10.0.0.1\"\n[routes.upstream_tls]\nname = \""
                        + name
                        + "\""))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("routes[shop].upstream_tls.name is \"" + name + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"shop.test", "SHOP.test.", "db_1", "10.0.0.2", "::1", "xn--bcher-kva.test"})
  void oneHostIsOne(String name) throws Exception {
    assertThat(
            check("target = \"https://10.0.0.1\"\n[routes.upstream_tls]\nname = \"" + name + "\""))
        .noneMatch(warning -> warning.contains("upstream_tls"));
  }

  /** As a hello's protocols are compared: in printable ASCII, where a percent sign means a byte. */
  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "%0A", "b\u00fccher"})
  void aProtocolIsPrintable(String protocol) {
    assertThatThrownBy(() -> check("tcp", alpn(protocol)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("routes[shop].tls.alpn has \"" + protocol + "\"")
        .hasMessageContaining("Expected 1 to 255 printable ASCII characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2", "http/1.1", "postgresql", "~!"})
  void aRegisteredProtocolIsOne(String protocol) throws Exception {
    assertThat(check("tcp", alpn(protocol))).noneMatch(warning -> warning.contains("alpn"));
  }

  private String alpn(String protocol) {
    return "target = \"10.0.0.1:1\"\ntls = { cert = \""
        + shop.cert()
        + "\", key = \""
        + shop.key()
        + "\", alpn = [\""
        + protocol
        + "\"] }";
  }
}
