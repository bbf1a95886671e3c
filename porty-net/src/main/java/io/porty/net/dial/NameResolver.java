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
 * Turns names into addresses with the system's own resolver (so search domains, mDNS and the like
 * hold), off the event loops, remembered for a few seconds. While the name server fails or takes
 * long, what it said a minute ago at most still counts. Targets of the configuration, names that
 * are known, and new names of clients have lanes of their own; the last two are bounded for each
 * route and client. Thread-safe; nothing here waits.
 */
public final class NameResolver {

  /** How long an answer counts: a name that moves is followed within this. */
  private static final long REMEMBER_NANOS = 5_000_000_000L;

  /** How old an answer may be that stands in for one that does not come. */
  private static final long HOLD_NANOS = 60_000_000_000L;

  private static final long SLOW_NANOS = 500_000_000L;
  private static final long HOSTS_CHECK_NANOS = 1_000_000_000L;

  /** Three servers, each asked once for 5 s, are what resolv.conf(5) has by default. */
  private static final long DEADLINE_NANOS = 15_000_000_000L;

  /** As {@link InetAddress#getAllByName}. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] find(String host) throws UnknownHostException;
  }

  /** A look-up that somebody waits for. */
  record Pending(CompletableFuture<InetAddress[]> answer, Runnable leave) {}

  private final Executor threads;
  private final Lookup lookup;
  private final LongSupplier nanos;
  private final HostsFile hosts;
  private final long deadlineNanos;
  private final AtomicLong hostsCheckedAt;

  private final LookupQueue configured = new LookupQueue(LookupBounds.CONFIGURED);
  private final LookupQueue chosen = new LookupQueue(LookupBounds.CHOSEN);
  private final LookupQueue known = new LookupQueue(LookupBounds.KNOWN);
  private final NameCache ofOperator = new NameCache();
  private final NameCache ofClients = new NameCache();
  private boolean watching;

  /**
   * @param threads has {@link LookupBounds#threads}
   */
  public NameResolver(Executor threads) {
    this(
        threads, InetAddress::getAllByName, System::nanoTime, HostsFile.ofSystem(), DEADLINE_NANOS);
    hosts.refresh();
  }

  NameResolver(
      Executor threads, Lookup lookup, LongSupplier nanos, HostsFile hosts, long deadlineNanos) {
    this.threads = threads;
    this.lookup = lookup;
    this.nanos = nanos;
    this.hosts = hosts;
    this.deadlineNanos = deadlineNanos;
    this.hostsCheckedAt = new AtomicLong(nanos.getAsLong());
  }

  /** How many threads it uses at most. */
  public static int maxThreads() {
    return LookupBounds.threads();
  }

  /**
   * The addresses of a host. The future completes on any thread, or fails with a {@link
   * LookupException}.
   *
   * @param asker of a name that a client chose; null if the configuration names it
   */
  Pending resolve(String host, @Nullable LookupClient asker) {
    InetAddress literal = IpLiteral.parse(host);
    if (literal != null) {
      return done(new InetAddress[] {literal});
    }
    if (IpLiteral.endsInNumber(host)) {
      return failed(FailureCode.DNS_FAILURE, "is neither a name nor an address");
    }
    checkHosts();
    InetAddress[] listed = hosts.find(host);
    return listed == null ? ask(host, asker) : done(listed);
  }

  private void checkHosts() {
    long last = hostsCheckedAt.get();
    long now = nanos.getAsLong();
    if (now - last >= HOSTS_CHECK_NANOS && hostsCheckedAt.compareAndSet(last, now)) {
      try {
        threads.execute(hosts::refresh);
      } catch (RejectedExecutionException e) {
        // Stopping, or too many threads hang: what is known of the file still counts.
      }
    }
  }

  private Pending ask(String host, @Nullable LookupClient asker) {
    NameCache names = asker == null ? ofOperator : ofClients;
    CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
    LookupQueue lane;
    PendingLookup question;
    synchronized (this) {
      NameCache.Answer before = names.find(host);
      NameCache.Answer fresh = younger(before, REMEMBER_NANOS);
      if (fresh != null) {
        return done(fresh.addresses());
      }
      NameCache.Answer held = younger(before, HOLD_NANOS);
      lane = asker == null ? configured : held != null ? known : chosen;
      question = lane.find(host);
      if (question == null) {
        question = new PendingLookup(host, asker);
        if (!lane.add(question)) {
          return held != null
              ? done(held.addresses())
              : failed(FailureCode.RESOLVER_BUSY, "too many names are being looked up");
        }
      }
      if (held != null && !standsIn(question, answer, held.addresses())) {
        return done(held.addresses());
      }
      question.waiting.add(answer);
    }
    start(lane);
    LookupQueue of = lane;
    PendingLookup asked = question;
    return new Pending(answer, () -> leave(of, asked, answer));
  }

