package io.porty.net.opening;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who enters, and when the next one does. */
class HandshakeSchedulerTest {

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final HandshakeScheduler scheduler =
      new HandshakeScheduler(channel.eventLoop(), new HandshakeRate());

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private static HandshakeOrigin client(Object client) {
    return new HandshakeOrigin("listener", client);
  }

  private void fill() {
    for (int i = 0; i < HandshakeScheduler.MAX_UNDER_WAY; i++) {
      scheduler.enter(client(i), () -> {});
    }
  }

  @Test
  void anyNumberThatEndsAtOnceDoesNotDeepenTheStack() {
    fill();
    AtomicInteger ended = new AtomicInteger();
    for (int i = 0; i < 100_000; i++) {
      scheduler.enter(
          client(i),
          () -> {
            ended.incrementAndGet();
            scheduler.leave();
          });
    }
    scheduler.leave();
    assertThat(ended).hasValue(100_000);
    assertThat(scheduler.underWay()).isEqualTo(HandshakeScheduler.MAX_UNDER_WAY - 1);
  }

  @Test
  void whoEntersWhileOthersAreAdmittedIsAdmittedBehindThem() {
    fill();
    List<String> order = new ArrayList<>();
    scheduler.enter(
        client("a"),
        () -> {
          scheduler.leave();
          scheduler.enter(client("c"), () -> order.add("c"));
          order.add("a");
        });
    scheduler.enter(
        client("b"),
        () -> {
          order.add("b");
          scheduler.leave();
        });
    scheduler.leave();
    assertThat(order).containsExactly("a", "b", "c");
    assertThat(scheduler.underWay()).isEqualTo(HandshakeScheduler.MAX_UNDER_WAY);
  }
}
