package io.porty.engine.handoff;

import io.netty.channel.unix.Socket;
import io.porty.net.listener.ListeningFd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Listening sockets passed by systemd's socket activation: sd_listen_fds(3). */
final class SystemdSockets {

  /** SD_LISTEN_FDS_START. */
  private static final int FIRST = 3;

  /** From asm-generic/fcntl.h; part of the flags in /proc/self/fdinfo, proc(5). */
  private static final int O_NONBLOCK = 04000;

  private static final int PATH_COLUMN = 7;
  private static final int INODE_COLUMN = 6;

  /** The passed sockets; empty if LISTEN_PID is not this process. */
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
                + " is in blocking mode; set NonBlocking=yes in the unit's [Service]");
      }
      all.add(new ListeningFd(place, fd));
    }
    return all;
  }

  /** On a blocking socket, accept(2) would block the whole event loop. */
  private static boolean isBlocking(int fd) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd))) {
      if (line.startsWith("flags:")) {
        return (Integer.parseInt(line.substring("flags:".length()).trim(), 8) & O_NONBLOCK) == 0;
      }
    }
    return true;
  }

  /** The address; the path of a Unix domain socket comes from /proc/net/unix, proc(5). */
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
