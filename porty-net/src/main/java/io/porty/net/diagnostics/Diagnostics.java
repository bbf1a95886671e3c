package io.porty.net.diagnostics;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Porty's own log messages, written to SLF4J on a separate thread: the first message loads the
 * logging backend, which takes some tenths of a second, and a backend may block on a pipe. So
 * logging never blocks an event loop or a shutdown. Text arguments and exceptions are made {@link
 * Printable}. Thread-safe.
 */
public final class Diagnostics {

  /** Maximum of queued messages; further ones are dropped and counted. */
  static final int MAX_WAITING = 1024;

  private static final LongAdder DROPPED = new LongAdder();
  private static final ThreadPoolExecutor WRITER = thread();

  private final String logger;

  private Diagnostics(String logger) {
    this.logger = logger;
  }

  private static ThreadPoolExecutor thread() {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, "porty-messages");
              thread.setDaemon(true);
              return thread;
            },
            (task, pool) -> DROPPED.increment());
    one.allowCoreThreadTimeOut(true);
    return one;
  }

  /** The messages of one class: its name is the logger's. Loads nothing. */
  public static Diagnostics of(Class<?> by) {
    return new Diagnostics(by.getName());
  }

  /** The messages of a logger of this name. */
  public static Diagnostics named(String logger) {
    return new Diagnostics(logger);
  }

  /** Loads the logging backend in the background. */
  public static void prepare() {
    WRITER.execute(LoggerFactory::getILoggerFactory);
  }

  /**
   * Waits until all queued messages are written.
   *
   * @return false after the time limit
   */
  public static boolean flush(long millis) {
    if (WRITER.getActiveCount() == 0 && WRITER.getQueue().isEmpty()) {
      return true;
    }
    CountDownLatch written = new CountDownLatch(1);
    WRITER.execute(written::countDown);
    try {
      return written.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * @param arguments for the braces of the format; an exception that stands last is shown with its
   *     stack
   */
  public void warn(String format, @Nullable Object... arguments) {
    log(Level.WARN, format, arguments);
  }

  /** As {@link #warn}, at level info. */
  public void info(String format, @Nullable Object... arguments) {
    log(Level.INFO, format, arguments);
  }

  /** As {@link #warn}, at level error. */
  public void error(String format, @Nullable Object... arguments) {
    log(Level.ERROR, format, arguments);
  }

  private void log(Level level, String format, @Nullable Object[] arguments) {
    @Nullable Object[] printable = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      printable[i] = printable(arguments[i]);
    }
    WRITER.execute(() -> write(level, format, printable));
  }

  private static @Nullable Object printable(@Nullable Object argument) {
    if (argument instanceof Throwable failure) {
      return PrintableThrowable.of(failure);
    }
    return argument instanceof Number || argument instanceof Lines || argument == null
        ? argument
        : Printable.of(String.valueOf(argument));
  }

  private void write(Level level, String format, @Nullable Object[] arguments) {
    Logger to = LoggerFactory.getLogger(logger);
    long dropped = DROPPED.sumThenReset();
    if (dropped > 0) {
      to.warn("{} log messages dropped: the queue was full", dropped);
    }
    if (level == Level.ERROR) {
      to.error(format, arguments);
    } else if (level == Level.INFO) {
      to.info(format, arguments);
    } else {
      to.warn(format, arguments);
    }
  }

  /** Trusted text of several lines, each of them printable. */
  public record Lines(String text) {
    @Override
    public String toString() {
      return text;
    }
  }
}
