package io.porty.net.tls.cert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * What tells one state of a file from another without reading it: size, times, mode and inode of
 * the file behind symbolic links, so that certbot's {@code live} and the {@code ..data} of
 * Kubernetes are seen to change.
 */
final class FileStamp {

  private static final String UNIX = "unix:size,lastModifiedTime,ctime,ino,dev";
  private static final Object MISSING = "missing";

  /** Equal as long as the file has not changed; one value for all that cannot be read. */
  static Object of(Path file) {
    try {
      return Map.copyOf(Files.readAttributes(file, UNIX));
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return basic(file);
    } catch (IOException e) {
      return MISSING;
    }
  }

  private static Object basic(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.size() + " " + now.lastModifiedTime() + " " + now.fileKey();
    } catch (IOException e) {
      return MISSING;
    }
  }

  private FileStamp() {}
}
