package io.porty.net.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InternalErrorsTest {

  private final InternalErrors errors = new InternalErrors();

  @Test
  void thePlacesOfTheEngineAreThereBeforeAnythingHappens() {
    assertThat(errors.counts()).containsEntry("accept", 0L).containsEntry("relay", 0L);
  }

  @Test
  void countsEachPlaceByItself() {
    errors.of("route shop").report("http_client", new IllegalStateException("planted"));
    errors.of("route other").report("http_client", new IllegalStateException("planted"));
    errors.report(InternalErrors.DIAL, "", new IllegalStateException("planted"));
    assertThat(errors.counts()).containsEntry("http_client", 2L).containsEntry("dial", 1L);
  }

  @Test
  void anyNumberOfPlacesMakesAFewLabels() {
    for (int i = 0; i < 1000; i++) {
      errors.report("place_" + i, "", new IllegalStateException("planted"));
    }
    assertThat(errors.counts()).hasSizeLessThan(40).containsKey("other");
    assertThat(errors.counts().values().stream().mapToLong(n -> n).sum()).isEqualTo(1000);
  }
}
