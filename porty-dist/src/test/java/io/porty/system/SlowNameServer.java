package io.porty.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A name server (RFC 1035) on port 53 of a loopback address. It never answers for names that begin
 * with {@code slow}, and says 127.0.0.1 for every other one.
 */
final class SlowNameServer implements AutoCloseable {

  static final String ADDRESS = "127.53.0.1";

  private static final int HEADER_BYTES = 12;

  private final DatagramSocket socket;
  private final AtomicInteger slowQuestions = new AtomicInteger();

  /**
   * @throws SocketException if this user may not have the port
   */
  SlowNameServer() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(ADDRESS), 53));
    socket.setReceiveBufferSize(4 * 1024 * 1024);
    Thread thread = new Thread(this::serve, "slow-name-server");
    thread.setDaemon(true);
    thread.start();
  }

  int slowQuestions() {
    return slowQuestions.get();
  }

  private void serve() {
    byte[] space = new byte[1500];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(space, space.length);
        socket.receive(packet);
        byte[] question = Arrays.copyOf(space, packet.getLength());
        if (name(question).startsWith("slow")) {
          slowQuestions.incrementAndGet();
        } else {
          byte[] answer = answer(question);
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (SocketException e) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String name(byte[] question) {
    int length = question[HEADER_BYTES];
    return new String(question, HEADER_BYTES + 1, length, StandardCharsets.ISO_8859_1)
        .toLowerCase(Locale.ROOT);
  }

  /** The question, with an address behind it if one was asked for (type 1). */
  private static byte[] answer(byte[] question) {
    int end = HEADER_BYTES;
    while (question[end] != 0) {
      end += question[end] + 1;
    }
    boolean four = question[end + 2] == 1;
    byte[] answer = Arrays.copyOf(question, end + 5 + (four ? 16 : 0));
    answer[2] = (byte) 0x81; // A response, recursion desired.
    answer[3] = (byte) 0x80; // Recursion available, no error.
    Arrays.fill(answer, 6, HEADER_BYTES, (byte) 0);
    if (four) {
      answer[7] = 1;
      byte[] record = {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1};
      System.arraycopy(record, 0, answer, end + 5, record.length);
    }
    return answer;
  }

  @Override
  public void close() {
    socket.close();
  }
}
