package io.porty.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void portsAreFreeDifferentAndBelowThoseOfOutgoingConnections() throws Exception {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      int port = Ports.free();
      assertThat(port).isBetween(10_240, 32_767);
      assertThat(seen.add(port)).isTrue();
      try (ServerSocket everywhere = new ServerSocket(port)) {
        assertThat(everywhere.isBound()).isTrue();
      }
    }
  }

  @Test
  void aPortThatAnybodyListensOnIsNotFree() throws Exception {
    int port = Ports.free();
    try (ServerSocket next = new ServerSocket(port + 1, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(next.isBound()).isTrue();
      assertThat(Ports.free()).isNotEqualTo(port + 1);
    }
  }
}
