package io.porty.bench.fault;

import io.porty.bench.fault.Faults.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Faults of name resolution. Porty runs in a mount namespace in which /etc/resolv.conf names a
 * server of ours.
 */
final class Names {

  private static final String SERVER = "127.0.0.9";
  private static final String NAME = "backend.test";
  private static final int PORT = 53;
  private static final byte[] HERE = {127, 0, 0, 1};
  private static final byte[] NOWHERE = {127, 0, 0, 3};

  private static volatile long delayMillis;
  private static volatile boolean fails;
  private static volatile byte[] answer = HERE;

  static Setting slow(String toml) {
    return setting(
        "names are slow",
        toml,
        bed -> {
          delayMillis = 3_000;
          Subject.sleep(8_000);
          delayMillis = 0;
          return System.nanoTime();
        });
  }

  static Setting failing(String toml) {
    return setting(
        "names fail",
        toml,
        bed -> {
          fails = true;
          Subject.sleep(8_000);
          fails = false;
          return System.nanoTime();
        });
  }

  /** The name moves to where nobody listens, and back. */
  static Setting moving(String toml) {
    return setting(
        "a name moves",
        toml,
        bed -> {
          answer = NOWHERE;
          Subject.sleep(8_000);
          answer = HERE;
          // Porty remembers an address for so long.
          Subject.sleep(5_000);
          return System.nanoTime();
        });
  }

  /** Backend connections are not kept, so that each request asks for the name. */
  private static Setting setting(String name, String toml, Fault fault) {
    Path resolv = Path.of(System.getProperty("java.io.tmpdir"), "porty-fault-resolv.conf");
    String script =
        "echo nameserver "
            + SERVER
            + " > "
            + resolv
            + " && mount --bind "
            + resolv
            + " /etc/resolv.conf && exec \"$0\" \"$@\"";
    return new Setting(
        name,
        NAME,
        Root.is() ? List.of("unshare", "-m", "sh", "-c", script) : List.of(),
        toml + "upstream_idle_timeout_seconds = 0\n",
        bed -> {
          if (!Root.is()) {
            throw new Fault.NotHere("needs root");
          }
          try {
            return fault.happen(bed);
          } finally {
            Files.deleteIfExists(resolv);
          }
        });
  }

  /** Answers every question for an address of IPv4 (RFC 1035 section 4), in a thread. */
  static void serve() {
    Thread server = new Thread(Names::answerAll, "dns");
    server.setDaemon(true);
    server.start();
  }

  private static void answerAll() {
    try (DatagramSocket socket = new DatagramSocket(PORT, InetAddress.getByName(SERVER))) {
      while (true) {
        DatagramPacket question = new DatagramPacket(new byte[512], 512);
        socket.receive(question);
        byte[] bytes = Arrays.copyOf(question.getData(), question.getLength());
        Thread later =
            new Thread(
                () -> {
                  Subject.sleep(delayMillis);
                  try {
                    byte[] reply = reply(bytes);
                    socket.send(
                        new DatagramPacket(reply, reply.length, question.getSocketAddress()));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        later.setDaemon(true);
        later.start();
      }
    } catch (IOException e) {
      System.err.println("no name server at " + SERVER + ": " + e.getMessage());
    }
  }

  private static byte[] reply(byte[] question) {
    int end = 12;
    while (question[end] != 0) {
      end += question[end] + 1;
    }
    end += 5;
    boolean isAddress = question[end - 4] == 0 && question[end - 3] == 1;
    boolean answers = isAddress && !fails;
    byte[] reply = Arrays.copyOf(question, answers ? end + 16 : end);
    reply[2] = (byte) 0x81;
    reply[3] = (byte) (fails ? 0x83 : 0x80);
    reply[7] = (byte) (answers ? 1 : 0);
    Arrays.fill(reply, 8, 12, (byte) 0);
    if (answers) {
      byte[] record = {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4};
      System.arraycopy(record, 0, reply, end, record.length);
      System.arraycopy(answer, 0, reply, end + record.length, 4);
    }
    return reply;
  }

  private Names() {}
}
