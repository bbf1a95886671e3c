package io.porty.net.tls.cert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who else may read or replace files with private keys. Looks at the file behind symbolic links,
 * and at the folders of both, each of them once. On systems without POSIX modes it finds nothing.
 * For one pass over files, by any number of threads.
 */
final class FilePermissions {

  private static final int OTHERS_WRITE = 0002;
  private static final int OTHERS_READ = 0004;

  /** In such a folder nobody replaces the files of others: {@code /tmp}, volumes of Kubernetes. */
  private static final int STICKY = 01000;

  private static final int TYPE = 0170000;
  private static final int LINK = 0120000;

  private final Map<Path, Integer> folders = new ConcurrentHashMap<>();

  void check(Path file, CertificateProblems problems) {
    try {
      int mode = mode(file, LinkOption.NOFOLLOW_LINKS);
      if ((mode & TYPE) == LINK) {
        checkLink(file, problems);
        return;
      }
      checkFile(file, mode, problems);
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        checkFolder(file, folder, problems);
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // It is gone, which its reader has reported, or the system has other permissions.
    }
  }

  private void checkLink(Path file, CertificateProblems problems) throws IOException {
    Path real = file.toRealPath();
    checkFile(file, mode(real), problems);
    Path folder = file.toAbsolutePath().getParent();
    Path realFolder = real.getParent();
    if (folder != null && !checkFolder(file, folder, problems)) {
      return;
    }
    if (realFolder != null
        && folder != null
        && !realFolder.equals(folder)
        && !realFolder.equals(folder.toRealPath())) {
      checkFolder(file, realFolder, problems);
    }
  }

  private static void checkFile(Path file, int mode, CertificateProblems problems) {
    String name = file.toString();
    if ((mode & OTHERS_WRITE) != 0) {
      problems.error(name, 0, "may be written by everybody", "run: chmod o-rwx " + name);
    } else if ((mode & OTHERS_READ) != 0) {
      problems.warning(name, 0, "may be read by everybody", "run: chmod o-rwx " + name);
    }
  }

  private boolean checkFolder(Path file, Path folder, CertificateProblems problems)
      throws IOException {
    Integer known = folders.get(folder);
    int mode = known == null ? mode(folder) : known;
    folders.put(folder, mode);
    if ((mode & OTHERS_WRITE) == 0 || (mode & STICKY) != 0) {
      return true;
    }
    problems.error(
        file.toString(),
        0,
        "is in the folder " + folder + ", where everybody may replace it",
        "run: chmod o-w " + folder);
    return false;
  }

  private static int mode(Path path, LinkOption... options) throws IOException {
    return Files.getAttribute(path, "unix:mode", options) instanceof Integer mode ? mode : 0;
  }
}
