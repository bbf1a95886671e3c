package io.porty.net.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.mode.UpstreamKey;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointStateTest {

  private final EndpointState state = new EndpointState(UpstreamKey.of(new Target("a", 80)));

  @Test
  void connectionsShareTheAddressesOfAnEndpoint() {
    List<InetSocketAddress> first = state.resolved(addresses("127.0.0.1", "127.0.0.2"));
    List<InetSocketAddress> again = state.resolved(addresses("127.0.0.1", "127.0.0.2"));
    assertThat(again).isSameAs(first).isSameAs(state.addresses());
  }

  @Test
  void theAddressesOfTheLastResolutionAreTheKnownOnes() {
    state.resolved(addresses("127.0.0.1", "127.0.0.2"));
    assertThat(state.resolved(addresses("127.0.0.2", "127.0.0.1")))
        .isEqualTo(addresses("127.0.0.2", "127.0.0.1"));
    List<InetSocketAddress> callers = new ArrayList<>(addresses("127.0.0.3"));
    state.resolved(callers);
    callers.clear();
    assertThat(state.addresses()).isEqualTo(addresses("127.0.0.3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "192.0.2.7"})
  void aConfiguredAddressNeedsNoResolution(String host) {
    Target target = new Target(host, 80);
    assertThat(new EndpointState(UpstreamKey.of(target)).literal()).isEqualTo(addresses(host));
    // The policy of the route decides about what a client chose, each time.
    assertThat(new EndpointState(UpstreamKey.chosenByClient(target, "r")).literal()).isEmpty();
  }

  @Test
  void aNameAndASocketPathAreNotAddresses() {
    assertThat(state.literal()).isEmpty();
    assertThat(new EndpointState(UpstreamKey.of(Target.unix("/run/a"))).literal()).isEmpty();
  }

  private static List<InetSocketAddress> addresses(String... texts) {
    List<InetSocketAddress> all = new ArrayList<>();
    for (String text : texts) {
      all.add(new InetSocketAddress(text, 80));
    }
    return all;
  }
}
