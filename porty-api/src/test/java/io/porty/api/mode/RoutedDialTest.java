package io.porty.api.mode;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutedDialTest {

  private static final Failure REFUSED =
      Failure.upstream(FailureCode.CONNECT_REFUSED, "nobody listens");

  private final List<String> heard = new ArrayList<>();

  /** Notes what is tried; what is in {@code down} fails before {@code connect} returns. */
  private RoutedDial dial(Set<Integer> down) {
    RoutedDial[] self = new RoutedDial[1];
    RoutedDial.Connector connector =
        (to, onlyOnce) -> {
          heard.add("connect " + to.target().port() + (onlyOnce ? " once" : ""));
          if (down.contains(to.target().port())) {
            self[0].failed(REFUSED);
          }
        };
    self[0] =
        new RoutedDial(
            connector,
            new RoutedDial.Listener() {
              @Override
              public void failedOver(Decision.To failed, Failure why, Decision.To next) {
                heard.add("failed over to " + next.target().port());
              }

              @Override
              public void failed(Failure failure, Decision.To last) {
                heard.add("failed at " + last.target().port());
              }
            });
    return self[0];
  }

  private static Decision.To decision(int first, Target... others) {
    return Decision.to(new Target("backend", first), "test").orElse(others);
  }

  private static Target at(int port) {
    return new Target("backend", port);
  }

  @Test
  void connectsToTheTargetWithAllAttemptsIfThereIsNoOther() {
    RoutedDial dial = dial(Set.of());
    dial.start(Decision.to(at(1), "test"));
    assertThat(heard).containsExactly("connect 1");
    assertThat(dial.current().target().port()).isEqualTo(1);
  }

  @Test
  void triesEachTargetOnceAndTheLastWithAllAttempts() {
    RoutedDial dial = dial(Set.of(1, 2));
    dial.start(decision(1, at(2), at(3)));
    assertThat(heard.get(0)).isEqualTo("connect 1 once");
    assertThat(heard).filteredOn(said -> said.startsWith("connect")).hasSize(3);
    assertThat(heard.get(heard.size() - 1)).isEqualTo("connect 3");
    assertThat(dial.current().target().port()).isEqualTo(3);
  }

  @Test
  void failsAtTheLastTarget() {
    dial(Set.of(1, 2)).start(decision(1, at(2)));
    assertThat(heard)
        .containsExactly("connect 1 once", "failed over to 2", "connect 2", "failed at 2");
  }

  @Test
  void isUsedAgain() {
    RoutedDial dial = dial(Set.of(1, 2));
    dial.start(decision(1, at(2)));
    heard.clear();
    dial.start(Decision.to(at(3), "test"));
    assertThat(heard).containsExactly("connect 3");
  }
}
