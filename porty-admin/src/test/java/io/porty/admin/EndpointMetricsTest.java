package io.porty.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.mode.UpstreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointMetricsTest {

  private final List<io.porty.api.mode.Endpoint> all = new ArrayList<>();

  private io.porty.api.mode.Endpoint endpoint(UpstreamKey key, int connections) {
    io.porty.api.mode.Endpoint made = new io.porty.api.mode.Endpoint(key);
    for (int i = 0; i < connections; i++) {
      made.connectionOpened();
    }
    all.add(made);
    return made;
  }

  @Test
  void anyNumberOfClientsTargetsLeavesTheOperatorsTheirPlace() {
    for (int i = 0; i < 1_000; i++) {
      endpoint(UpstreamKey.chosenByClient(new Target("invented" + i, 80), "route"), 2);
    }
    endpoint(UpstreamKey.of(new Target("api", 80)), 1).requestBegan();

    Map<String, long[]> sums = EndpointMetrics.sums(all);

    assertThat(sums).hasSize(EndpointMetrics.MAX_ENDPOINTS + 1).containsKey(EndpointMetrics.OTHER);
    assertThat(sums.get("api:80")).containsExactly(1, 1);
    assertThat(sums.values().stream().mapToLong(sum -> sum[0]).sum()).isEqualTo(2_001);
  }

  @Test
  void endpointsOfTheSameTextAreOneAndUnusedOnesNone() {
    endpoint(UpstreamKey.of(new Target("api", 80)), 1);
    endpoint(UpstreamKey.chosenByClient(new Target("api", 80), "a"), 2);
    endpoint(UpstreamKey.of(new Target("unused", 80)), 0);

    Map<String, long[]> sums = EndpointMetrics.sums(all);

    assertThat(sums).containsOnlyKeys("api:80");
    assertThat(sums.get("api:80")).containsExactly(3, 0);
  }
}
