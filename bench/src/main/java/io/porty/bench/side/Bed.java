package io.porty.bench.side;

import io.porty.bench.Ports;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
  private static final long H2_BULK_BYTES = 10L << 20;

  /** A gRPC message without content: its prefix, all zeros. */
  private static final long EMPTY_MESSAGE_BYTES = 5;

  /** Sizes of the replies that the backend has as /SIZE.bin. */
  static final int[] SIZES = {64, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576};

  private final Path folder;
  private final Path distribution;
  private final int[] backends = Ports.free(BACKENDS);
  private final List<Process> started = new ArrayList<>();
  private final Map<String, Proxy> proxies = new LinkedHashMap<>();

  private Bed(Path folder, Path distribution) {
    this.folder = folder;
    this.distribution = distribution;
  }

  static Bed lay(Path distribution) throws IOException, InterruptedException {
    Bed bed = new Bed(Files.createTempDirectory("porty-bench"), distribution);
    try {
      bed.lay();
      return bed;
    } catch (IOException | InterruptedException | RuntimeException e) {
      bed.close();
      throw e;
    }
  }

  private void lay() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("www"));
    // nginx's worker may run as another user.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (int size : SIZES) {
      sized(size + ".bin", size);
    }
    sized("100m.bin", BULK_BYTES);
    sized("10m.bin", H2_BULK_BYTES);
    sized("message.bin", EMPTY_MESSAGE_BYTES);
    Path backend = write("backend.conf", PeerFiles.backend(folder, backends));
    start("nginx (the backend)", backends[0], "nginx", "-c", backend.toString());

    int[] ports = Ports.free(2);
    Process porty = startPorty(PeerFiles.porty(ports[0], ports[1], backends[0]), ports[0]);
    ProcessHandle handle = porty.toHandle();
    Path script = write("dynamic.lua", PeerFiles.dynamicScript(backends));
    add(new Proxy("porty-tcp", ports[0], "", handle, List.of()));
    add(new Proxy("porty-http", ports[1], dynamic(backends[0]), handle, List.of()));
    add(new Proxy("porty-dynamic", ports[1], "/", handle, List.of("-s", script.toString())));
    peers(backends[0], "", false).forEach(this::add);
    if (installed("openssl")) {
      layTls();
      layH2();
    }
    awaitArchive();
  }

  private void layTls() throws IOException, InterruptedException {
    TlsBed.makeCertificates(folder);
    TlsBed.Backends to = new TlsBed.Backends(backends[0], Ports.free(1)[0]);
    Path secure = write("backend-tls.conf", TlsBed.backend(folder, to.tls()));
    start("nginx (the TLS backend)", to.tls(), "nginx", "-c", secure.toString());
    int[] porty = Ports.free(TlsBed.KINDS.size());
    addAll(TlsBed.KINDS, "porty", porty, startPorty(TlsBed.porty(folder, porty, to), porty[0]));
    if (installed("haproxy")) {
      int[] ports = Ports.free(TlsBed.KINDS.size());
      Path file = write("haproxy-tls.cfg", TlsBed.haproxy(folder, ports, to));
      Process peer = start("haproxy", ports[0], "haproxy", "-db", "-f", file.toString());
      addAll(TlsBed.KINDS, "haproxy", ports, peer);
    }
    int[] ports = Ports.free(TlsBed.KINDS.size());
    Path file = write("nginx-tls.conf", TlsBed.nginx(folder, ports, to));
    addAll(TlsBed.KINDS, "nginx", ports, start("nginx", ports[0], "nginx", "-c", file.toString()));
  }

  private void layH2() throws IOException, InterruptedException {
    if (!installed("h2load") || !installed("nghttpd")) {
      return;
    }
    int[] own = Ports.free(2);
    Path plain = write("backend-h2.conf", H2Bed.backend(folder, own[0]));
    start("nginx (the HTTP/2 backend)", own[0], "nginx", "-c", plain.toString());
    start(
        "nghttpd (the gRPC backend)",
        own[1],
        "nghttpd",
        "--no-tls",
        "-a127.0.0.1",
        "-d" + folder.resolve("www"),
        "--trailer=grpc-status: 0",
        Integer.toString(own[1]));
    H2Bed.Backends to = new H2Bed.Backends(backends[0], own[0], own[1]);
    int[] ports = Ports.free(H2Bed.KINDS.size());
    addAll(H2Bed.KINDS, "porty", ports, startPorty(H2Bed.porty(folder, ports, to), ports[0]));
    if (installed("haproxy")) {
      ports = Ports.free(H2Bed.KINDS.size());
      Path file = write("haproxy-h2.cfg", H2Bed.haproxy(folder, ports, to));
      Process peer = start("haproxy", ports[0], "haproxy", "-db", "-f", file.toString());
      addAll(H2Bed.KINDS, "haproxy", ports, peer);
    }
    ports = Ports.free(2);
    Path file = write("nginx-h2.conf", H2Bed.nginx(folder, ports, to));
    addAll(H2Bed.KINDS, "nginx", ports, start("nginx", ports[0], "nginx", "-c", file.toString()));
  }

  /** A proxy of each kind that has a port, in this order. */
  private void addAll(List<String> kinds, String name, int[] ports, Process process) {
    for (int i = 0; i < ports.length; i++) {
      List<String> options = kinds.get(i).equals("grpc") ? H2Bed.message(folder) : List.of();
      add(new Proxy(name + "-" + kinds.get(i), ports[i], "", process.toHandle(), options));
    }
  }

  /** This first start of Porty has the class archive made, in the background. */
  private void awaitArchive() throws IOException, InterruptedException {
    Path cache = distribution.resolve("cache");
    for (int i = 0; i < 300; i++) {
      if (Files.isDirectory(cache)) {
        try (var files = Files.list(cache)) {
          if (files.anyMatch(file -> file.toString().endsWith(".from"))) {
            return;
          }
        }
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("no class archive was made in " + cache);
  }

  private void sized(String name, long bytes) throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("www").resolve(name).toFile(), "rw")) {
      file.setLength(bytes);
    }
  }

  /** The target of a request that names its backend. */
  static String dynamic(int backend) {
    return "/test?porty_host=127.0.0.1&porty_port=" + backend;
  }

  int backend() {
    return backends[0];
  }

  Path folder() {
    return folder;
  }

  Path distribution() {
    return distribution;
  }

  /** Another Porty. */
  Proxy porty(String name, String toml, int port, String path)
      throws IOException, InterruptedException {
    return new Proxy(name, port, path, startPorty(toml, port).toHandle(), List.of());
  }

  private Process startPorty(String toml, int port) throws IOException, InterruptedException {
    Path file = write("porty-" + port + ".toml", toml);
    return start(
        "porty",
        port,
        distribution.resolve("bin/porty").toString(),
        "start",
        "--config",
        file.toString());
  }

  /**
   * The peers that are installed, in front of a backend.
   *
   * @param suffix to their names
   * @param logging with their access logs on, HTTP only
   */
  List<Proxy> peers(int backend, String suffix, boolean logging)
      throws IOException, InterruptedException {
    List<Proxy> peers = new ArrayList<>();
    int[] ports = Ports.free(4);
    if (installed("haproxy")) {
      Path file =
          write(
              "haproxy-" + ports[0] + ".cfg",
              PeerFiles.haproxy(ports[0], ports[1], backend, logging));
      ProcessHandle peer =
          start("haproxy", ports[0], "haproxy", "-db", "-f", file.toString()).toHandle();
      peers.add(new Proxy("haproxy-http" + suffix, ports[0], "", peer, List.of()));
      peers.add(new Proxy("haproxy-tcp" + suffix, ports[1], "", peer, List.of()));
    }
    boolean streams = Files.exists(PeerFiles.NGINX_STREAMS);
    Path file =
        write(
            "nginx-" + ports[2] + ".conf",
            PeerFiles.nginx(folder, ports[2], streams ? ports[3] : 0, backend, logging));
    ProcessHandle peer = start("nginx", ports[2], "nginx", "-c", file.toString()).toHandle();
    peers.add(new Proxy("nginx-http" + suffix, ports[2], "", peer, List.of()));
    if (streams) {
      peers.add(new Proxy("nginx-tcp" + suffix, ports[3], "", peer, List.of()));
    }
    return peers;
  }

  /** Those of these that there are; a missing one is noted. */
  List<Proxy> select(Report report, String... names) {
    List<Proxy> found = new ArrayList<>();
    for (String name : names) {
      Proxy proxy = proxies.get(name);
      if (proxy == null) {
        report.note("(" + name + " is not installed and left out)");
      } else {
        found.add(proxy);
      }
    }
    return found;
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
