package io.porty.engine.runtime;

import io.porty.engine.config.VirtualHosts;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides during a reload which listeners of the previous configuration the next one reuses. A
 * group keeps the listener with its address and options; else it takes over an otherwise unused one
 * with an overlapping address, whose connections then continue.
 */
final class ListenerReuse {

  private final Map<VirtualHosts, ListenerRuntime> kept = new IdentityHashMap<>();
  private final Set<ListenerRuntime> taken = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<ListenerRuntime> unused;

  ListenerReuse(@Nullable ActiveConfig previous, List<VirtualHosts> next) {
    List<ListenerRuntime> previousRuntimes =
        previous == null
            ? List.of()
            : previous.listeners().stream().map(ActiveConfig.ActiveListener::runtime).toList();
    for (VirtualHosts group : next) {
      for (ListenerRuntime runtime : previousRuntimes) {
        if (runtime.matches(group) && taken.add(runtime)) {
          kept.put(group, runtime);
          break;
        }
      }
    }
    this.unused = previousRuntimes.stream().filter(runtime -> !taken.contains(runtime)).toList();
  }

  /**
   * The listener of a group: kept, taken over or new.
   *
   * @throws IllegalArgumentException if a listener cannot be created
   */
  ListenerRuntime runtimeFor(
      ListenerWorker worker, BoundListeners boundListeners, EngineContext context) {
    VirtualHosts group = worker.config();
    ListenerRuntime existing = kept.get(group);
    if (existing != null) {
      return existing;
    }
    ListenerRuntime takeConflicting = takeConflicting(group);
    if (takeConflicting == null) {
      boolean coexists = unused.stream().anyMatch(runtime -> runtime.conflictsWith(group));
      return new ListenerRuntime(worker, boundListeners, context, coexists);
    }
    takeConflicting.prepareReplacement(group);
    return takeConflicting;
  }

  /** An unused listener with an overlapping address, at most once each; null if there is none. */
  private @Nullable ListenerRuntime takeConflicting(VirtualHosts group) {
    for (ListenerRuntime runtime : unused) {
      if (runtime.conflictsWith(group) && taken.add(runtime)) {
        return runtime;
      }
    }
    return null;
  }
}
