package io.porty.mode.http.edit;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Porty's parameters go, everything else stays where it is. */
class TargetRewriteTest {

  private static String rewritten(String target) {
    byte[] b = Ascii.bytes(target);
    int mark = target.indexOf('?');
    HeadWriter out = new HeadWriter();
    TargetRewrite.write(out, b, 0, mark < 0 ? b.length : mark, b.length);
    return Ascii.text(out.bytes(), 0, out.length());
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a",
    "/a?, /a?",
    "/a?b_c, /a?b_c",
    "/a?porty_host=x, /a",
    "/a?porty_host=x&porty_port=1, /a",
    "/a?b&porty_host=x&c, /a?b&c",
    "/a?&porty_host=x, /a?",
    "/a?porty_host=x&, /a?",
    "/a?b&&porty_x, /a?b&",
    "/a?porty%5Fhost=x&b, /a?b",
    "/a?%70orty_host=x&b, /a?b",
    "/a?xporty_host=x, /a?xporty_host=x",
    "/a?Porty_host=x, /a?Porty_host=x",
    "/a?b=porty_host=x, /a?b=porty_host=x",
    "/a?porty=x&porty%5, /a?porty=x&porty%5",
    "/a?b?porty_host=x, /a?b?porty_host=x"
  })
  void takesOutOnlyItsOwn(String target, String expected) {
    assertThat(rewritten(target)).isEqualTo(expected);
  }

  @Property(tries = 500)
  void leavesEverythingElseByteForByte(@ForAll("queries") String query) {
    assertThat(rewritten("/p?" + query)).isEqualTo("/p?" + query);
    assertThat(rewritten("/p?porty_host=a&" + query + "&porty_port=1")).isEqualTo("/p?" + query);
  }

  @Provide
  Arbitrary<String> queries() {
    return Arbitraries.strings()
        .withCharRange('$', '~')
        .ofMaxLength(40)
        .filter(q -> !q.toLowerCase(java.util.Locale.ROOT).contains("p") && !q.contains("%"));
  }
}
