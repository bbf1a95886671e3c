package io.porty.engine.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys of TLS that the chosen provider or the file system does not serve. What {@code tls_provider
 * = "auto"} chooses is known at start only.
 */
final class TlsProviderCheck {

  private final TomlSettings top;
  private final @Nullable ConfiguredCertificates certificates;

  /**
   * @param top the global keys
   * @param certificates null if there are none
   */
  TlsProviderCheck(TomlSettings top, @Nullable ConfiguredCertificates certificates) {
    this.top = top;
    this.certificates = certificates;
  }

  void check(List<String> warnings) {
    boolean jdk = top.get(GlobalKeys.TLS_PROVIDER).equals("jdk");
    if (jdk && top.has(GlobalKeys.TICKET_KEYS)) {
      warnings.add("ticket_keys has no effect: tls_provider \"jdk\" has keys of its own");
    }
    if (jdk && certificates != null && certificates.hasStaples()) {
      warnings.add("ocsp has no effect: tls_provider \"jdk\" shows clients no OCSP responses");
    }
    Path keyLog = TlsReader.path(top, GlobalKeys.KEYLOG);
    if (keyLog == null) {
      return;
    }
    if (jdk) {
      top.report(
          GlobalKeys.KEYLOG,
          "needs the native provider, and tls_provider is \"jdk\"",
          "Remove keylog, or write tls_provider = \"native\".");
      return;
    }
    checkFile(keyLog, keyLog.toAbsolutePath().getParent());
  }

  private void checkFile(Path file, @Nullable Path folder) {
    if (folder != null && !Files.isDirectory(folder)) {
      top.report(
          GlobalKeys.KEYLOG,
          "is " + file + ", whose folder does not exist",
          "Make the folder, or name a file in another one.");
    } else if (folder != null && !Files.isWritable(Files.exists(file) ? file : folder)) {
      top.report(
          GlobalKeys.KEYLOG,
          "is " + file + ", which this user cannot write",
          "Name a file in a folder of this user, or remove it.");
    }
  }
}