  /** Has an older answer count when the question takes long; false if it has taken so long. */
  private boolean standsIn(
      PendingLookup question, CompletableFuture<InetAddress[]> answer, InetAddress[] older) {
    long left =
        question.running ? SLOW_NANOS - (nanos.getAsLong() - question.startedAt) : SLOW_NANOS;
    if (left <= 0) {
      return false;
    }
    answer.completeOnTimeout(older, left, TimeUnit.NANOSECONDS);
    return true;
  }

  private synchronized void leave(
      LookupQueue lane, PendingLookup question, CompletableFuture<InetAddress[]> answer) {
    if (question.waiting.remove(answer) && question.waiting.isEmpty()) {
      lane.withdraw(question);
    }
  }

  private void start(LookupQueue lane) {
    while (true) {
      PendingLookup next;
      synchronized (this) {
        next = lane.next(nanos.getAsLong());
        if (next == null) {
          return;
        }
        watch();
      }
      PendingLookup question = next;
      try {
        threads.execute(() -> run(lane, question));
      } catch (RejectedExecutionException e) {
        finish(lane, question, null, "too many names are being looked up");
        return;
      }
    }
  }

  private void run(LookupQueue lane, PendingLookup question) {
    try {
      finish(lane, question, lookup.find(question.host), "");
    } catch (UnknownHostException | RuntimeException e) {
      finish(lane, question, null, String.valueOf(e.getMessage()));
    }
    start(lane);
  }

  private void finish(
      LookupQueue lane, PendingLookup question, InetAddress @Nullable [] found, String why) {
    List<CompletableFuture<InetAddress[]>> waiting;
    NameCache.Answer before;
    synchronized (this) {
      NameCache names = question.asker == null ? ofOperator : ofClients;
      lane.finished(question);
      before = names.find(question.host);
      if (found != null) {
        names.put(question.host, new NameCache.Answer(found, nanos.getAsLong()));
      }
      waiting = question.takeWaiting();
    }
    tell(waiting, found, before, new LookupException(FailureCode.DNS_FAILURE, why));
  }

  private void tell(
      List<CompletableFuture<InetAddress[]>> waiting,
      InetAddress @Nullable [] found,
      NameCache.@Nullable Answer before,
      LookupException why) {
    NameCache.Answer held = found == null ? younger(before, HOLD_NANOS) : null;
    InetAddress[] counts = held == null ? found : held.addresses();
    for (CompletableFuture<InetAddress[]> one : waiting) {
      if (counts == null) {
        one.completeExceptionally(why);
      } else {
        one.complete(counts);
      }
    }
  }

  // Deadlines: one timer for the look-up that has run for longest.

  /** With the lock held. */
  private void watch() {
    long oldest =
        Math.min(configured.oldestStart(), Math.min(chosen.oldestStart(), known.oldestStart()));
    if (watching || oldest == Long.MAX_VALUE) {
      return;
    }
    watching = true;
    long left = Math.max(1, deadlineNanos - (nanos.getAsLong() - oldest));
    CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS, Runnable::run)
        .execute(this::giveUpOverdue);
  }

  private void giveUpOverdue() {
    synchronized (this) {
      watching = false;
    }
    for (LookupQueue lane : List.of(configured, chosen, known)) {
      PendingLookup late = giveUpOne(lane);
      while (late != null) {
        late = giveUpOne(lane);
      }
      start(lane);
    }
    synchronized (this) {
      watch();
    }
  }

  private @Nullable PendingLookup giveUpOne(LookupQueue lane) {
    PendingLookup late;
    List<CompletableFuture<InetAddress[]>> waiting;
    NameCache.Answer before;
    synchronized (this) {
      late = lane.giveUp(nanos.getAsLong(), deadlineNanos);
      if (late == null) {
        return null;
      }
      waiting = late.takeWaiting();
      before = (late.asker == null ? ofOperator : ofClients).find(late.host);
    }
    tell(waiting, null, before, new LookupException(FailureCode.CONNECT_TIMEOUT, "took too long"));
    return late;
  }

  /** The answer if it is younger than this, else null. */
  private NameCache.@Nullable Answer younger(NameCache.@Nullable Answer answer, long age) {
    return answer != null && nanos.getAsLong() - answer.at() < age ? answer : null;
  }

  private static Pending done(InetAddress[] addresses) {
    return new Pending(CompletableFuture.completedFuture(addresses), () -> {});
  }

  private static Pending failed(FailureCode code, String why) {
    return new Pending(CompletableFuture.failedFuture(new LookupException(code, why)), () -> {});
  }
}
