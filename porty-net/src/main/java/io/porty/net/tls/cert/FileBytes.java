package io.porty.net.tls.cert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads whole files of a bounded size; what fails is a problem. */
public final class FileBytes {

  /** For a chain and its key, which have a few KB. */
  public static final int MAX_PAIR = 1 << 20;

  /** For a bundle of CAs or a revocation list. */
  public static final int MAX_BUNDLE = 64 << 20;

  /** The content; null if it cannot be read, which is a problem then. */
  public static byte @Nullable [] read(Path file, int max, CertificateProblems problems) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(max + 1);
      if (bytes.length <= max) {
        return bytes;
      }
      problems.error(
          file.toString(),
          0,
          "is larger than " + max + " bytes",
          "check that it is the right file");
    } catch (NoSuchFileException e) {
      problems.error(file.toString(), 0, "does not exist", "check the path");
    } catch (AccessDeniedException e) {
      problems.error(
          file.toString(), 0, "may not be read by this user", "check owner and mode of the file");
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? "is a folder" : "cannot be read";
      problems.error(file.toString(), 0, why, "check the path");
    }
    return null;
  }

  private FileBytes() {}
}
