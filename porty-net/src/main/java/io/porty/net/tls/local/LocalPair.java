package io.porty.net.tls.local;

import io.porty.net.tls.cert.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;

/** A certificate and its key as PEM files, which only their owner may read. */
public final class LocalPair {

  /**
   * Writes new files. Waits for the disk.
   *
   * @param folder made if it is not there
   * @param name of the files; a star and what no file name has is replaced
   * @return the certificate's file, then the key's
   * @throws FileAlreadyExistsException if one of them exists
   */
  public static List<Path> write(Identity identity, Path folder, String name) throws IOException {
    String base = name.replace("*", "_").replace(':', '_').replace('/', '_');
    Path cert = folder.resolve(base + ".pem");
    Path key = folder.resolve(base + ".key");
    for (Path file : List.of(cert, key)) {
      if (Files.exists(file)) {
        throw new FileAlreadyExistsException(file.toString());
      }
    }
    Files.createDirectories(folder);
    try {
      PrivateFolder.write(key, pem("PRIVATE KEY", identity.privateKey().getEncoded()));
      PrivateFolder.write(cert, pem("CERTIFICATE", identity.leaf().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate has an encoding", e);
    }
    return List.of(cert, key);
  }

  static byte[] pem(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    String text = "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private LocalPair() {}
}
