package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.Ports;
import io.porty.fixture.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 connections while a new process takes the place of the one that runs. */
class Http2RestartIT {

  @TempDir Path folder;

  private long pid(Path pidFile) throws Exception {
    return Long.parseLong(Files.readString(pidFile).trim());
  }

  @Test
  @Tag("load")
  void noRequestFailsUnderLoad() throws Exception {
    Path config = folder.resolve("porty.toml");
    Path pidFile = folder.resolve("porty.pid");
    Path out = folder.resolve("h2load.out");
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
        Process load =
            new ProcessBuilder(
                    List.of(
                        Programs.need("h2load"),
                        "-D14",
                        "-c8",
                        "-m4",
                        "-t1",
                        "--rps=200",
                        "http://127.0.0.1:" + port + "/"))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        for (int i = 0; i < 3; i++) {
          long before = pid(pidFile);
          Installation.Result restart = Installation.porty("restart", "-c", config.toString());
          assertThat(restart.out()).as(restart.err()).contains("process " + pid(pidFile));
          await()
              .atMost(15, TimeUnit.SECONDS)
              .until(() -> ProcessHandle.of(before).filter(ProcessHandle::isAlive).isEmpty());
        }
        assertThat(load.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(out))
            .containsPattern("requests: \\d{4,} total")
            .containsPattern("[1-9]\\d{3,} succeeded, 0 failed, 0 errored, 0 timeout");
      } finally {
        ProcessHandle.of(pid(pidFile)).ifPresent(ProcessHandle::destroy);
        porty.destroy();
        assertThat(porty.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}
