package io.porty.net.opening;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Listeners take turns, and the clients of each. */
class FairQueueTest {

  private final FairQueue<String> queue = new FairQueue<>();

  private void add(String listener, String client, String... all) {
    for (String one : all) {
      queue.add(new HandshakeOrigin(listener, client, new HandshakeRate()), one);
    }
  }

  private List<String> pollAll() {
    List<String> all = new ArrayList<>();
    for (String one = queue.poll(); one != null; one = queue.poll()) {
      all.add(one);
    }
    assertThat(queue.isEmpty()).isTrue();
    return all;
  }

  @Test
  void whoHasManyDelaysNobodyElse() {
    add("a", "flood", "f1", "f2", "f3", "f4");
    add("a", "other", "o1");
    add("b", "third", "t1", "t2");
    assertThat(pollAll()).containsExactly("f1", "t1", "o1", "t2", "f2", "f3", "f4");
  }

  @Test
  void oneClientKeepsItsOrder() {
    add("a", "one", "1", "2", "3");
    assertThat(pollAll()).containsExactly("1", "2", "3");
  }

  @Test
  void whoLeavesIsNotWaitedFor() {
    add("a", "one", "1", "2");
    add("b", "two", "3");
    queue.remove(new HandshakeOrigin("a", "one", new HandshakeRate()), "1");
    queue.remove(new HandshakeOrigin("a", "one", new HandshakeRate()), "never there");
    queue.remove(new HandshakeOrigin("b", "two", new HandshakeRate()), "3");
    queue.remove(new HandshakeOrigin("c", "three", new HandshakeRate()), "4");
    assertThat(pollAll()).containsExactly("2");
  }
}
