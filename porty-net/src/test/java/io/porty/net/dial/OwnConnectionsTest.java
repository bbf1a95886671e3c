package io.porty.net.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.porty.api.Target;
import io.porty.api.mode.DialRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnConnectionsTest {

  private final OwnConnections own = new OwnConnections();
  private final Set<Object> listener = Set.of("here");

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress("127.0.0.1", port);
  }

  /** As this side sees it. */
  private static EmbeddedChannel channel(int localPort, int remotePort) {
    return new EmbeddedChannel() {
      @Override
      protected SocketAddress localAddress0() {
        return at(localPort);
      }

      @Override
      protected SocketAddress remoteAddress0() {
        return at(remotePort);
      }
    };
  }

  private EmbeddedChannel upstreamOf(int client, int localPort, int targetPort) {
    EmbeddedChannel accepted = channel(7000, client);
    assertThat(own.isLoop(accepted, listener)).isFalse();
    EmbeddedChannel upstream = channel(localPort, targetPort);
    assertThat(
            own.register(upstream, new DialRequest(new Target("a", targetPort), false, accepted)))
        .isTrue();
    return upstream;
  }

  @Test
  void aConnectionThatComesBackIsKnownUntilItEnds() {
    EmbeddedChannel upstream = upstreamOf(5001, 5002, 7000);
    assertThat(own.isLoop(channel(7000, 5002), listener)).isTrue();
    upstream.close();
    assertThat(own.isLoop(channel(7000, 5002), listener)).isFalse();
  }

  /** The system gives one port to connections that lead to different places. */
  @Test
  void aClientThatHasThePortOfAConnectionToABackendIsNone() {
    upstreamOf(5001, 5002, 9000);
    assertThat(own.isLoop(channel(7000, 5002), listener)).isFalse();
    upstreamOf(5003, 5002, 9001);
    assertThat(own.isLoop(channel(7000, 5002), listener)).isFalse();
  }

  @Test
  void soItIsWithWhatAClientChose() {
    EmbeddedChannel upstream = channel(5002, 9901);
    own.register(upstream, new DialRequest(new Target("a", 9901), true, null));
    assertThat(own.isToClientChosenTarget(at(5002), at(9901))).isTrue();
    assertThat(own.isToClientChosenTarget(at(5002), at(9902))).isFalse();
    assertThat(own.isToClientChosenTarget(null, at(9901))).isFalse();
  }
}
