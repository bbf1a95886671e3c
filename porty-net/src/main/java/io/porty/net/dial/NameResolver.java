package io.porty.net.dial;

import io.porty.api.FailureCode;
import io.porty.api.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names with the system's resolver (including search domains and mDNS) on resolver
 * threads, and caches the answers for a few seconds. While the name server fails or is slow, a
 * stale answer of up to a minute is used. Targets of the configuration, new client-chosen names and
 * those with a stale answer have separate queues; the last two are limited for each route and
 * client. Thread-safe and non-blocking.
 */
public final class NameResolver {

  /** How long an answer is fresh: a changed record takes effect within this time. */
  private static final long FRESH_NANOS = 5_000_000_000L;

  /** Maximum age of a stale answer that is used when a lookup fails or is slow. */
  private static final long MAX_STALE_NANOS = 60_000_000_000L;

  /** A stale answer is used after a lookup has taken this long. */
  private static final long STALE_AFTER_NANOS = 500_000_000L;

  private static final long HOSTS_CHECK_NANOS = 1_000_000_000L;

  /** By default resolv.conf(5) tries up to three servers for 5 s each. */
  private static final long DEADLINE_NANOS = 15_000_000_000L;

  /** As {@link InetAddress#getAllByName}. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] find(String host) throws UnknownHostException;
  }

  /**
   * A requested lookup.
   *
   * @param answer completes with the addresses, or a {@link LookupException}
   * @param cancel stops waiting for the answer
   */
  record Pending(CompletableFuture<InetAddress[]> answer, Runnable cancel) {}

  private final Executor threads;
  private final Lookup resolver;
  private final LongSupplier nanos;
  private final HostsFile hosts;
  private final long deadlineNanos;
  private final AtomicLong hostsCheckedAt;

  private final LookupQueue configured = new LookupQueue(LookupBounds.CONFIGURED);
  private final LookupQueue chosen = new LookupQueue(LookupBounds.CHOSEN);
  private final LookupQueue known = new LookupQueue(LookupBounds.KNOWN);
  private final NameCache configuredNames = new NameCache();
  private final NameCache clientNames = new NameCache();
  private boolean deadlineScheduled;

  /**
   * @param threads has {@link LookupBounds#threads}
   */
  public NameResolver(Executor threads) {
    this(
        threads, InetAddress::getAllByName, System::nanoTime, HostsFile.ofSystem(), DEADLINE_NANOS);
    hosts.refresh();
  }

  NameResolver(
      Executor threads, Lookup resolver, LongSupplier nanos, HostsFile hosts, long deadlineNanos) {
    this.threads = threads;
    this.resolver = resolver;
    this.nanos = nanos;
    this.hosts = hosts;
    this.deadlineNanos = deadlineNanos;
    this.hostsCheckedAt = new AtomicLong(nanos.getAsLong());
  }

  /** Maximum number of threads that it uses. */
  public static int maxThreads() {
    return LookupBounds.threads();
  }

  /**
   * The addresses of a host. The future completes on any thread, or fails with a {@link
   * LookupException}.
   *
   * @param client who chose the name; null if the configuration has it
   */
  Pending resolve(String host, @Nullable LookupClient client) {
    InetAddress literal = IpLiteral.parse(host);
    if (literal != null) {
      return done(new InetAddress[] {literal});
    }
    if (IpLiteral.endsInNumber(host)) {
      return failed(FailureCode.DNS_FAILURE, "is neither a name nor an address");
    }
    checkHosts();
    InetAddress[] listed = hosts.find(host);
    return listed == null ? enqueue(host, client) : done(listed);
  }

  private void checkHosts() {
    long last = hostsCheckedAt.get();
    long now = nanos.getAsLong();
    if (now - last >= HOSTS_CHECK_NANOS && hostsCheckedAt.compareAndSet(last, now)) {
      try {
        threads.execute(hosts::refresh);
      } catch (RejectedExecutionException e) {
        // Stopping, or all threads are blocked: the names read before still apply.
      }
    }
  }

  private Pending enqueue(String host, @Nullable LookupClient client) {
    NameCache names = client == null ? configuredNames : clientNames;
    CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
    LookupQueue queue;
    PendingLookup lookup;
    synchronized (this) {
      NameCache.Answer cached = names.find(host);
      NameCache.Answer fresh = younger(cached, FRESH_NANOS);
      if (fresh != null) {
        return done(fresh.addresses());
      }
      NameCache.Answer stale = younger(cached, MAX_STALE_NANOS);
      queue = client == null ? configured : stale != null ? known : chosen;
      lookup = queue.find(host);
      if (lookup == null) {
        lookup = new PendingLookup(host, client);
        if (!queue.add(lookup)) {
          return stale != null
              ? done(stale.addresses())
              : failed(FailureCode.RESOLVER_BUSY, "too many names are being looked up");
        }
      }
      if (stale != null && !useStaleWhenSlow(lookup, answer, stale.addresses())) {
        return done(stale.addresses());
      }
      lookup.waiting.add(answer);
    }
    start(queue);
    LookupQueue joinedQueue = queue;
    PendingLookup joined = lookup;
    return new Pending(answer, () -> stopWaiting(joinedQueue, joined, answer));
  }

