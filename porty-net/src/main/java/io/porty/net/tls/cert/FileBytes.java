package io.porty.net.tls.cert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads whole files of a bounded size; what fails is a problem. */
public final class FileBytes {

  /** For a chain and its key, which have a few KB. */
  public static final int MAX_PAIR = 1 << 20;

  /** For a bundle of CAs or a revocation list. */
  public static final int MAX_BUNDLE = 64 << 20;

  /** Of a pipe, which has no size. */
  private static final int MIN_BUFFER = 4096;

  /** At once: as much native memory is kept for each thread that reads. */
  private static final int MAX_READ = 16 * 1024;

  /** The content; null if it cannot be read, which is a problem then. */
  public static byte @Nullable [] read(Path file, int max, CertificateProblems problems) {
    try (SeekableByteChannel in = Files.newByteChannel(file)) {
      byte[] bytes = read(in, max);
      if (bytes != null) {
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

  /** All there is; null if it is more than the most. */
  private static byte @Nullable [] read(SeekableByteChannel in, int max) throws IOException {
    int size = (int) Math.min(in.size(), max + 1L);
    ByteBuffer buffer = ByteBuffer.allocate(size == 0 ? MIN_BUFFER : size);
    while (true) {
      buffer.limit(Math.min(buffer.position() + MAX_READ, buffer.capacity()));
      int count = in.read(buffer);
      if (count < 0 || buffer.position() == size) {
        break; // what is written behind it meanwhile is another state of the file
      }
      if (buffer.position() == buffer.capacity() && size == 0) {
        int larger = (int) Math.min(buffer.capacity() * 2L, max + 1L);
        buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), larger)).position(buffer.capacity());
      }
      if (buffer.position() > max) {
        break;
      }
    }
    if (buffer.position() > max) {
      return null;
    }
    return buffer.position() == buffer.capacity()
        ? buffer.array()
        : Arrays.copyOf(buffer.array(), buffer.position());
  }

  private FileBytes() {}
}
