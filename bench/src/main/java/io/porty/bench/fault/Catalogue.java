package io.porty.bench.fault;

import io.porty.bench.fault.FaultBackend.Way;
import io.porty.bench.fault.Faults.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The faults there are. */
final class Catalogue {

  private static final String HERE = "127.0.0.1";
  private static final long WHILE_MILLIS = 2_000;
  private static final int RELOADS = 100;
  private static final int RESTARTS = 10;
  private static final int DESCRIPTORS = 200;

  private static final String PLAIN = FaultBed.config("log_requests = false", "");
  private static final String LOGGED =
      FaultBed.config("log_format = \"json\"\nlog_output = \"FOLDER/small/traffic.log\"", "");

  static List<Setting> all(String home) throws IOException {
    return List.of(
        of("backend killed", Catalogue::killed),
        of("backend hangs", bed -> behaves(bed, Way.HANGS)),
        of("backend trickles", bed -> behaves(bed, Way.TRICKLES)),
        of("backend resets", bed -> behaves(bed, Way.RESETS)),
        of("backend does not accept", Catalogue::acceptsNobody),
        new Setting(
            "descriptors used up",
            HERE,
            List.of("sh", "-c", "ulimit -n " + DESCRIPTORS + " && exec \"$0\" \"$@\""),
            PLAIN,
            Catalogue::descriptors),
        new Setting(
            "disk full",
            HERE,
            List.of("sh", "-c", "mkdir -p \"$(dirname \"$3\")/small\" && exec \"$0\" \"$@\""),
            LOGGED,
            Catalogue::diskFull),
        Names.slow(PLAIN),
        Names.failing(PLAIN),
        Names.moving(PLAIN),
        Clock.stepped(PLAIN),
        Blocking.plugin(home, PLAIN),
        of("100 reloads", Catalogue::reloads),
        of("10 restarts", Catalogue::restarts));
  }

  private static Setting of(String name, Fault fault) {
    return new Setting(name, HERE, List.of(), PLAIN, fault);
  }

  private static long killed(FaultBed bed) throws IOException {
    bed.backend().die();
    Subject.sleep(WHILE_MILLIS);
    bed.backend().listen();
    return System.nanoTime();
  }

  private static long behaves(FaultBed bed, Way way) {
    bed.backend().now(way);
    Subject.sleep(2 * WHILE_MILLIS);
    bed.backend().now(Way.ANSWERS);
    return System.nanoTime();
  }

  /** Its accept queue is full: connections to it neither succeed nor fail. */
  private static long acceptsNobody(FaultBed bed) throws IOException {
    bed.backend().die();
    bed.backend().listenOnly();
    Subject.sleep(2 * WHILE_MILLIS);
    bed.backend().die();
    bed.backend().listen();
    return System.nanoTime();
  }

  private static long descriptors(FaultBed bed) throws IOException {
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < DESCRIPTORS; i++) {
      idle.add(new Socket(InetAddress.getLoopbackAddress(), bed.porty().port));
    }
    Subject.sleep(WHILE_MILLIS);
    for (Socket one : idle) {
      one.close();
    }
    return System.nanoTime();
  }

  private static long diskFull(FaultBed bed) throws IOException {
    Path small = bed.porty().folder().resolve("small");
    Root.run("mount", "-t", "tmpfs", "-o", "size=1m", "porty-fault", small.toString());
    try {
      bed.porty().signal("USR1");
      Subject.await(
          () ->
              Files.exists(small.resolve("traffic.log"))
                  && Files.getFileStore(small).getUsableSpace() == 0);
      Subject.sleep(WHILE_MILLIS);
    } finally {
      Root.run("umount", "-l", small.toString());
      bed.porty().signal("USR1");
    }
    Path log = small.resolve("traffic.log");
    Subject.await(() -> Files.exists(log) && Files.size(log) > 0);
    return System.nanoTime();
  }

  private static long reloads(FaultBed bed) throws IOException {
    for (int i = 1; i <= RELOADS; i++) {
      bed.porty().write(PLAIN.replace("max_retries = 1", "max_retries = " + i % 3));
      bed.porty().signal("HUP");
      int wanted = i;
      Subject.await(() -> bed.porty().log().split("porty: reloaded", -1).length > wanted);
    }
    return System.nanoTime();
  }

  private static long restarts(FaultBed bed) throws IOException {
    for (int i = 0; i < RESTARTS; i++) {
      long before = bed.porty().process().pid();
      if (bed.porty().porty("restart") != 0) {
        throw new IOException("not restarted: " + bed.porty().log());
      }
      Subject.await(() -> ProcessHandle.of(before).isEmpty());
    }
    return System.nanoTime();
  }

  private Catalogue() {}
}
