package io.porty.engine.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Runs one lifecycle step on many components. Components of different plugins run in parallel, so
 * that a plugin that hangs does not use up the time of the others; those of one plugin run in
 * order.
 */
public final class ManagedComponents {

  /** Reserve for reporting a timeout before the deadline of all components. */
  private static final long REPORT_MILLIS = 250;

  /** A lifecycle step of one component. */
  public interface Step {
    /**
     * @param millis time limit
     * @return whether it returned within the time limit
     */
    boolean run(ManagedComponent component, long millis);
  }

  /**
   * Blocks until all have finished or the deadline has passed.
   *
   * @param limit deadline of all components together
   * @return the owners of components that exceeded their time limit
   */
  public static List<String> forEach(List<ManagedComponent> all, Deadline limit, Step step) {
    Map<ClassLoader, List<ManagedComponent>> byPlugin = new LinkedHashMap<>();
    List<ManagedComponent> portyComponents = new ArrayList<>();
    for (ManagedComponent component : all) {
      ClassLoader plugin = component.plugin();
      if (plugin == null) {
        portyComponents.add(component);
      } else {
        byPlugin.computeIfAbsent(plugin, p -> new ArrayList<>()).add(component);
      }
    }
    List<String> lateOwners = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    byPlugin.forEach(
        (plugin, components) ->
            threads.add(startThread(() -> runInOrder(components, limit, step, lateOwners))));
    for (ManagedComponent component : portyComponents) {
      step.run(component, limit.remainingMillis());
    }
    threads.forEach(thread -> join(thread, limit));
    return List.copyOf(lateOwners);
  }

  /** Each component gets half of the remaining time, so that some is left for the next. */
  private static void runInOrder(
      List<ManagedComponent> components, Deadline limit, Step step, List<String> lateOwners) {
    for (int i = 0; i < components.size(); i++) {
      boolean last = i == components.size() - 1;
      long remainingMillis = limit.remainingMillis() - REPORT_MILLIS;
      long millis = Math.max(1, last ? remainingMillis : remainingMillis / 2);
      if (!step.run(components.get(i), millis)) {
        lateOwners.add(components.get(i).owner());
      }
    }
  }

  private static Thread startThread(Runnable task) {
    Thread thread = new Thread(task, "porty-lives");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void join(Thread thread, Deadline limit) {
    try {
      thread.join(Math.max(1, limit.remainingMillis() + REPORT_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ManagedComponents() {}
}
