package io.porty.mode.http.head;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

  private static String of(String text, int at) {
    return Excerpt.of(Ascii.bytes(text), at, text.length());
  }

  @Test
  void namesLineAndByteAndEscapes() {
    String head = "GET / HTTP/1.1\r\nHost: a\r\nX\t: \u0001\u00ff\"\r\n\r\n";
    assertThat(of(head, head.indexOf('\t'))).isEqualTo("line 3, byte 2: \"X\\t: \\x01\\xff\\\"\"");
  }

  @Test
  void showsNothingBehindTheMessage() {
    byte[] reused = Ascii.bytes("GET /\0secret of another request");
    assertThat(Excerpt.of(reused, 5, 6)).isEqualTo("line 1, byte 6: \"GET /\\x00\"");
    assertThat(Excerpt.of(reused, 6, 6)).isEqualTo("line 1, byte 7: \"GET /\\x00\"");
  }

  @Test
  void hidesWhatMayBeASecret() {
    String head = "GET /a?token=x\0y HTTP/1.1\r\nAuthorization: Basic abc\0\r\nX-Api-Key: k\0";
    assertThat(of(head, head.indexOf('\0'))).isEqualTo("line 1, byte 15: \"GET /a?****\\x00\"");
    int second = head.indexOf('\0', head.indexOf("Basic"));
    assertThat(of(head, second)).isEqualTo("line 2, byte 25: \"Authorization:****\\x00\"");
    String later = "\r\n\r\nGET /a?token=x\0y HTTP/1.1\r\n";
    assertThat(of(later, later.indexOf('\0'))).isEqualTo("line 3, byte 15: \"GET /a?****\\x00\"");
    assertThat(of(head, head.length() - 1)).isEqualTo("line 3, byte 13: \"X-Api-Key:****\\x00\"");
  }
}
