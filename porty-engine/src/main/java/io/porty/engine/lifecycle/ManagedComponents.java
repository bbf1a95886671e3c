package io.porty.engine.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Has many living things take a step: those of different plugins at once, so that one which does
 * not come back takes no time from the others.
 */
public final class ManagedComponents {

  /** For noting that one was late, before the time for all is over. */
  private static final long SAYING_MILLIS = 250;

  /** A step of one of them. */
  public interface Step {
    /**
     * @return whether it came back in time
     */
    boolean take(ManagedComponent living, long millis);
  }

  /**
   * Returns when all are done, or when the time is over.
   *
   * @param limit for all together
   * @return whose did not come back in time
   */
  public static List<String> each(List<ManagedComponent> all, Deadline limit, Step step) {
    Map<ClassLoader, List<ManagedComponent>> strangers = new LinkedHashMap<>();
    List<ManagedComponent> own = new ArrayList<>();
    for (ManagedComponent living : all) {
      ClassLoader plugin = living.plugin();
      if (plugin == null) {
        own.add(living);
      } else {
        strangers.computeIfAbsent(plugin, p -> new ArrayList<>()).add(living);
      }
    }
    List<String> late = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    strangers.forEach(
        (plugin, lives) -> threads.add(begin(() -> inTurn(lives, limit, step, late))));
    for (ManagedComponent living : own) {
      step.take(living, limit.millisLeft());
    }
    threads.forEach(thread -> join(thread, limit));
    return List.copyOf(late);
  }

  /** What is left is halved for each, so that the next ones have some. */
  private static void inTurn(
      List<ManagedComponent> lives, Deadline limit, Step step, List<String> late) {
    for (int i = 0; i < lives.size(); i++) {
      boolean last = i == lives.size() - 1;
      long left = limit.millisLeft() - SAYING_MILLIS;
      long millis = Math.max(1, last ? left : left / 2);
      if (!step.take(lives.get(i), millis)) {
        late.add(lives.get(i).owner());
      }
    }
  }

  private static Thread begin(Runnable task) {
    Thread thread = new Thread(task, "porty-lives");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void join(Thread thread, Deadline limit) {
    try {
      thread.join(Math.max(1, limit.millisLeft() + SAYING_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ManagedComponents() {}
}
