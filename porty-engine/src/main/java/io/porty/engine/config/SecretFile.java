package io.porty.engine.config;

import io.porty.api.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Secrets in separate files: for each secret key {@code token} there is a key {@code token_file},
 * so that the configuration itself need not be kept secret.
 */
public final class SecretFile {

  private static final String SUFFIX = "_file";
  private static final int MAX_BYTES = 64 * 1024;

  /** The key that names the file of a secret key. */
  static Key<String> keyFor(Key<?> secret) {
    return Key.string(
        secret.name() + SUFFIX,
        null,
        "A file that holds "
            + secret.name()
            + ", alone; relative to the folder of this configuration");
  }

  /** Adds to each secret key the key of its file. */
  public static List<Key<?>> with(List<? extends Key<?>> keys) {
    List<Key<?>> all = new ArrayList<>(keys.size() + 1);
    for (Key<?> key : keys) {
      all.add(key);
      if (key.isSecret()) {
        all.add(keyFor(key));
      }
    }
    return all;
  }

  /** The content without a trailing line end. */
  static String read(Path file) throws RegularFile.Unreadable {
    String text = ConfigText.withoutMark(RegularFile.read(file, MAX_BYTES));
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    if (end == 0) {
      throw new RegularFile.Unreadable("is empty", "Write the secret into it.");
    }
    return text.substring(0, end);
  }

  /** The warning about a file that other users can read. */
  static Optional<String> warning(Path file) {
    try {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
      return allowed.contains(PosixFilePermission.OTHERS_READ)
          ? Optional.of(file + " holds a secret, and every user may read it; chmod o-r " + file)
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private SecretFile() {}
}
