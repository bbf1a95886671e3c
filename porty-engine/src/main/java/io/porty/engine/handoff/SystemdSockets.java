package io.porty.engine.handoff;

import io.netty.channel.unix.Socket;
import io.porty.net.listener.ListeningFd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sockets that systemd listens on for us: sd_listen_fds(3). */
final class SystemdSockets {

  /** SD_LISTEN_FDS_START. */
  private static final int FIRST = 3;

  /** Of asm-generic/fcntl.h, shown by proc(5) in /proc/self/fdinfo. */
  private static final int O_NONBLOCK = 04000;

  private static final int PATH_COLUMN = 7;
  private static final int INODE_COLUMN = 6;

  /** None unless they are meant for this very process. */
  static List<ListeningFd> sockets(Map<String, String> environment) throws IOException {
    String process = environment.getOrDefault("LISTEN_PID", "");
    String count = environment.getOrDefault("LISTEN_FDS", "0");
    if (!process.equals(Long.toString(ProcessHandle.current().pid()))
        || !count.matches("[0-9]{1,4}")) {
      return List.of();
    }
    List<ListeningFd> all = new ArrayList<>();
    for (int fd = FIRST; fd < FIRST + Integer.parseInt(count); fd++) {
      String place = place(fd);
      if (isBlocking(fd)) {
        throw new IOException(
            "the socket of "
                + place
                + " is a blocking one; set NonBlocking=yes in the unit's [Service]");
      }
      all.add(new ListeningFd(place, fd));
    }
    return all;
  }

  /** Netty would wait in accept(2) for the next client, and the whole event loop with it. */
  private static boolean isBlocking(int fd) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd))) {
      if (line.startsWith("flags:")) {
        return (Integer.parseInt(line.substring("flags:".length()).trim(), 8) & O_NONBLOCK) == 0;
      }
    }
    return true;
  }

  /** The kernel's table of Unix domain sockets knows their paths: proc(5), /proc/net/unix. */
  private static String place(int fd) throws IOException {
    String link = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
    String inode = link.replaceAll("[^0-9]", "");
    for (String line : Files.readAllLines(Path.of("/proc/net/unix"))) {
      String[] columns = line.trim().split("\\s+");
      if (columns.length > PATH_COLUMN && columns[INODE_COLUMN].equals(inode)) {
        return "unix:" + columns[PATH_COLUMN];
      }
    }
    return ListeningFd.place(new Socket(fd).localAddress());
  }

  private SystemdSockets() {}
}
