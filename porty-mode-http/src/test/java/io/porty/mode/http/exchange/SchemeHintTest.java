package io.porty.mode.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.Target;
import org.junit.jupiter.api.Test;

class SchemeHintTest {

  private static String of(FailureCode code, String target) {
    return SchemeHint.of(Failure.upstream(code, ""), Target.parse(target));
  }

  @Test
  void isForAnAnswerOfPort443ToPlainText() {
    String hint = "did you mean porty_scheme=https";
    assertThat(of(FailureCode.BACKEND_INVALID, "a.test:443")).contains(hint);
    assertThat(of(FailureCode.BACKEND_CLOSED, "http://a.test:443")).contains(hint);
    assertThat(of(FailureCode.BACKEND_CLOSED, "https://a.test")).isEmpty();
    assertThat(of(FailureCode.BACKEND_CLOSED, "a.test:8443")).isEmpty();
    assertThat(of(FailureCode.CONNECT_REFUSED, "a.test:443")).isEmpty();
    assertThat(SchemeHint.of(Failure.upstream(FailureCode.BACKEND_CLOSED, ""), null)).isEmpty();
  }
}
