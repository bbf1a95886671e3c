package io.porty.http;

import io.netty.util.LeakPresenceDetector;
import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** A Porty that is closed in the middle of everything gives back what it held. */
class ShutdownTest {

  private static final int CLIENTS = 200;

  @RepeatedTest(24)
  void releasesWhatHalfReadRequestsHold(RepetitionInfo round) {
    try (Backend backend = Backend.ok("ok");
        RunningPorty porty = RunningPorty.fixed(backend, "max_connections = 1000")) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(porty.connect());
      }
      for (int i = 0; i < round.getCurrentRepetition() % 4; i++) {
        String piece = "GET / HTTP".substring(i, i + 1);
        clients.forEach(client -> send(client, piece));
      }
      porty.close();
      clients.forEach(RawClient::close);
    }
    if (System.getProperty("io.netty.customResourceLeakDetector") != null) {
      LeakPresenceDetector.check();
    }
  }

  private static void send(RawClient client, String piece) {
    try {
      client.send(piece);
    } catch (UncheckedIOException closed) {
      // Porty may be quicker.
    }
  }
}
