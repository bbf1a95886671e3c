package io.porty.api.mode;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PendingDecisionTest {

  private final Queue<Runnable> loop = new ArrayDeque<>();
  private final List<Decision> heard = new ArrayList<>();
  private final CompletableFuture<Decision> later = new CompletableFuture<>();

  @Test
  void isHeardOnTheLoop() {
    PendingDecision.await(new RouteAnswer.Async(later), loop::add, heard::add);
    later.complete(Decision.pass());
    assertThat(heard).isEmpty();
    loop.remove().run();
    assertThat(heard).containsExactly(Decision.pass());
  }

  @Test
  void isNotHeardOnceNobodyWaits() {
    PendingDecision pending =
        PendingDecision.await(new RouteAnswer.Async(later), loop::add, heard::add);
    later.complete(Decision.pass());
    pending.cancel();
    loop.remove().run();
    assertThat(heard).isEmpty();
  }
}
