package io.porty.api.mode;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamKeyTest {

  private static UpstreamKey key(String target) {
    return UpstreamKey.of(Target.parse(target));
  }

  @ParameterizedTest
  @CsvSource({
    "http://api:80,        api:80,                true",
    "http://api,           tcp://api:80,          true",
    "[2001:DB8:0::1]:80,   [2001:db8::1]:80,      true",
    "unix:/run/a,          unix:/run/a,           true",
    "https://api:443,      http://api:443,        false",
    "tls://api:443,        https://api:443,       false",
    "h2c://api:80,         http://api:80,         false",
    "api:80,               api:81,                false",
    "api:80,               api.:80,               false",
    "unix:/run/a,          unix:/run/b,           false",
  })
  void theSameBackendIsWhatIsSpokenAndWhere(String one, String other, boolean same) {
    assertThat(key(one).equals(key(other))).isEqualTo(same);
    assertThat(key(one).matches(Target.parse(other), false)).isEqualTo(same);
    if (same) {
      assertThat(key(one)).hasSameHashCodeAs(key(other));
      assertThat(key(one).hashCode()).isEqualTo(UpstreamKey.hash(Target.parse(other)));
    }
  }

  @Test
  void whatAClientChoseIsNeverTheOperators() {
    Target target = new Target("api", 80);
    UpstreamKey chosen = UpstreamKey.chosenByClient(target, "a");

    assertThat(chosen)
        .isEqualTo(UpstreamKey.chosenByClient(target, "a"))
        .isNotEqualTo(UpstreamKey.chosenByClient(target, "b"))
        .isNotEqualTo(UpstreamKey.of(target));
    assertThat(chosen.matches(target, true)).isTrue();
    assertThat(chosen.matches(target, false)).isFalse();
    assertThat(chosen.isChosenByClient()).isTrue();
    assertThat(chosen).hasToString("api:80");
  }
}
