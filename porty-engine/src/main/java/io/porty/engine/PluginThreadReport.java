package io.porty.engine;

import io.porty.engine.plugin.PluginClassLoader;
import io.porty.net.diagnostics.StackText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Finds the threads of this process that run plugin code, by their stacks. */
public final class PluginThreadReport {

  private static final int MAX_THREADS = 10;
  private static final String PORTY_THREAD_PREFIX = "porty-";
  private static final String EXIT_CLASS = "java.lang.Shutdown";

  /**
   * Describes Porty's threads that run plugin code, and any thread in which a plugin has called
   * {@code System.exit}.
   *
   * @return one paragraph for each thread, at most {@value #MAX_THREADS}
   */
  public static List<String> ofPorty() {
    return describe(false);
  }

  /** As {@link #ofPorty}, for threads of any name, such as shutdown hooks. */
  public static List<String> ofProcess() {
    return describe(true);
  }

  /** The plugins that have called {@code System.exit}, with the thread; empty if none has. */
  public static List<String> exits() {
    List<String> found = new ArrayList<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              if (hasCalledExit(stack)) {
                PluginClassLoader.pluginOn(stack)
                    .ifPresent(
                        plugin ->
                            found.add(
                                "plugin "
                                    + plugin
                                    + " has called System.exit on the thread "
                                    + thread.getName()));
              }
            });
    return found;
  }

  private static List<String> describe(boolean anyThread) {
    List<String> reports = new ArrayList<>();
    Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> isReported(entry.getKey(), entry.getValue(), anyThread))
        .sorted(Comparator.comparing((Map.Entry<Thread, ?> entry) -> entry.getKey().getName()))
        .limit(MAX_THREADS)
        .forEach(entry -> describe(entry.getKey(), entry.getValue(), reports));
    return reports;
  }

  private static boolean isReported(Thread thread, StackTraceElement[] stack, boolean anyThread) {
    return thread.getName().startsWith(PORTY_THREAD_PREFIX) || hasCalledExit(stack) || anyThread;
  }

  private static void describe(Thread thread, StackTraceElement[] stack, List<String> into) {
    PluginClassLoader.pluginOn(stack)
        .ifPresent(
            plugin ->
                into.add(
                    "plugin "
                        + plugin
                        + (hasCalledExit(stack) ? " has called System.exit on" : " holds")
                        + " the thread "
                        + thread.getName()
                        + ", here:"
                        + StackText.of(stack)));
  }

  private static boolean hasCalledExit(StackTraceElement[] stack) {
    return Arrays.stream(stack).anyMatch(frame -> frame.getClassName().equals(EXIT_CLASS));
  }

  private PluginThreadReport() {}
}
