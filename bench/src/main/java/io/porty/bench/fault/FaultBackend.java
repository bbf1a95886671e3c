package io.porty.bench.fault;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A backend that answers, until it is told to misbehave; a thread for each connection. */
final class FaultBackend implements AutoCloseable {

  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII);

  /** What it does with a request. */
  enum Way {
    ANSWERS,
    HANGS,
    TRICKLES,
    RESETS
  }

  private final int port;
  private final int backlog;
  private final String address;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile Way way = Way.ANSWERS;
  private volatile @Nullable ServerSocket server;

  FaultBackend(String address, int port, int backlog) throws IOException {
    this.address = address;
    this.port = port;
    this.backlog = backlog;
    listen();
  }

  /** Listens, and accepts. */
  void listen() throws IOException {
    ServerSocket fresh = bind(backlog);
    Thread accepting = new Thread(() -> accept(fresh), "backend");
    accepting.setDaemon(true);
    accepting.start();
  }

  /** Listens, and does not accept: the queue is full after a few. */
  void listenOnly() throws IOException {
    bind(1);
  }

  /** The kernel may hold the port for a moment longer than the one who had it. */
  private ServerSocket bind(int queue) throws IOException {
    for (int tries = 1; ; tries++) {
      ServerSocket fresh = new ServerSocket();
      fresh.setReuseAddress(true);
      try {
        fresh.bind(new InetSocketAddress(InetAddress.getByName(address), port), queue);
        server = fresh;
        return fresh;
      } catch (BindException e) {
        fresh.close();
        if (tries == 100) {
          throw e;
        }
        Subject.sleep(10);
      }
    }
  }

  void now(Way next) {
    way = next;
  }

  /** As if its process had been killed: nobody listens, what was open is reset. */
  void die() throws IOException {
    ServerSocket listening = server;
    if (listening != null) {
      listening.close();
    }
    for (Socket socket : open) {
      socket.setSoLinger(true, 0);
      socket.close();
    }
    open.clear();
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        Socket socket = from.accept();
        open.add(socket);
        Thread serving = new Thread(() -> serve(socket), "backend");
        serving.setDaemon(true);
        serving.start();
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      int matched = 0;
      byte[] end = {'\r', '\n', '\r', '\n'};
      int next;
      while ((next = in.read()) >= 0) {
        matched = next == end[matched] ? matched + 1 : next == end[0] ? 1 : 0;
        if (matched == end.length) {
          matched = 0;
          answer(socket);
        }
      }
    } catch (IOException | InterruptedException e) {
      // The other side has gone.
    } finally {
      open.remove(socket);
    }
  }

  private void answer(Socket socket) throws IOException, InterruptedException {
    switch (way) {
      case ANSWERS -> socket.getOutputStream().write(ANSWER);
      case HANGS -> {
        while (way == Way.HANGS) {
          Thread.sleep(20);
        }
        socket.getOutputStream().write(ANSWER);
      }
      case TRICKLES -> {
        for (byte b : ANSWER) {
          socket.getOutputStream().write(b);
          Thread.sleep(20);
        }
      }
      case RESETS -> {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    die();
  }
}
