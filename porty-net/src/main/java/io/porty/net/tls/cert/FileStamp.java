package io.porty.net.tls.cert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a file from another without reading it: size, times, mode and inode of
 * the file behind symbolic links, so that certbot's {@code live} and the {@code ..data} of
 * Kubernetes are seen to change.
 *
 * @param size in bytes
 * @param modified content, in nanoseconds since 1970
 * @param changed content or mode, in nanoseconds since 1970
 * @param device number; 0 where the system has none
 * @param inode number; 0 where the system has none
 */
record FileStamp(long size, long modified, long changed, long device, long inode) {

  private static final String UNIX = "unix:size,lastModifiedTime,ctime,dev,ino";
  private static final FileStamp MISSING = new FileStamp(-1, 0, 0, 0, 0);

  /** Equal as long as the file has not changed; one value for all that cannot be read. */
  static FileStamp of(Path file) {
    try {
      Map<String, Object> now = Files.readAttributes(file, UNIX);
      return new FileStamp(
          number(now.get("size")),
          number(now.get("lastModifiedTime")),
          number(now.get("ctime")),
          number(now.get("dev")),
          number(now.get("ino")));
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return basic(file);
    } catch (IOException e) {
      return MISSING;
    }
  }

  private static FileStamp basic(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(now.size(), number(now.lastModifiedTime()), 0, 0, 0);
    } catch (IOException e) {
      return MISSING;
    }
  }

  private static long number(@Nullable Object value) {
    if (value instanceof FileTime time) {
      return time.to(TimeUnit.NANOSECONDS);
    }
    return value instanceof Number number ? number.longValue() : 0;
  }
}
