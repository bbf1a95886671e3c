package io.porty.net.tls.cert;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the blocks of one PEM file (RFC 7468); text around them is skipped. Mistakes go to the
 * problems with the line of the block, and reading goes on behind it. Nothing is thrown, whatever
 * the bytes.
 */
public final class PemReader {

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /** Of UTF-8, which editors of Windows write. */
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  private static final int MAX_LABEL = 64;

  private final String file;
  private final byte[] bytes;
  private final CertificateProblems problems;
  private final List<PemBlock> blocks = new ArrayList<>();

  private @Nullable String label;
  private int beginLine;
  private boolean hasHeaders;
  private boolean legacyEncrypted;
  private boolean broken;

  /** Of the block that is read: its base64 without line ends, moved together in the bytes. */
  private int base64From;

  private int base64Length;

  private PemReader(String file, byte[] bytes, CertificateProblems problems) {
    this.file = file;
    this.bytes = bytes;
    this.problems = problems;
  }

  /**
   * The blocks in the order of the file.
   *
   * @param file its name, for problems
   * @param bytes of the file; what is read is written over
   */
  public static List<PemBlock> read(String file, byte[] bytes, CertificateProblems problems) {
    PemReader reader = new PemReader(file, bytes, problems);
    reader.lines();
    return reader.blocks;
  }

  private void lines() {
    int number = 1;
    int from = startsWith(BYTE_ORDER_MARK, 0, bytes.length) ? BYTE_ORDER_MARK.length() : 0;
    for (int i = from; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '\n') {
        line(from, i, number++);
        from = i + 1;
      }
    }
    if (label != null) {
      error(
          "has a block \"" + label + "\" without its END line",
          "it may be cut; copy the file again");
    }
  }

  private void line(int from, int to, int number) {
    int last = to;
    while (last > from && isSpace(bytes[last - 1])) {
      last--;
    }
    if (startsWith(BEGIN, from, last)) {
      begin(labelOf(BEGIN, from, last), number);
    } else if (label != null) {
      if (startsWith(END, from, last)) {
        end(label, labelOf(END, from, last));
      } else {
        content(from, last);
      }
    }
  }

  private void begin(@Nullable String found, int number) {
    if (label != null) {
      error(
          "has a block \"" + label + "\" without its END line",
          "it may be cut; copy the file again");
    }
    label = found;
    beginLine = number;
    hasHeaders = false;
    legacyEncrypted = false;
    broken = false;
    base64Length = 0;
  }

  private void end(String begun, @Nullable String found) {
    if (!begun.equals(found)) {
      error(
          "has a block \"" + begun + "\" that ends as another",
          "the lines BEGIN and END must have the same words");
    } else if (legacyEncrypted) {
      blocks.add(new PemBlock(begun, new byte[0], beginLine, true));
    } else if (!broken) {
      decode(begun);
    }
    label = null;
    base64Length = 0;
  }

  private void decode(String begun) {
    try {
      ByteBuffer decoded =
          Base64.getDecoder().decode(ByteBuffer.wrap(bytes, base64From, base64Length));
      byte[] der = decoded.array();
      if (decoded.remaining() < der.length) {
        der = Arrays.copyOf(der, decoded.remaining());
      }
      if (der.length == 0) {
        error("has an empty block \"" + begun + "\"", "copy the file again");
      } else {
        blocks.add(new PemBlock(begun, der, beginLine, false));
      }
    } catch (IllegalArgumentException e) {
      // The message of the exception would have a character of the key.
      notBase64();
    }
  }

  private void content(int from, int to) {
    if (base64Length == 0 && indexOf(':', from, to) >= 0) {
      hasHeaders = true;
      String header = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
      legacyEncrypted |= header.startsWith("Proc-Type:") && header.contains("ENCRYPTED");
      return;
    }
    boolean folded = hasHeaders && base64Length == 0 && from < to && isSpace(bytes[from]);
    if (folded || broken) {
      return;
    }
    if (base64Length == 0) {
      base64From = from;
    }
    for (int i = from; i < to; i++) {
      if (!isSpace(bytes[i])) {
        bytes[base64From + base64Length++] = bytes[i];
      }
    }
  }

  private void notBase64() {
    broken = true;
    error("has a block \"" + label + "\" that is not base64", "it is damaged; copy the file again");
  }

  private void error(String message, String remedy) {
    problems.error(file, beginLine, message, remedy);
  }

  /** The words between the dashes; null if the line is none of PEM. */
  private @Nullable String labelOf(String start, int from, int to) {
    int first = from + start.length();
    int last = to - DASHES.length();
    if (last <= first || last - first > MAX_LABEL || !startsWith(DASHES, last, to)) {
      return null;
    }
    for (int i = first; i < last; i++) {
      if (bytes[i] < ' ' || bytes[i] > '~') {
        return null;
      }
    }
    return new String(bytes, first, last - first, StandardCharsets.US_ASCII);
  }

  private boolean startsWith(String text, int from, int to) {
    if (to - from < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != (byte) text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int indexOf(char c, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == c) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
