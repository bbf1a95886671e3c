package io.porty.engine.runtime;

import io.netty.channel.EventLoop;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.plugin.PluginFault;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.transport.EventLoops;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Binds the addresses that a new configuration adds: all of them, or nothing has changed. If a
 * socket of this process overlaps with a new address, the new socket is bound beside it
 * (SO_REUSEPORT) and the old one is closed once its backlog is empty. Where the transport cannot do
 * that, the old socket is closed first. See docs/decisions/052.
 *
 * <p>Blocks; not for event loops. For a single thread.
 */
final class Rebinding {

  /** How long to wait for one event loop to complete an iteration. */
  private static final long LOOP_TIMEOUT_MILLIS = 1_000;

  /** Bound for draining a backlog; clients that connect faster than that are reset. */
  private static final int MAX_BACKLOG_ROUNDS = 64;

  private static final Diagnostics LOG = Diagnostics.of(Rebinding.class);

  private static final int MAX_ATTEMPTS = 20;
  private static final long RETRY_DELAY_NANOS = 5_000_000;

  private final ActiveConfig next;
  private final boolean isStart;
  private final Set<ListenerRuntime> previousRuntimes = newIdentitySet();
  private final List<ListenerRuntime> leaving = new ArrayList<>();
  private final EventLoops loops;
  private final List<ListenerRuntime> bound = new ArrayList<>();
  private final Set<ListenerRuntime> closedFirst = newIdentitySet();

  /**
   * @param previous the active configuration; null at the start
   */
  Rebinding(ActiveConfig next, @Nullable ActiveConfig previous, EventLoops loops) {
    this.next = next;
    this.loops = loops;
    this.isStart = previous == null;
    if (previous != null) {
      Set<ListenerRuntime> staying = newIdentitySet();
      next.listeners().stream().map(ActiveConfig.ActiveListener::runtime).forEach(staying::add);
      for (ActiveConfig.ActiveListener listener : previous.listeners()) {
        previousRuntimes.add(listener.runtime());
        if (listener.runtime().isReplacing() || !staying.contains(listener.runtime())) {
          leaving.add(listener.runtime());
        }
      }
    }
  }

  private static Set<ListenerRuntime> newIdentitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /**
   * Binds every new address.
   *
   * @throws BindFailure if one cannot be bound; the previous listeners then serve as before
   * @throws PluginException if a plugin's listener fails; as above
   */
  void bind() throws BindFailure, PluginException {
    List<ActiveConfig.ActiveListener> deferred = new ArrayList<>();
    for (ActiveConfig.ActiveListener listener : next.listeners()) {
      if (!isNew(listener.runtime())) {
        continue;
      }
      List<ListenerRuntime> conflicting = conflictingWith(listener);
      conflicting.forEach(runtime -> runtime.listener().setReusePort());
      try {
        bind(listener);
      } catch (IOException e) {
        if (conflicting.isEmpty()) {
          throw failed(listener, e);
        }
        deferred.add(listener);
      }
    }
    for (ActiveConfig.ActiveListener listener : deferred) {
      conflictingWith(listener).forEach(this::closeFirst);
      bindInPlace(listener);
    }
  }

  /** Retries, because an NIO selector releases a closed socket only with its next select. */
  private void bindInPlace(ActiveConfig.ActiveListener listener)
      throws BindFailure, PluginException {
    for (int attempt = 1; ; attempt++) {
      listener.runtime().recreateListener(false);
      try {
        bind(listener);
        return;
      } catch (IOException e) {
        if (attempt == MAX_ATTEMPTS || !BindFailure.isInUse(e)) {
          throw failed(listener, e);
        }
        LockSupport.parkNanos(RETRY_DELAY_NANOS);
        awaitLoops();
      }
    }
  }

  private boolean isNew(ListenerRuntime runtime) {
    return isStart || runtime.isReplacing() || !previousRuntimes.contains(runtime);
  }

  /** The listeners that are about to close and whose sockets overlap with an address. */
  private List<ListenerRuntime> conflictingWith(ActiveConfig.ActiveListener listener) {
    return leaving.stream()
        .filter(runtime -> runtime.conflictsWith(listener.worker().config()))
        .toList();
  }

  private void bind(ActiveConfig.ActiveListener listener) throws IOException, PluginException {
    try {
      listener.runtime().bind();
      bound.add(listener.runtime());
    } catch (PluginFault e) {
      rollback();
      throw new PluginException(e.messageFor(listener.worker().config().place()));
    }
  }

  private void closeFirst(ListenerRuntime runtime) {
    if (closedFirst.add(runtime)) {
      drainBacklog(runtime, runtime.listener());
    }
  }

  private BindFailure failed(ActiveConfig.ActiveListener listener, IOException cause) {
    String holder = listener.runtime().listenerToBind().holder();
    rollback();
    return BindFailure.of(listener.worker().config(), cause, holder);
  }

  /** Closes the new listeners and reopens those that were closed for them. */
  private void rollback() {
    for (ListenerRuntime runtime : bound) {
      if (runtime.isReplacing()) {
        runtime.cancelReplacement();
      } else {
        runtime.stopAccepting();
      }
    }
    next.listeners().forEach(listener -> listener.runtime().cancelReplacement());
    closedFirst.forEach(this::reopen);
    leaving.forEach(runtime -> runtime.listener().stopSharing());
  }

  private void reopen(ListenerRuntime runtime) {
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      try {
        runtime.reopen();
        return;
      } catch (IOException | PluginFault e) {
        if (attempt == MAX_ATTEMPTS) {
          LOG.error(
              "cannot bind {} again after a failed reload: {}",
              runtime.listener().place(),
              e.getMessage());
        }
        LockSupport.parkNanos(RETRY_DELAY_NANOS);
        awaitLoops();
      }
    }
  }

  /**
   * Closes the old sockets after the switch to the new configuration.
   *
   * @param replaced the listeners that replacements have superseded
   */
  void finish(List<Replaced> replaced) {
    for (Replaced listener : replaced) {
      drainBacklog(listener.runtime(), listener.listener());
      listener.runtime().listener().stopSharing();
    }
    replaced.forEach(listener -> leaving.remove(listener.runtime()));
    for (ListenerRuntime runtime : leaving) {
      boolean hasSuccessor =
          next.listeners().stream()
              .anyMatch(listener -> runtime.conflictsWith(listener.worker().config()));
      if (hasSuccessor) {
        drainBacklog(runtime, runtime.listener());
      }
    }
  }

  /** A listener that a replacement at the same runtime has superseded. */
  record Replaced(ListenerRuntime runtime, BoundListener listener) {}

  /** Accepts the connections in a listener's backlog, then closes it. */
  private void drainBacklog(ListenerRuntime runtime, BoundListener listener) {
    runtime.suspendLimits(listener);
    long accepted = -1;
    for (int i = 0; i < MAX_BACKLOG_ROUNDS && accepted != runtime.connections().accepted(); i++) {
      accepted = runtime.connections().accepted();
      // The first iteration resumes accepting, the second accepts what had arrived by then.
      awaitLoops();
      awaitLoops();
    }
    listener.closeAfterBacklog();
    runtime.connections().restoreLimits();
  }

  private void awaitLoops() {
    for (EventLoop loop : loops.all()) {
      loop.submit(() -> {}).awaitUninterruptibly(LOOP_TIMEOUT_MILLIS);
    }
  }
}
