package io.porty.api.mode;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EndpointTest {

  private final Endpoint endpoint = new Endpoint(UpstreamKey.of(new Target("api", 80)));

  private static final class Pool implements ConnectionPermits.Pool {
    final List<String> heard = new ArrayList<>();

    @Override
    public void onPermitAvailable() {
      heard.add("permit");
    }

    @Override
    public void requestEviction() {
      heard.add("evict");
    }
  }

  private ConnectionPermits join(ConnectionLimits limits, Pool pool) {
    return Objects.requireNonNull(endpoint.join(limits, pool));
  }

  @Test
  void remembersFailuresAndWhenTheLastOneWas() {
    assertThat(endpoint.lastFailureMillis()).isZero();
    endpoint.connectFailed(5);
    endpoint.connectFailed(9);
    assertThat(endpoint.connectFailures()).isEqualTo(2);
    assertThat(endpoint.lastFailureMillis()).isEqualTo(9);
  }

  @Test
  void poolsOfARouteShareItsPermitsAndRoutesDoNot() {
    ConnectionLimits route = new ConnectionLimits(1, 1);
    ConnectionLimits other = new ConnectionLimits(1, 1);
    Pool one = new Pool();
    Pool two = new Pool();

    assertThat(join(route, one).tryTake()).isTrue();
    assertThat(join(route, two).tryTake()).isFalse();
    assertThat(join(other, new Pool()).tryTake()).isTrue();
  }

  @Test
  void aPoolThatWaitsHasOthersEvictAndIsWoken() {
    ConnectionLimits route = new ConnectionLimits(1, 1);
    Pool holder = new Pool();
    Pool waiter = new Pool();
    ConnectionPermits permits = join(route, holder);
    join(route, waiter);
    permits.tryTake();

    permits.enqueue(waiter);
    assertThat(holder.heard).containsExactly("evict");
    permits.giveBack();

    assertThat(waiter.heard).containsExactly("permit");
    assertThat(permits.hasQueued()).isFalse();
    assertThat(permits.tryTake()).isTrue();
  }

  @Test
  void theQueueIsBounded() {
    ConnectionPermits permits = join(new ConnectionLimits(1, 2), new Pool());
    assertThat(permits.tryQueue()).isTrue();
    assertThat(permits.tryQueue()).isTrue();
    assertThat(permits.tryQueue()).isFalse();
    permits.leaveQueue();
    assertThat(permits.tryQueue()).isTrue();
  }

  @Test
  void whenThePoolsAreGoneSoAreTheirPermits() {
    ConnectionLimits route = new ConnectionLimits(1, 1);
    Pool pool = new Pool();
    ConnectionPermits before = join(route, pool);
    endpoint.leave(route, pool);

    assertThat(join(route, pool)).isNotSameAs(before);
    assertThat(endpoint.join(new ConnectionLimits(0, 0), pool)).isNull();
  }
}
