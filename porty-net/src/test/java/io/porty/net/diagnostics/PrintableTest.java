package io.porty.net.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

  @ParameterizedTest
  @CsvSource({
    "'plain text', 'plain text'",
    "'grün ✓ 日本', 'grün ✓ 日本'",
    "'two\nlines\r\n', 'two\\x0alines\\x0d\\x0a'",
    "'\u001b[31mred\u0007', '\\x1b[31mred\\x07'",
    "'a\u0085b\u2028c\u2029d', 'a\\x85b\\x2028c\\x2029d'",
    "'\u202egnp.exe', '\\x202egnp.exe'",
    "'\ud800x', '\\xd800x'",
    "'tab\there', 'tab\\x09here'",
  })
  void makesOneHarmlessLine(String foreign, String shown) {
    assertThat(Printable.of(foreign)).isEqualTo(shown);
  }

  @Test
  void leavesAnExceptionThatMayBePrinted() {
    Exception plain = new IllegalStateException("fine", new RuntimeException("too"));
    assertThat(PrintableThrowable.of(plain)).isSameAs(plain);
  }

  @Test
  void copiesOneThatMayNot() {
    RuntimeException cause = new RuntimeException("deep\u001b[2J");
    Throwable shown = PrintableThrowable.of(new IllegalStateException("a\nb", cause));
    assertThat(shown).hasToString("java.lang.IllegalStateException: a\\x0ab");
    assertThat(shown.getCause()).hasToString("java.lang.RuntimeException: deep\\x1b[2J");
    assertThat(shown.getCause().getStackTrace()).isEqualTo(cause.getStackTrace());
  }

  @Test
  void survivesOneThatCannotSayWhatItIs() {
    RuntimeException hostile =
        new RuntimeException() {
          @Override
          public String getMessage() {
            throw new IllegalStateException("no");
          }
        };
    assertThat(PrintableThrowable.of(hostile).toString()).isEqualTo(hostile.getClass().getName());
  }

  @Test
  void endsARingOfCauses() {
    RuntimeException one = new RuntimeException("a\nb");
    RuntimeException two = new RuntimeException(one);
    one.initCause(two);
    assertThat(PrintableThrowable.of(one).toString()).contains("a\\x0ab");
  }
}
