package io.porty.net.tls.cert;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/**
 * A distinguished name as a text of RFC 4514 that has nothing but printable ASCII: other characters
 * are the bytes of their UTF-8, each as a backslash and two hex digits (section 2.4).
 */
public final class SubjectText {

  private static final String HEX = "0123456789ABCDEF";

  /** Types beside those of RFC 4514 section 3 that certificates of people and devices have. */
  private static final Map<String, String> TYPES =
      Map.of("1.2.840.113549.1.9.1", "emailAddress", "2.5.4.5", "serialNumber");

  /** The name, most specific part first. */
  public static String of(X500Principal name) {
    String text = name.getName(X500Principal.RFC2253, TYPES);
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (c >= ' ' && c <= '~') {
        out.append((char) c);
      } else {
        escape(c, out);
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  private static void escape(int codePoint, StringBuilder out) {
    // Before a character that stands for itself the JDK may have put a backslash of its own.
    if (endsInLoneBackslash(out)) {
      out.setLength(out.length() - 1);
    }
    for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
      out.append('\\').append(HEX.charAt(b >> 4 & 0xf)).append(HEX.charAt(b & 0xf));
    }
  }

  private static boolean endsInLoneBackslash(StringBuilder out) {
    int count = 0;
    while (count < out.length() && out.charAt(out.length() - 1 - count) == '\\') {
      count++;
    }
    return count % 2 == 1;
  }

  private SubjectText() {}
}
