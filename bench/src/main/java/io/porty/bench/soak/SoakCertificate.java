package io.porty.bench.soak;

import io.porty.bench.OpenSsl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A pair of openssl's for localhost, which is its own authority. */
final class SoakCertificate {

  private static final String PASSWORD = "soak";
  private static final String COMMAND =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
          + " -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout key.pem -out cert.pem"
          + " && openssl pkcs12 -export -in cert.pem -inkey key.pem -passout pass:"
          + PASSWORD
          + " -out pair.p12 && chmod 600 key.pem";

  private final Path folder;

  SoakCertificate() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("porty-soak");
    OpenSsl.run(folder, COMMAND);
  }

  Path cert() {
    return folder.resolve("cert.pem");
  }

  Path key() {
    return folder.resolve("key.pem");
  }

  /** For a server. */
  SSLContext context() throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve("pair.p12"))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  void delete() throws IOException {
    for (String name : new String[] {"cert.pem", "key.pem", "pair.p12", ""}) {
      Files.deleteIfExists(folder.resolve(name));
    }
  }
}
