package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.OpenSslClient;
import io.porty.testkit.Ports;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session that one process has begun is resumed by the process that replaces it. */
class TicketsIT {

  @TempDir Path folder;

  private final int port = Ports.free();
  private final int admin = Ports.free();
  private final Path pidFile = Path.of("porty.pid");

  private Path write(int backend) throws Exception {
    TestCertificate shop = TestCertificates.in(folder.resolve("ca")).server("shop.test");
    return Files.writeString(
        folder.resolve("porty.toml"),
        "tls_provider = \"native\"\nlog_requests = false\ndrain_timeout_seconds = 2\n[admin]\nlisten = \"127.0.0.1:"
            + admin
            + "\"\n[[routes]]\nname = \"shop\"\nlisten = \"127.0.0.1:"
            + port
            + "\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
            + backend
            + "\"\ntls = { cert = \""
            + shop.cert()
            + "\", key = \""
            + shop.key()
            + "\" }\n");
  }

  private long pid() throws Exception {
    return Long.parseLong(Files.readString(folder.resolve(pidFile)).trim());
  }

  @Test
  void acrossARestart() throws Exception {
    try (Backend backend = Backend.ok("hello")) {
      Path config = write(backend.port());
      Path log = folder.resolve("out.log");
      Process first =
          new ProcessBuilder(
                  Installation.launcher(),
                  "start",
                  "-c",
                  config.toString(),
                  "--pid-file=" + folder.resolve(pidFile))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        await().atMost(20, TimeUnit.SECONDS).until(() -> Files.exists(folder.resolve(pidFile)));
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
          assertThat(get(version, "-sess_out")).contains("New, ");
        }
        for (int restart = 0; restart < 2; restart++) {
          long before = pid();
          Installation.Result result = Installation.porty("restart", "-c", config.toString());
          assertThat(result.out()).as(result.err()).contains("process " + pid() + " serves");
          await()
              .atMost(15, TimeUnit.SECONDS)
              .until(() -> ProcessHandle.of(before).filter(ProcessHandle::isAlive).isEmpty());
          for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            assertThat(get(version, "-sess_in")).as(version).contains("Reused, ");
          }
        }
        assertThat(Files.readString(log)).doesNotContain("Exception");
      } finally {
        ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroy);
        first.destroy();
        assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
        await().until(() -> !Files.exists(folder.resolve(pidFile)));
      }
    }
  }

  private String get(String version, String session) {
    String output =
        OpenSslClient.to(port, version)
            .with(session, folder.resolve(version).toString())
            .get("shop.test");
    assertThat(output).contains("hello");
    return output;
  }
}
