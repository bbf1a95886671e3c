package io.porty.net.diagnostics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Formats the top frames of a stack as indented lines, for messages to plugin authors. */
public final class StackText {

  private static final String INDENT = "\n    ";
  private static final int MAX_FRAMES = 12;
  private static final int MAX_FRAMES_OF_CAUSE = 6;
  private static final int MAX_CAUSES = 4;

  /**
   * An exception's frames and causes, without its own text.
   *
   * @param ours matches the first frame of Porty, from which on frames are omitted
   */
  public static String of(Throwable failure, Predicate<StackTraceElement> ours) {
    StringBuilder out = new StringBuilder();
    frames(out, failure.getStackTrace(), ours, MAX_FRAMES);
    Throwable cause = failure.getCause();
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      out.append(INDENT).append("caused by ").append(PrintableThrowable.text(cause));
      frames(out, cause.getStackTrace(), ours, MAX_FRAMES_OF_CAUSE);
      cause = cause.getCause();
    }
    return out.toString();
  }

  /** The current frames of a thread. */
  public static String of(@Nullable StackTraceElement[] stack) {
    StringBuilder out = new StringBuilder();
    frames(out, stack, frame -> false, MAX_FRAMES);
    return out.toString();
  }

  private static void frames(
      StringBuilder out,
      @Nullable StackTraceElement[] stack,
      Predicate<StackTraceElement> ours,
      int maxFrames) {
    List<StackTraceElement> shown = new ArrayList<>();
    for (StackTraceElement frame : stack) {
      if (frame == null || ours.test(frame)) {
        break;
      }
      shown.add(frame);
    }
    for (StackTraceElement frame : shown.subList(0, Math.min(maxFrames, shown.size()))) {
      out.append(INDENT).append("  at ").append(Printable.of(frame.toString()));
    }
    if (shown.size() > maxFrames) {
      out.append(INDENT).append("  ... ").append(shown.size() - maxFrames).append(" more");
    }
  }

  private StackText() {}
}
