package io.porty.engine.config;

import io.porty.net.tls.cert.IdentitySpec;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a folder: each {@code NAME.pem} or {@code NAME.crt}, with the key in {@code
 * NAME.key} beside it if there is one, else in the same file. Folders within it are not looked at,
 * nor are pipes and hidden files.
 */
final class CertificateFolder {

  private static final List<String> ENDINGS = List.of(".pem", ".crt");
  private static final String KEY = ".key";

  /** Sorted by name. */
  private final List<IdentitySpec> certificates = new ArrayList<>();

  private final @Nullable String problem;

  private CertificateFolder(Path folder) {
    List<Path> files = new ArrayList<>();
    String wrong = null;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      all.forEach(files::add);
    } catch (NoSuchFileException e) {
      wrong = "does not exist";
    } catch (NotDirectoryException e) {
      wrong = "is no folder";
    } catch (AccessDeniedException e) {
      wrong = "may not be read by this user";
    } catch (IOException | DirectoryIteratorException e) {
      wrong = "cannot be read";
    }
    files.sort(null);
    pair(files);
    this.problem =
        wrong == null && certificates.isEmpty() ? "has no file NAME.pem or NAME.crt" : wrong;
  }

  static CertificateFolder read(Path folder) {
    return new CertificateFolder(folder);
  }

  private void pair(List<Path> files) {
    Set<Path> known = new HashSet<>(files);
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (!name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith) && isFile(file)) {
        Path key = file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + KEY);
        boolean hasKey = known.contains(key) && isFile(key);
        certificates.add(IdentitySpec.of(file, hasKey ? key : null));
      }
    }
  }

  /** A link that leads nowhere counts: that is reported. A pipe would never be read to its end. */
  private static boolean isFile(Path path) {
    return Files.isRegularFile(path) || Files.notExists(path);
  }

  List<IdentitySpec> certificates() {
    return certificates;
  }

  /** Why there is no certificate; null if there is one. */
  @Nullable String problem() {
    return problem;
  }
}
