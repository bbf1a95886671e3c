package io.porty.net.upstream;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The dial order of an endpoint's addresses: addresses that failed within the last 30 seconds come
 * last, the others rotate, and address families alternate (RFC 8305 section 4). Thread-safe.
 */
public final class Reachability {

  /**
   * How long an address that failed, or connected later than another one, comes last. The default
   * dial timeout.
   */
  private static final long FAILED_NANOS = 30_000_000_000L;

  /** Maximum failed addresses that are recorded: twice what one dial tries. */
  private static final int MAX_FAILED = 128;

  private final LongSupplier nanos;
  private final Map<InetSocketAddress, Long> failed = new ConcurrentHashMap<>();
  private final AtomicInteger turn = new AtomicInteger();

  public Reachability() {
    this(System::nanoTime);
  }

  Reachability(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The address failed, or connected later than another one. */
  public void failed(InetSocketAddress address) {
    if (failed.size() >= MAX_FAILED) {
      failed.values().removeIf(this::isOver);
    }
    if (failed.size() < MAX_FAILED) {
      failed.put(address, nanos.getAsLong());
    }
  }

  /** The address connected. */
  public void worked(InetSocketAddress address) {
    failed.remove(address);
  }

  private boolean isOver(long since) {
    return nanos.getAsLong() - since >= FAILED_NANOS;
  }

  /**
   * @param addresses as the resolver prefers them
   */
  public List<InetSocketAddress> order(List<InetSocketAddress> addresses) {
    if (addresses.size() < 2) {
      return addresses;
    }
    boolean sixFirst = !isFour(addresses.get(0));
    List<InetSocketAddress> preferred = new ArrayList<>();
    List<InetSocketAddress> others = new ArrayList<>();
    List<InetSocketAddress> last = new ArrayList<>();
    Map<InetSocketAddress, Long> since = new java.util.HashMap<>();
    for (InetSocketAddress address : addresses) {
      Long at = failed.get(address);
      if (at != null && !isOver(at)) {
        last.add(address);
        since.put(address, at);
      } else if (isFour(address) == sixFirst) {
        others.add(address);
      } else {
        preferred.add(address);
      }
    }
    last.sort(Comparator.comparingLong(since::get));
    int start = turn.getAndIncrement() & Integer.MAX_VALUE;
    List<InetSocketAddress> ordered = new ArrayList<>(addresses.size());
    for (int i = 0; i < Math.max(preferred.size(), others.size()); i++) {
      if (i < preferred.size()) {
        ordered.add(preferred.get((start % preferred.size() + i) % preferred.size()));
      }
      if (i < others.size()) {
        ordered.add(others.get((start % others.size() + i) % others.size()));
      }
    }
    ordered.addAll(last);
    return ordered;
  }

  private static boolean isFour(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address;
  }
}
