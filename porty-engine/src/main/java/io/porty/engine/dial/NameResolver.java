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

/**
 * Turns names into addresses with the system's own resolver (so /etc/hosts, search domains and the
 * like hold), off the event loops, remembered for a few seconds. Thread-safe.
 */
public final class NameResolver {

  private static final long REMEMBER_NANOS = 5_000_000_000L;
  private static final int MOST_NAMES = 10_000;

  private record Answer(InetAddress[] addresses, long at) {}

  private final Executor blocking;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<InetAddress[]>> asking = new ConcurrentHashMap<>();

  public NameResolver(Executor blocking) {
    this.blocking = blocking;
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
    if (known != null && System.nanoTime() - known.at() < REMEMBER_NANOS) {
      return CompletableFuture.completedFuture(known.addresses());
    }
    CompletableFuture<InetAddress[]> fresh = new CompletableFuture<>();
    CompletableFuture<InetAddress[]> already = asking.putIfAbsent(host, fresh);
    if (already != null) {
      return already;
    }
    try {
      blocking.execute(() -> ask(host, fresh));
    } catch (RejectedExecutionException e) {
      asking.remove(host);
      fresh.completeExceptionally(
          new UnknownHostException(host + ": too many names are being resolved"));
    }
    return fresh;
  }

  private void ask(String host, CompletableFuture<InetAddress[]> answer) {
    try {
      InetAddress[] addresses = InetAddress.getAllByName(host);
      if (answers.size() >= MOST_NAMES) {
        answers.clear();
      }
      answers.put(host, new Answer(addresses, System.nanoTime()));
      asking.remove(host);
      answer.complete(addresses);
    } catch (UnknownHostException | RuntimeException e) {
      asking.remove(host);
      answer.completeExceptionally(e);
    }
  }

  private static InetAddress of(byte[] literal) {
    try {
      return InetAddress.getByAddress(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are an address", e);
    }
  }
}
