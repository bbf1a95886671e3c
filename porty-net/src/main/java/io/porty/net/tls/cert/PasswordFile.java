package io.porty.net.tls.cert;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A file whose first line is a password. */
final class PasswordFile {

  private static final int MAX_BYTES = 4096;

  /** The password, for the caller to overwrite; null if it cannot be read. */
  static char @Nullable [] read(
      Path file, FilePermissions permissions, CertificateProblems problems) {
    byte[] bytes = FileBytes.read(file, MAX_BYTES, problems);
    if (bytes == null) {
      return null;
    }
    permissions.check(file, problems);
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
      end++;
    }
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, end));
    char[] password = Arrays.copyOfRange(decoded.array(), 0, decoded.limit());
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(decoded.array(), '\0');
    if (password.length == 0) {
      problems.error(file.toString(), 0, "has an empty first line", "write the password there");
      return null;
    }
    return password;
  }

  private PasswordFile() {}
}
