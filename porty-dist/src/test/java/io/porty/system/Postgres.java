package io.porty.system;

import io.porty.fixture.Programs;
import io.porty.fixture.Scratch;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A PostgreSQL server of Debian's packages, on a free port; its user is {@code porty}. */
final class Postgres implements AutoCloseable {

  private final Process process;
  private final int port;
  private final Path folder;

  private Postgres(Process process, int port, Path folder) {
    this.process = process;
    this.port = port;
    this.folder = folder;
  }

  /** Starts and waits until it answers; it refuses to run as root, so root becomes postgres. */
  static Postgres start() throws IOException {
    Programs.need("postgres");
    Programs.need("psql");
    Path data = Scratch.folder("porty-pg");
    int port = Ports.free();
    Path script =
        Files.writeString(
            data.resolve("pg.sh"),
            """
        set -e
        bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
        as() { if [ "$(id -u)" = 0 ]; then chown -R postgres %1$s; setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
        cd %1$s
        as "$bin/initdb" -D %1$s/db -U porty -A trust >/dev/null
        if [ "$(id -u)" = 0 ]; then exec setpriv --reuid=postgres --regid=postgres --clear-groups "$bin/postgres" -D %1$s/db -p %2$d -k %1$s -h 127.0.0.1; fi
        exec "$bin/postgres" -D %1$s/db -p %2$d -k %1$s -h 127.0.0.1
        """
                .formatted(data, port));
    Process process =
        new ProcessBuilder("bash", script.toString())
            .redirectErrorStream(true)
            .redirectOutput(Scratch.file("porty-pg", ".out").toFile())
            .start();
    Postgres postgres = new Postgres(process, port, data);
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> postgres.query("select 1").equals("1"));
    return postgres;
  }

  int port() {
    return port;
  }

  String query(String query) {
    return query(port, query);
  }

  /** By way of another port. */
  String query(int through, String query) {
    return Installation.run(
            folder,
            Map.of(),
            "psql",
            "-h",
            "127.0.0.1",
            "-p",
            "" + through,
            "-U",
            "porty",
            "-d",
            "postgres",
            "-At",
            "-c",
            query)
        .out()
        .trim();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor(10, TimeUnit.SECONDS);
  }
}
