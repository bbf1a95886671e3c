package io.porty.net.dial;

import io.porty.api.IpLiteral;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of hosts(5) in memory, so that they resolve without a resolver thread, provided that
 * nsswitch.conf(5) consults the file before DNS. {@link #refresh} blocks; {@link #find} does not.
 * Thread-safe.
 */
final class HostsFile {

  /** Sources that may precede {@code files}: they read the file or know only local names. */
  private static final Set<String> BEFORE_FILES = Set.of("mymachines", "myhostname", "resolve");

  /**
   * The parsed file.
   *
   * @param stamp identifies the version of the file
   */
  private record Contents(Object stamp, Map<String, InetAddress[]> names) {}

  private final Path file;
  private final Path nsswitch;
  private volatile Contents contents = new Contents("", Map.of());

  HostsFile(Path file, Path nsswitch) {
    this.file = file;
    this.nsswitch = nsswitch;
  }

  static HostsFile ofSystem() {
    return new HostsFile(Path.of("/etc/hosts"), Path.of("/etc/nsswitch.conf"));
  }

  /** The addresses of a name; null if it is not listed. */
  InetAddress @Nullable [] find(String host) {
    Map<String, InetAddress[]> names = contents.names();
    return names.isEmpty() ? null : names.get(host.toLowerCase(Locale.ROOT));
  }

  /** Reads the file if it has changed. An unreadable file has no names. */
  void refresh() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Object stamp = List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
      if (!stamp.equals(contents.stamp())) {
        contents = new Contents(stamp, filesComeFirst() ? read() : Map.of());
      }
    } catch (IOException e) {
      contents = new Contents("", Map.of());
    }
  }

  private Map<String, InetAddress[]> read() throws IOException {
    Map<String, List<InetAddress>> found = new HashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      int comment = line.indexOf('#');
      String[] fields = (comment < 0 ? line : line.substring(0, comment)).trim().split("\\s+");
      InetAddress address = fields.length < 2 ? null : IpLiteral.parse(fields[0]);
      for (int i = 1; address != null && i < fields.length; i++) {
        List<InetAddress> all =
            found.computeIfAbsent(fields[i].toLowerCase(Locale.ROOT), n -> new ArrayList<>(1));
        if (!all.contains(address)) {
          all.add(address);
        }
      }
    }
    Map<String, InetAddress[]> names = new HashMap<>();
    found.forEach((name, all) -> names.put(name, inOrder(all)));
    return names;
  }

  /** As {@link InetAddress#getAllByName} orders them. */
  private static InetAddress[] inOrder(List<InetAddress> all) {
    String sixFirst = System.getProperty("java.net.preferIPv6Addresses", "false");
    List<InetAddress> ordered = new ArrayList<>(all);
    if (Boolean.getBoolean("java.net.preferIPv4Stack")) {
      ordered.removeIf(address -> !(address instanceof Inet4Address));
    } else if (!sixFirst.equals("system")) {
      boolean six = sixFirst.equals("true");
      ordered.sort(
          (a, b) ->
              Boolean.compare(
                  (a instanceof Inet4Address) == six, (b instanceof Inet4Address) == six));
    }
    return ordered.toArray(InetAddress[]::new);
  }

  private boolean filesComeFirst() throws IOException {
    if (!Files.exists(nsswitch)) {
      return true;
    }
    for (String line : Files.readAllLines(nsswitch, StandardCharsets.ISO_8859_1)) {
      String text = line.trim();
      if (!text.startsWith("hosts:")) {
        continue;
      }
      for (String source : text.substring("hosts:".length()).trim().split("\\s+")) {
        if (source.equals("files")) {
          return true;
        }
        if (!BEFORE_FILES.contains(source) && !source.startsWith("[") && !source.endsWith("]")) {
          return false;
        }
      }
      return false;
    }
    return true;
  }
}
