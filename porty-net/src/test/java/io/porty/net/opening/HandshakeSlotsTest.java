package io.porty.net.opening;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who enters, and when the next one does. */
class HandshakeSlotsTest {

  private final HandshakeSlots slots = new HandshakeSlots();

  private static final HandshakeRate UNLIMITED = new HandshakeRate();

  private static HandshakeOrigin client(Object client) {
    return new HandshakeOrigin("listener", client, UNLIMITED);
  }

  private void fill() {
    for (int i = 0; i < HandshakeSlots.MAX_UNDER_WAY; i++) {
      slots.enter(client(i), () -> {});
    }
  }

  @Test
  void anyNumberThatEndsAtOnceDoesNotDeepenTheStack() {
    fill();
    AtomicInteger ended = new AtomicInteger();
    for (int i = 0; i < 100_000; i++) {
      HandshakeOrigin origin = client(i % 1000);
      slots.enter(
          origin,
          () -> {
            ended.incrementAndGet();
            slots.leave(origin);
          });
    }
    slots.leave(client(0));
    assertThat(ended).hasValue(100_000);
    assertThat(slots.underWay()).isEqualTo(HandshakeSlots.MAX_UNDER_WAY - 1);
  }

  @Test
  void whoEntersWhileOthersAreAdmittedIsAdmittedBehindThem() {
    fill();
    List<String> order = new ArrayList<>();
    slots.enter(
        client("a"),
        () -> {
          slots.leave(client("a"));
          slots.enter(client("c"), () -> order.add("c"));
          order.add("a");
        });
    slots.enter(
        client("b"),
        () -> {
          order.add("b");
          slots.leave(client("b"));
        });
    slots.leave(client(0));
    assertThat(order).containsExactly("a", "b", "c");
    assertThat(slots.underWay()).isEqualTo(HandshakeSlots.MAX_UNDER_WAY);
  }

  @Test
  void oneClientHoldsAtMostHalf() {
    AtomicInteger begun = new AtomicInteger();
    for (int i = 0; i < 1000; i++) {
      slots.enter(client("flood"), begun::incrementAndGet);
    }
    assertThat(begun).hasValue(HandshakeSlots.MAX_OF_CLIENT);

    List<String> order = new ArrayList<>();
    slots.enter(client("other"), () -> order.add("other"));
    assertThat(order).containsExactly("other");

    slots.leave(client("other"));
    assertThat(begun).hasValue(HandshakeSlots.MAX_OF_CLIENT);
    slots.leave(client("flood"));
    assertThat(begun).hasValue(HandshakeSlots.MAX_OF_CLIENT + 1);
  }

  @Test
  void aClientWithItsHalfDoesNotHoldUpThoseBehindIt() {
    for (int i = 0; i < 200; i++) {
      slots.enter(client("flood"), () -> {});
    }
    for (int i = 0; i < HandshakeSlots.MAX_UNDER_WAY - HandshakeSlots.MAX_OF_CLIENT; i++) {
      slots.enter(client(i), () -> {});
    }
    List<String> order = new ArrayList<>();
    slots.enter(client("last"), () -> order.add("last"));
    assertThat(order).isEmpty();

    slots.leave(client(1));

    assertThat(order).containsExactly("last");
  }

  @Test
  void whoIsCancelledDoesNotEnter() {
    fill();
    List<String> order = new ArrayList<>();
    Runnable one = () -> order.add("one");
    slots.enter(client("one"), one);
    slots.cancel(client("one"), one);
    slots.leave(client(0));
    assertThat(order).isEmpty();
  }
}
