package io.porty.net.tls.cert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who else may read or replace a file with a private key. Looks at the file behind symbolic links,
 * and at the folders of both. On systems without POSIX modes it finds nothing.
 */
final class FilePermissions {

  private static final int OTHERS_WRITE = 0002;
  private static final int OTHERS_READ = 0004;

  /** In such a folder nobody replaces the files of others: {@code /tmp}, volumes of Kubernetes. */
  private static final int STICKY = 01000;

  static void check(Path file, CertificateProblems problems) {
    String name = file.toString();
    try {
      Path real = file.toRealPath();
      int mode = mode(real);
      if ((mode & OTHERS_WRITE) != 0) {
        problems.error(name, 0, "may be written by everybody", "run: chmod o-rwx " + name);
      } else if ((mode & OTHERS_READ) != 0) {
        problems.warning(name, 0, "may be read by everybody", "run: chmod o-rwx " + name);
      }
      Path folder = file.toAbsolutePath().getParent();
      Path realFolder = real.getParent();
      if (folder != null && !checkFolder(name, folder, problems)) {
        return;
      }
      if (realFolder != null
          && folder != null
          && !realFolder.equals(folder)
          && !realFolder.equals(folder.toRealPath())) {
        checkFolder(name, realFolder, problems);
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // It is gone, which its reader has reported, or the system has other permissions.
    }
  }

  private static boolean checkFolder(String name, Path folder, CertificateProblems problems)
      throws IOException {
    int mode = mode(folder);
    if ((mode & OTHERS_WRITE) == 0 || (mode & STICKY) != 0) {
      return true;
    }
    problems.error(
        name,
        0,
        "is in the folder " + folder + ", where everybody may replace it",
        "run: chmod o-w " + folder);
    return false;
  }

  private static int mode(Path path) throws IOException {
    return Files.getAttribute(path, "unix:mode") instanceof Integer mode ? mode : 0;
  }

  private FilePermissions() {}
}
