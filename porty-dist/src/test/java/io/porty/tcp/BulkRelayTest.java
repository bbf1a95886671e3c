package io.porty.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Directions that turn bulky, quiet and bulky again: on epoll the kernel moves their bytes. */
class BulkRelayTest {

  private static final int MEGABYTE = 1024 * 1024;

  private static byte[] random(int seed, int length) {
    byte[] data = new byte[length];
    new Random(seed).nextBytes(data);
    return data;
  }

  private static String text(byte[] data) {
    return new String(data, StandardCharsets.ISO_8859_1);
  }

  /** Each byte asks for another size. */
  private static Backend sizes() {
    return Backend.running(
        connection -> {
          int ask;
          while ((ask = connection.read()) >= 0) {
            connection.send(random(ask, size(ask)));
          }
        });
  }

  private static int size(int ask) {
    return switch (ask % 4) {
      case 0 -> 3 * MEGABYTE + ask;
      case 1 -> 1 + ask;
      case 2 -> 20_000 + ask;
      default -> 300 + ask;
    };
  }

  @Test
  void keepsEveryByteInOrderWhileMessagesChangeTheirSize() {
    Random random = new Random(11);
    try (Backend backend = sizes();
        RunningPorty porty = RunningPorty.tcp(backend.port());
        RawClient client = porty.connect()) {
      for (int i = 0; i < 200; i++) {
        int ask = random.nextInt(100) < 12 ? 4 * random.nextInt(60) : 1 + random.nextInt(200);
        client.send(new byte[] {(byte) ask});
        assertThat(client.bytes(size(ask))).isEqualTo(text(random(ask, size(ask))));
      }
    }
  }

  @Test
  void keepsEveryByteInOrderWhileBothDirectionsAreBulky() {
    byte[] data = random(5, 16 * MEGABYTE);
    try (Backend backend =
            Backend.running(
                connection -> {
                  byte[] chunk = new byte[0];
                  while ((chunk = connection.some()).length > 0) {
                    connection.send(chunk);
                  }
                  connection.halfClose();
                });
        RunningPorty porty = RunningPorty.tcp(backend.port());
        RawClient client = porty.connect()) {
      Thread sender =
          new Thread(
              () -> {
                client.send(data);
                client.halfClose();
              });
      sender.start();

      assertThat(client.rest()).isEqualTo(text(data));
    }
  }

  /** Several times: whether the reset comes behind unread data is a matter of luck. */
  @RepeatedTest(6)
  void cutsTheClientOffWhenABulkyBackendResets() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.send(new byte[6 * MEGABYTE]);
                  connection.read();
                  connection.reset();
                });
        RunningPorty porty = RunningPorty.tcp(backend.port());
        RawClient client = porty.connect()) {
      client.bytes(5 * MEGABYTE);
      client.send("x");

      assertThat(client.isReset()).isTrue();
      await().until(() -> porty.porty().openConnections() == 0);
    }
  }

  @Test
  void holdsAPipeOnlyWhileADirectionIsBulky() {
    assumeTrue(
        RunningPorty.transport().equals("auto") && Epoll.isAvailable(), "only epoll can splice");
    try (Backend backend = sizes();
        RunningPorty porty = RunningPorty.tcp(backend.port())) {
      long before = pipes();
      try (RawClient client = porty.connect()) {
        client.send(new byte[] {4});
        client.bytes(MEGABYTE);
        assertThat(pipes()).as("spliced").isEqualTo(before + 2);

        client.bytes(size(4) - MEGABYTE);
        for (int i = 0; i < 12; i++) {
          client.send(new byte[] {3});
          client.bytes(size(3));
        }
        await().untilAsserted(() -> assertThat(pipes()).as("quiet").isEqualTo(before));
      }
    }
  }

  @Test
  void givesThePipesBackHoweverTheConnectionEnds() {
    assumeTrue(
        RunningPorty.transport().equals("auto") && Epoll.isAvailable(), "only epoll can splice");
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.send(new byte[8 * MEGABYTE]);
                  if (connection.read() == 'r') {
                    connection.reset();
                  }
                });
        RunningPorty porty = RunningPorty.tcp(backend.port())) {
      long before = pipes();
      for (int i = 0; i < 12; i++) {
        try (RawClient client = porty.connect()) {
          client.bytes(3 * MEGABYTE);
          switch (i % 4) {
            case 0 -> client.reset();
            case 1 -> client.send("r");
            case 2 -> client.halfClose();
            default -> client.close();
          }
        }
      }
      await()
          .untilAsserted(
              () -> {
                assertThat(porty.porty().openConnections()).isZero();
                assertThat(pipes()).isEqualTo(before);
              });
    }
  }

  private static long pipes() {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(BulkRelayTest::isPipe).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isPipe(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
    } catch (IOException e) {
      return false;
    }
  }
}
