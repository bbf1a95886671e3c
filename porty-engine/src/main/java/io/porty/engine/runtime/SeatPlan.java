package io.porty.engine.runtime;

import io.porty.engine.config.VirtualHosts;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which seats of the generation before the groups of the next one get. A group keeps the seat that
 * is where it wants to be; else it moves one that is in its way and that nobody keeps: the clients
 * of that go on.
 */
final class SeatPlan {

  private final Map<VirtualHosts, ListenerRuntime> kept = new IdentityHashMap<>();
  private final Set<ListenerRuntime> taken = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<ListenerRuntime> going;

  SeatPlan(@Nullable ActiveConfig before, List<VirtualHosts> next) {
    List<ListenerRuntime> old =
        before == null
            ? List.of()
            : before.seated().stream().map(ActiveConfig.Seated::seat).toList();
    for (VirtualHosts group : next) {
      for (ListenerRuntime seat : old) {
        if (seat.isFor(group) && taken.add(seat)) {
          kept.put(group, seat);
          break;
        }
      }
    }
    this.going = old.stream().filter(seat -> !taken.contains(seat)).toList();
  }

  /**
   * The seat of a group, kept, moved or new.
   *
   * @throws IllegalArgumentException if its listener cannot be made
   */
  ListenerRuntime seat(ListenerWorker running, SeatListeners listeners, EngineContext context) {
    VirtualHosts group = running.config();
    ListenerRuntime stays = kept.get(group);
    if (stays != null) {
      return stays;
    }
    ListenerRuntime moved = moved(group);
    if (moved == null) {
      boolean beside = going.stream().anyMatch(seat -> seat.isInTheWayOf(group));
      return new ListenerRuntime(running, listeners, context, beside);
    }
    moved.move(group);
    return moved;
  }

  /** One that is in the way, once; null if there is none. */
  private @Nullable ListenerRuntime moved(VirtualHosts group) {
    for (ListenerRuntime seat : going) {
      if (seat.isInTheWayOf(group) && taken.add(seat)) {
        return seat;
      }
    }
    return null;
  }
}
