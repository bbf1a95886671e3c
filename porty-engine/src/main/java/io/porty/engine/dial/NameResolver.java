package io.porty.engine.dial;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns names into addresses with the system's own resolver (so /etc/hosts, search domains and the
 * like hold), off the event loops, remembered for a few seconds. While the name server fails or
 * takes long, what it said a minute ago at most still counts. Thread-safe.
 */
public final class NameResolver {

  private static final long REMEMBER_NANOS = 5_000_000_000L;
  private static final long HOLD_NANOS = 60_000_000_000L;
  private static final long SLOW_MILLIS = 500;
  private static final int MOST_NAMES = 10_000;

  private record Answer(InetAddress[] addresses, long at) {}

  /** As {@link InetAddress#getAllByName}. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] find(String host) throws UnknownHostException;
  }

  private final Executor blocking;
  private final Lookup lookup;
  private final LongSupplier nanos;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<InetAddress[]>> asking = new ConcurrentHashMap<>();

  public NameResolver(Executor blocking) {
    this(blocking, InetAddress::getAllByName, System::nanoTime);
  }

  NameResolver(Executor blocking, Lookup lookup, LongSupplier nanos) {
    this.blocking = blocking;
    this.lookup = lookup;
    this.nanos = nanos;
  }

  /**
   * The addresses of a host; a stage that fails with {@link UnknownHostException} completes on any
   * thread.
   */
  CompletionStage<InetAddress[]> resolve(String host) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      return CompletableFuture.completedFuture(new InetAddress[] {of(literal)});
    }
    Answer known = answers.get(host);
    if (isYounger(known, REMEMBER_NANOS)) {
      return CompletableFuture.completedFuture(known.addresses());
    }
    boolean held = isYounger(known, HOLD_NANOS);
    CompletableFuture<InetAddress[]> fresh = new CompletableFuture<>();
    CompletableFuture<InetAddress[]> already = asking.putIfAbsent(host, fresh);
    if (already != null) {
      return already;
    }
    if (held) {
      fresh.completeOnTimeout(known.addresses(), SLOW_MILLIS, TimeUnit.MILLISECONDS);
    }
    try {
      blocking.execute(() -> ask(host, fresh));
    } catch (RejectedExecutionException e) {
      fail(host, fresh, new UnknownHostException(host + ": too many names are being resolved"));
    }
    return fresh;
  }

  private void ask(String host, CompletableFuture<InetAddress[]> answer) {
    try {
      InetAddress[] addresses = lookup.find(host);
      if (answers.size() >= MOST_NAMES) {
        answers.clear();
      }
      answers.put(host, new Answer(addresses, nanos.getAsLong()));
      asking.remove(host);
      answer.complete(addresses);
    } catch (UnknownHostException | RuntimeException e) {
      fail(host, answer, e);
    }
  }

  private void fail(String host, CompletableFuture<InetAddress[]> answer, Exception why) {
    asking.remove(host);
    Answer known = answers.get(host);
    if (isYounger(known, HOLD_NANOS)) {
      answer.complete(known.addresses());
    } else {
      answer.completeExceptionally(why);
    }
  }

  private boolean isYounger(@Nullable Answer known, long age) {
    return known != null && nanos.getAsLong() - known.at() < age;
  }

  private static InetAddress of(byte[] literal) {
    try {
      return InetAddress.getByAddress(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are an address", e);
    }
  }
}
