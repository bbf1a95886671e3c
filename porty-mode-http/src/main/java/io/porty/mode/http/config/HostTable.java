package io.porty.mode.http.config;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.Authority;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a host: an exact name precedes the longest matching wildcard, which precedes
 * the route without hosts. Compares bytes without case and port, in a time independent of the
 * number of hosts. Immutable.
 */
public final class HostTable {

  private record Entry(byte[] name, HttpRoute route) {}

  private final @Nullable Entry[] exact;
  private final @Nullable Entry[] below;
  private final boolean hasWildcards;
  private final @Nullable HttpRoute any;

  public HostTable(List<HttpRoute> routes) {
    List<Entry> names = new ArrayList<>();
    List<Entry> domains = new ArrayList<>();
    HttpRoute withoutHosts = null;
    for (HttpRoute route : routes) {
      if (route.route().facts().hosts().isEmpty()) {
        withoutHosts = route;
      }
      for (String host : route.route().facts().hosts()) {
        boolean wildcard = host.startsWith("*.");
        (wildcard ? domains : names)
            .add(new Entry(Ascii.bytes(wildcard ? host.substring(2) : host), route));
      }
    }
    this.exact = table(names);
    this.below = table(domains);
    this.hasWildcards = !domains.isEmpty();
    this.any = withoutHosts;
  }

  /** Open addressing with a load factor of at most one half. */
  private static @Nullable Entry[] table(List<Entry> entries) {
    int size = Integer.highestOneBit(Math.max(1, entries.size())) * 4;
    @Nullable Entry[] slots = new Entry[size];
    for (Entry entry : entries) {
      int slot = hash(entry.name(), 0, entry.name().length) & size - 1;
      while (slots[slot] != null) {
        slot = slot + 1 & size - 1;
      }
      slots[slot] = entry;
    }
    return slots;
  }

  /**
   * @param start of {@code host[:port]}
   * @return null if no route has this host
   */
  public @Nullable HttpRoute find(byte[] b, int start, int end) {
    int hostEnd = Authority.hostEnd(b, start, end);
    int from = start;
    if (hostEnd > from && b[from] == '[') {
      from++;
      hostEnd--;
    }
    if (hostEnd > from && b[hostEnd - 1] == '.') {
      hostEnd--;
    }
    HttpRoute route = look(exact, b, from, hostEnd);
    for (int dot = from; route == null && hasWildcards && dot < hostEnd; dot++) {
      if (b[dot] == '.') {
        route = look(below, b, dot + 1, hostEnd);
      }
    }
    return route == null ? any : route;
  }

  private static @Nullable HttpRoute look(@Nullable Entry[] slots, byte[] b, int start, int end) {
    int slot = hash(b, start, end) & slots.length - 1;
    while (true) {
      Entry entry = slots[slot];
      if (entry == null) {
        return null;
      }
      if (Ascii.equalsIgnoreCase(b, start, end, entry.name())) {
        return entry.route();
      }
      slot = slot + 1 & slots.length - 1;
    }
  }

  private static int hash(byte[] b, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + Ascii.lower(b[i]);
    }
    return hash ^ hash >>> 16;
  }
}
