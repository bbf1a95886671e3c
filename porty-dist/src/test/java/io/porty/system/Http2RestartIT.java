package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.http2.Http2Client;
import io.porty.testkit.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 connections while a new process takes the place of the one that runs. */
class Http2RestartIT {

  private static final int CLIENTS = 8;
  private static final int RESTARTS = 10;

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /**
   * Sends one request after the other, and honours GOAWAY: no stream that it has covered may fail,
   * and those behind it are sent again. (h2load is no help: it counts what it sends behind the
   * first GOAWAY as failed, and gives its connection up.)
   *
   * @return how many were answered
   */
  private static int requests(int port, AtomicBoolean over) {
    int answered = 0;
    while (!over.get()) {
      try (Http2Client client = Http2Client.to(port).acknowledging()) {
        boolean leaving = false;
        for (int stream = 1; !leaving && !over.get(); stream += 2) {
          client.events().clear();
          client.get(stream, "/");
          List<String> events = client.until("END " + stream);
          leaving = events.stream().anyMatch(event -> event.startsWith("GOAWAY"));
          if (events.contains("END " + stream)) {
            assertThat(events).anyMatch(event -> event.contains(" 200 "));
            answered++;
          } else {
            int taken = lastTaken(events);
            assertThat(stream).as(events.toString()).isGreaterThan(taken);
          }
        }
      }
    }
    return answered;
  }

  /** The last stream of the last GOAWAY. */
  private static int lastTaken(List<String> events) {
    return events.stream()
        .filter(event -> event.startsWith("GOAWAY NO_ERROR"))
        .map(event -> Integer.parseInt(event.split(" ")[2]))
        .reduce((first, second) -> second)
        .orElse(Integer.MAX_VALUE);
  }

  private long pid(Path pidFile) throws Exception {
    return Long.parseLong(Files.readString(pidFile).trim());
  }

  @Test
  @Tag("load")
  void noRequestFailsUnderLoad() throws Exception {
    Path config = folder.resolve("porty.toml");
    Path pidFile = folder.resolve("porty.pid");
    int port = Ports.free();
    try (Backend backend = Backend.ok("hello")) {
      Files.writeString(
          config,
          "log_requests = false\ndrain_timeout_seconds = 10\n[admin]\nlisten = \"127.0.0.1:"
              + Ports.free()
              + "\"\n[[routes]]\nname = \"web\"\nlisten = \"127.0.0.1:"
              + port
              + "\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
              + backend.port()
              + "\"\n");
      Process porty =
          new ProcessBuilder(
                  Installation.launcher(),
                  "start",
                  "-c",
                  config.toString(),
                  "--pid-file=" + pidFile)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("porty.log").toFile())
              .start();
      try {
        await().atMost(20, TimeUnit.SECONDS).until(() -> Files.exists(pidFile));
        List<CompletableFuture<Integer>> load = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        for (int i = 0; i < CLIENTS; i++) {
          load.add(CompletableFuture.supplyAsync(() -> requests(port, over), threads));
        }
        for (int i = 0; i < RESTARTS; i++) {
          long before = pid(pidFile);
          Installation.Result restart = Installation.porty("restart", "-c", config.toString());
          assertThat(restart.out()).as(restart.err()).contains("process " + pid(pidFile));
          await()
              .atMost(15, TimeUnit.SECONDS)
              .until(() -> ProcessHandle.of(before).filter(ProcessHandle::isAlive).isEmpty());
        }
        over.set(true);
        for (CompletableFuture<Integer> client : load) {
          assertThat(client.get(30, TimeUnit.SECONDS)).isGreaterThan(100);
        }
      } finally {
        ProcessHandle.of(pid(pidFile)).ifPresent(ProcessHandle::destroy);
        porty.destroy();
        assertThat(porty.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}
