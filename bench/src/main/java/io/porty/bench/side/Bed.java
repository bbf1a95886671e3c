package io.porty.bench.side;

import io.porty.bench.Ports;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The test bed: an nginx as the backend, Porty, and the peers that are installed, each with one
 * worker; all on loopback, all ended by {@link #close}.
 */
final class Bed implements AutoCloseable {

  private static final int BACKENDS = 3;
  private static final long BULK_BYTES = 100L << 20;

  private final Path folder;
  private final List<Process> started = new ArrayList<>();
  private final Map<String, Proxy> proxies = new LinkedHashMap<>();

  private Bed(Path folder) {
    this.folder = folder;
  }

  static Bed lay(Path distribution) throws IOException, InterruptedException {
    Bed bed = new Bed(Files.createTempDirectory("porty-bench"));
    try {
      bed.lay(distribution, Ports.free(BACKENDS), Ports.free(7));
      return bed;
    } catch (IOException | InterruptedException | RuntimeException e) {
      bed.close();
      throw e;
    }
  }

  private void lay(Path distribution, int[] backends, int[] ports)
      throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("www"));
    try (RandomAccessFile bulk =
        new RandomAccessFile(folder.resolve("www/100m.bin").toFile(), "rw")) {
      bulk.setLength(BULK_BYTES);
    }
    Path backend = write("backend.conf", PeerFiles.backend(folder, backends));
    start("nginx (the backend)", backends[0], "nginx", "-c", backend.toString());

    Path porty = write("porty.toml", PeerFiles.porty(ports[0], ports[1], backends[0]));
    Process process =
        start(
            "porty",
            ports[0],
            distribution.resolve("bin/porty").toString(),
            "start",
            "--config",
            porty.toString());
    ProcessHandle handle = process.toHandle();
    String query = "/test?porty_host=127.0.0.1&porty_port=" + backends[0];
    Path script = write("dynamic.lua", PeerFiles.dynamicScript(backends));
    add(new Proxy("porty-tcp", ports[0], "", handle, List.of()));
    add(new Proxy("porty-http", ports[1], query, handle, List.of()));
    add(new Proxy("porty-dynamic", ports[1], "/", handle, List.of("-s", script.toString())));

    if (installed("haproxy")) {
      Path file = write("haproxy.cfg", PeerFiles.haproxy(ports[2], ports[3], backends[0]));
      ProcessHandle peer =
          start("haproxy", ports[2], "haproxy", "-db", "-f", file.toString()).toHandle();
      add(new Proxy("haproxy-http", ports[2], "", peer, List.of()));
      add(new Proxy("haproxy-tcp", ports[3], "", peer, List.of()));
    }
    boolean streams = Files.exists(PeerFiles.NGINX_STREAMS);
    Path file =
        write("nginx.conf", PeerFiles.nginx(folder, ports[4], streams ? ports[5] : 0, backends[0]));
    ProcessHandle peer = start("nginx", ports[4], "nginx", "-c", file.toString()).toHandle();
    add(new Proxy("nginx-http", ports[4], "", peer, List.of()));
    if (streams) {
      add(new Proxy("nginx-tcp", ports[5], "", peer, List.of()));
    }
  }

  Map<String, Proxy> proxies() {
    return proxies;
  }

  static boolean installed(String program) {
    for (String folder : (System.getenv("PATH") + ":/usr/sbin").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private void add(Proxy proxy) {
    proxies.put(proxy.name(), proxy);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Process start(String name, int port, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Path out = folder.resolve(Path.of(command[0]).getFileName() + "-" + port + ".out");
    Process process = builder.redirectOutput(out.toFile()).start();
    started.add(process);
    try {
      Ports.awaitServed(process, name, port);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + ": " + Files.readString(out), e);
    }
    return process;
  }

  @Override
  public void close() throws InterruptedException, IOException {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    for (Process process : started) {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
    try (var files = Files.walk(folder)) {
      for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
