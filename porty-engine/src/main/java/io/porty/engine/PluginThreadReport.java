package io.porty.engine;

import io.porty.engine.plugin.PluginClassLoader;
import io.porty.net.diagnostics.StackText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which threads of this process plugins hold, by their stacks. */
public final class PluginThreadReport {

  private static final int MAX_THREADS = 10;
  private static final String PORTYS = "porty-";
  private static final String EXIT = "java.lang.Shutdown";

  /**
   * Threads of Porty's own that are in a plugin's code, and any thread of a plugin's that has
   * called {@code System.exit}.
   *
   * @return a paragraph for each, at most {@value #MAX_THREADS}
   */
  public static List<String> ofPorty() {
    return describe(false);
  }

  /** As {@link #ofPorty}, and threads of any other name: shutdown hooks among them. */
  public static List<String> ofProcess() {
    return describe(true);
  }

  /** The plugin that has called {@code System.exit}, and on which thread; empty if none has. */
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

  private static List<String> describe(boolean all) {
    List<String> held = new ArrayList<>();
    Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> counts(entry.getKey(), entry.getValue(), all))
        .sorted(Comparator.comparing((Map.Entry<Thread, ?> entry) -> entry.getKey().getName()))
        .limit(MAX_THREADS)
        .forEach(entry -> describe(entry.getKey(), entry.getValue(), held));
    return held;
  }

  private static boolean counts(Thread thread, StackTraceElement[] stack, boolean all) {
    return thread.getName().startsWith(PORTYS) || hasCalledExit(stack) || all;
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
    return Arrays.stream(stack).anyMatch(frame -> frame.getClassName().equals(EXIT));
  }

  private PluginThreadReport() {}
}
