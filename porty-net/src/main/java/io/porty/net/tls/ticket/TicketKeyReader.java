package io.porty.net.tls.ticket;

import io.porty.net.tls.TicketKeys;
import io.porty.net.tls.cert.CertificateProblems;
import io.porty.net.tls.cert.FileBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Reads one file with keys of session tickets: one key in 48 or 80 raw bytes, as nginx has it, or
 * keys in base64, one a line, as HAProxy has them.
 */
final class TicketKeyReader {

  /** Bytes of a key for AES-256: its name, then twice 32 for HMAC and AES. */
  private static final int LONG_KEY_BYTES = 80;

  private static final int LONG_PART_BYTES = 32;

  /** For a hundred keys. */
  private static final int MAX_BYTES = 16 * 1024;

  private static final int OF_OTHERS = 0077;
  private static final String MAKE = "openssl rand 48 > FILE; chmod 600 FILE";

  /**
   * @param problems gets what is wrong, without a byte of the file
   * @return none if there is a mistake
   */
  static List<byte[]> read(Path file, CertificateProblems problems) {
    byte[] bytes = FileBytes.read(file, MAX_BYTES, problems);
    if (bytes == null) {
      return List.of();
    }
    checkMode(file, problems);
    if (isKey(bytes.length)) {
      return List.of(key(bytes));
    }
    return lines(file.toString(), bytes, problems);
  }

  private static List<byte[]> lines(String name, byte[] bytes, CertificateProblems problems) {
    List<byte[]> keys = new ArrayList<>();
    int number = 0;
    for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      number++;
      String text = line.strip();
      if (text.isEmpty()) {
        continue;
      }
      byte[] key = decode(text);
      if (!isKey(key.length)) {
        problems.error(
            name,
            number == 1 ? 0 : number,
            "has no key of 48 or 80 bytes, neither as it is nor in base64, one a line",
            "make one: " + MAKE);
        return List.of();
      }
      keys.add(key(key));
    }
    if (keys.isEmpty()) {
      problems.error(name, 0, "is empty", "make a key: " + MAKE);
    }
    return keys;
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static boolean isKey(int length) {
    return length == TicketKeys.KEY_BYTES || length == LONG_KEY_BYTES;
  }

  /** BoringSSL encrypts tickets with AES-128: longer parts are hashed. */
  private static byte[] key(byte[] bytes) {
    if (bytes.length == TicketKeys.KEY_BYTES) {
      return bytes;
    }
    int part = TicketKeys.PART_BYTES;
    byte[] key = Arrays.copyOf(bytes, TicketKeys.KEY_BYTES);
    for (int i = 0; i < 2; i++) {
      byte[] longPart =
          Arrays.copyOfRange(bytes, part + i * LONG_PART_BYTES, part + (i + 1) * LONG_PART_BYTES);
      System.arraycopy(digest(longPart), 0, key, part * (i + 1), part);
    }
    return key;
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Who has a key reads all connections that its tickets resume: the owner's alone. */
  private static void checkMode(Path file, CertificateProblems problems) {
    try {
      int mode = Files.getAttribute(file, "unix:mode") instanceof Integer value ? value : 0;
      if ((mode & OF_OTHERS) != 0) {
        problems.error(
            file.toString(),
            0,
            "holds ticket keys, and not its owner alone may use it",
            "run: chmod 600 " + file);
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // It has gone meanwhile, or the system has other permissions.
    }
  }

  private TicketKeyReader() {}
}
