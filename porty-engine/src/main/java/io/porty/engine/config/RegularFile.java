package io.porty.engine.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/**
 * Reads text from regular files up to a maximum size. Opening a pipe could block forever, and a
 * device may have no end.
 */
final class RegularFile {

  /** The file cannot be read; the message lacks only the name of the file. */
  static final class Unreadable extends Exception {

    private final String remedy;

    Unreadable(String message, String remedy) {
      super(message, null, false, false);
      this.remedy = remedy;
    }

    String remedy() {
      return remedy;
    }
  }

  /** As UTF-8. */
  static String read(Path file, int maxBytes) throws Unreadable {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new Unreadable(
            attributes.isDirectory()
                ? "is a folder"
                : "is no ordinary file, but a pipe, a socket or a device",
            "Name an ordinary file.");
      }
      if (attributes.size() > maxBytes) {
        throw tooLarge(maxBytes);
      }
      return decode(bytes(file, maxBytes));
    } catch (NoSuchFileException e) {
      throw new Unreadable("no such file", "Is the path right?");
    } catch (AccessDeniedException e) {
      throw new Unreadable("permission denied", "Make it readable for the user that runs Porty.");
    } catch (CharacterCodingException e) {
      throw new Unreadable("is not UTF-8 text", "Save it as UTF-8.");
    } catch (IOException e) {
      throw new Unreadable("cannot be read: " + e.getMessage(), "Name a file that can be read.");
    }
  }

  /** Enforces the limit while reading: special files report no size, and any file may grow. */
  private static ByteBuffer bytes(Path file, int maxBytes) throws IOException, Unreadable {
    try (SeekableByteChannel in = Files.newByteChannel(file)) {
      byte[] bytes = new byte[(int) Math.min(maxBytes, in.size()) + 1];
      int length = 0;
      while (true) {
        int read = in.read(ByteBuffer.wrap(bytes, length, bytes.length - length));
        if (read < 0) {
          return ByteBuffer.wrap(bytes, 0, length);
        }
        length += read;
        if (length > maxBytes) {
          throw tooLarge(maxBytes);
        }
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes + 1L, bytes.length * 2L));
        }
      }
    }
  }

  private static String decode(ByteBuffer bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  private static Unreadable tooLarge(int maxBytes) {
    String most =
        maxBytes >= 1024 * 1024 ? maxBytes / (1024 * 1024) + " MiB" : maxBytes / 1024 + " KiB";
    return new Unreadable("is larger than " + most, "Is it the right file?");
  }

  private RegularFile() {}
}