  /** Completes the answer with a stale one when the lookup is slow; false if it already is. */
  private boolean useStaleWhenSlow(
      PendingLookup lookup, CompletableFuture<InetAddress[]> answer, InetAddress[] stale) {
    long left =
        lookup.running
            ? STALE_AFTER_NANOS - (nanos.getAsLong() - lookup.startedAt)
            : STALE_AFTER_NANOS;
    if (left <= 0) {
      return false;
    }
    answer.completeOnTimeout(stale, left, TimeUnit.NANOSECONDS);
    return true;
  }

  private synchronized void stopWaiting(
      LookupQueue queue, PendingLookup lookup, CompletableFuture<InetAddress[]> answer) {
    if (lookup.waiting.remove(answer) && lookup.waiting.isEmpty()) {
      queue.cancel(lookup);
    }
  }

  private void start(LookupQueue queue) {
    while (true) {
      PendingLookup next;
      synchronized (this) {
        next = queue.next(nanos.getAsLong());
        if (next == null) {
          return;
        }
        scheduleDeadline();
      }
      PendingLookup lookup = next;
      try {
        threads.execute(() -> run(queue, lookup));
      } catch (RejectedExecutionException e) {
        finish(queue, lookup, null, "too many names are being looked up");
        return;
      }
    }
  }

  private void run(LookupQueue queue, PendingLookup lookup) {
    try {
      finish(queue, lookup, resolver.find(lookup.host), "");
    } catch (UnknownHostException | RuntimeException e) {
      finish(queue, lookup, null, String.valueOf(e.getMessage()));
    }
    start(queue);
  }

  private void finish(
      LookupQueue queue, PendingLookup lookup, InetAddress @Nullable [] found, String reason) {
    List<CompletableFuture<InetAddress[]>> waiting;
    NameCache.Answer cached;
    synchronized (this) {
      NameCache names = lookup.client == null ? configuredNames : clientNames;
      queue.finished(lookup);
      cached = names.find(lookup.host);
      if (found != null) {
        names.put(lookup.host, new NameCache.Answer(found, nanos.getAsLong()));
      }
      waiting = lookup.takeWaiting();
    }
    complete(waiting, found, cached, new LookupException(FailureCode.DNS_FAILURE, reason));
  }

  private void complete(
      List<CompletableFuture<InetAddress[]>> waiting,
      InetAddress @Nullable [] found,
      NameCache.@Nullable Answer cached,
      LookupException reason) {
    NameCache.Answer stale = found == null ? younger(cached, MAX_STALE_NANOS) : null;
    InetAddress[] addresses = stale == null ? found : stale.addresses();
    for (CompletableFuture<InetAddress[]> one : waiting) {
      if (addresses == null) {
        one.completeExceptionally(reason);
      } else {
        one.complete(addresses);
      }
    }
  }

  // Deadlines: one timer, for the oldest running lookup.

  /** With the lock held. */
  private void scheduleDeadline() {
    long oldest =
        Math.min(configured.oldestStart(), Math.min(chosen.oldestStart(), known.oldestStart()));
    if (deadlineScheduled || oldest == Long.MAX_VALUE) {
      return;
    }
    deadlineScheduled = true;
    long left = Math.max(1, deadlineNanos - (nanos.getAsLong() - oldest));
    CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS, Runnable::run)
        .execute(this::abandonAllOverdue);
  }

  private void abandonAllOverdue() {
    synchronized (this) {
      deadlineScheduled = false;
    }
    for (LookupQueue queue : List.of(configured, chosen, known)) {
      PendingLookup overdue = abandonOne(queue);
      while (overdue != null) {
        overdue = abandonOne(queue);
      }
      start(queue);
    }
    synchronized (this) {
      scheduleDeadline();
    }
  }

  private @Nullable PendingLookup abandonOne(LookupQueue queue) {
    PendingLookup overdue;
    List<CompletableFuture<InetAddress[]>> waiting;
    NameCache.Answer cached;
    synchronized (this) {
      overdue = queue.abandonOverdue(nanos.getAsLong(), deadlineNanos);
      if (overdue == null) {
        return null;
      }
      waiting = overdue.takeWaiting();
      cached = (overdue.client == null ? configuredNames : clientNames).find(overdue.host);
    }
    complete(
        waiting, null, cached, new LookupException(FailureCode.CONNECT_TIMEOUT, "took too long"));
    return overdue;
  }

  /** The answer if it is younger than the age in nanoseconds, else null. */
  private NameCache.@Nullable Answer younger(NameCache.@Nullable Answer answer, long age) {
    return answer != null && nanos.getAsLong() - answer.at() < age ? answer : null;
  }

  private static Pending done(InetAddress[] addresses) {
    return new Pending(CompletableFuture.completedFuture(addresses), () -> {});
  }

  private static Pending failed(FailureCode code, String reason) {
    return new Pending(CompletableFuture.failedFuture(new LookupException(code, reason)), () -> {});
  }
}
