package io.porty.engine.listen;

import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of one listening address. At the limit it admits no more, and the listener
 * stops accepting: further clients wait in the backlog. Thread-safe: connections close on their own
 * loops.
 */
public final class ConnectionGate {

  private final int limit;
  private final AtomicInteger open = new AtomicInteger();
  private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Runnable whenFree;

  public ConnectionGate(int limit) {
    this.limit = limit;
  }

  /** Told after a connection has gone, on any loop, when one more may be admitted. */
  public void onFree(Runnable action) {
    whenFree = action;
  }

  /** Takes a place if one is free; whoever gets true calls {@link #hold} next. */
  public boolean admit() {
    if (open.incrementAndGet() <= limit) {
      return true;
    }
    open.decrementAndGet();
    return false;
  }

  /** Keeps the place until the channel closes. */
  public void hold(Channel channel) {
    channels.add(channel);
    channel.closeFuture().addListener(closed -> release(channel));
  }

  private void release(Channel channel) {
    channels.remove(channel);
    int before = open.getAndDecrement();
    Runnable action = whenFree;
    if (before >= limit && action != null) {
      action.run();
    }
  }

  public boolean isFull() {
    return open.get() >= limit;
  }

  public int open() {
    return open.get();
  }

  /** The connections that hold places now. */
  public Set<Channel> channels() {
    return Set.copyOf(channels);
  }
}
