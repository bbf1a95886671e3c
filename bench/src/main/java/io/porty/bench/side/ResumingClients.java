package io.porty.bench.side;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients that come back: each connection resumes the session of the one before it, sends one
 * request, and reads to the end. By {@code openssl s_time}, one process for each client: wrk does
 * not resume.
 */
final class ResumingClients {

  private static final int CLIENTS = 4;

  /** The program writes the version behind the path, which ends in a field of its own here. */
  private static final String PATH = "/ HTTP/1.0\r\nHost: localhost\r\nX-Rest: ";

  private static final Pattern CONNECTIONS = Pattern.compile("(\\d+) connections in \\d+ real");

  /** A letter for each connection: {@code r} for one that resumes. */
  private static final Pattern MARKS = Pattern.compile("starting\\n(\\S+)");

  static Wrk.Result run(Proxy proxy, int seconds) throws IOException, InterruptedException {
    List<Process> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(
          new ProcessBuilder(
                  "openssl",
                  "s_time",
                  "-connect",
                  "127.0.0.1:" + proxy.port(),
                  "-tls1_3",
                  "-reuse",
                  "-time",
                  Integer.toString(seconds),
                  "-www",
                  PATH)
              .redirectErrorStream(true)
              .start());
    }
    long all = 0;
    long full = 0;
    for (Process client : clients) {
      String out = new String(client.getInputStream().readAllBytes());
      Matcher connections = CONNECTIONS.matcher(out);
      Matcher marks = MARKS.matcher(out);
      if (client.waitFor() != 0 || !connections.find() || !marks.find()) {
        throw new IllegalStateException(
            "openssl s_time: " + out.substring(Math.max(0, out.length() - 500)));
      }
      all += Long.parseLong(connections.group(1));
      full += marks.group(1).chars().filter(mark -> mark != 'r').count();
    }
    return new Wrk.Result(
        all, (double) all / seconds, 0, 0, full == 0 ? "" : full + " full handshakes");
  }

  private ResumingClients() {}
}
