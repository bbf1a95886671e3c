package io.porty.net.diagnostics;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Wraps an exception of untrusted code for a log: the same stack and causes, the text made {@link
 * Printable}. Used only where the text needs it, because the log then shows this class as well.
 */
public final class PrintableThrowable extends Throwable {

  private static final long serialVersionUID = 1;

  /** Maximum depth of causes, which may be cyclic. */
  private static final int MAX_CAUSES = 20;

  private final String text;

  private PrintableThrowable(String text, @Nullable Throwable cause, StackTraceElement[] stack) {
    super(text, cause, false, true);
    this.text = text;
    setStackTrace(stack);
  }

  /** Returns the exception itself if all of its text is printable. */
  public static Throwable of(Throwable foreign) {
    return isPrintable(foreign, Collections.newSetFromMap(new IdentityHashMap<>()))
        ? foreign
        : copy(foreign, MAX_CAUSES);
  }

  /** Its toString(), which is untrusted code and may fail. */
  public static String text(Throwable foreign) {
    try {
      return Printable.of(String.valueOf(foreign));
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      return foreign.getClass().getName();
    }
  }

  private static boolean isPrintable(Throwable foreign, Set<Throwable> seen) {
    if (!seen.add(foreign)) {
      return true;
    }
    try {
      if (!Printable.isAll(String.valueOf(foreign))
          || !Printable.isAll(String.valueOf(foreign.getMessage()))) {
        return false;
      }
      for (Throwable one : foreign.getSuppressed()) {
        if (!isPrintable(one, seen)) {
          return false;
        }
      }
      Throwable cause = foreign.getCause();
      return cause == null || isPrintable(cause, seen);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      return false;
    }
  }

  private static PrintableThrowable copy(Throwable foreign, int causes) {
    Throwable cause = causes == 0 ? null : causeOf(foreign);
    return new PrintableThrowable(
        text(foreign), cause == null ? null : copy(cause, causes - 1), foreign.getStackTrace());
  }

  private static @Nullable Throwable causeOf(Throwable foreign) {
    try {
      return foreign.getCause();
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
