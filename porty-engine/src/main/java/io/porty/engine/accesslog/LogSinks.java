package io.porty.engine.accesslog;

import io.porty.api.log.LogSink;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The places that traffic logs write to, each opened once however many routes name it, and closed
 * when no log uses it any more. Thread-safe; each sink is for the log's thread.
 */
public final class LogSinks implements AutoCloseable {

  /** Values of {@code log_output} that are not files. */
  public static final String STDOUT = "stdout";

  public static final String SLF4J = "slf4j";

  /** Opening it as a file would make two writers of one place. */
  private static final Set<String> STDOUT_AS_FILE =
      Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

  private static final long CLOSE_MILLIS = 1_000;

  private final OutputStream standard;
  private final Map<String, LogSink> open = new HashMap<>();
  private final Map<String, Integer> users = new HashMap<>();
  private volatile LogRotation rotation;

  /**
   * @param standard what {@code stdout} means; flushed, never closed
   */
  public LogSinks(LogRotation rotation, OutputStream standard) {
    this.rotation = rotation;
    this.standard = standard;
  }

  /**
   * Opens a place, unless it is open already.
   *
   * @param output a value of {@code log_output}
   * @throws IOException if it is a file that cannot be opened; the message is for the user
   */
  public synchronized void open(String output) throws IOException {
    String key = key(output);
    if (!open.containsKey(key)) {
      open.put(key, create(key));
    }
  }

  /** A place that was opened, for one more user. */
  public synchronized LogSink acquire(String output) {
    String key = key(output);
    users.merge(key, 1, Integer::sum);
    return Objects.requireNonNull(open.get(key), output);
  }

  /** One user less; the last one closes it. On the log's thread, or when that has ended. */
  public void release(String output) {
    LogSink unused;
    synchronized (this) {
      String key = key(output);
      if (users.merge(key, -1, Integer::sum) > 0) {
        return;
      }
      users.remove(key);
      unused = open.remove(key);
    }
    close(unused);
  }

  /** Closes what was opened for a configuration that did not come to be. */
  public void closeUnused() {
    List<LogSink> unused = new ArrayList<>();
    synchronized (this) {
      open.entrySet()
          .removeIf(
              entry -> {
                boolean none = !users.containsKey(entry.getKey());
                if (none) {
                  unused.add(entry.getValue());
                }
                return none;
              });
    }
    unused.forEach(LogSinks::close);
  }

  /** Opens every file again by its name. On the log's thread. */
  public void reopen() {
    for (LogSink sink : all()) {
      if (sink instanceof BatchSink batch) {
        batch.reopen();
      }
    }
  }

  /** Whoever writes may wait for a reader: nobody else is to wait for that by way of the lock. */
  private synchronized List<LogSink> all() {
    return new ArrayList<>(open.values());
  }

  /** Its last batch may find nobody who reads: then it is left behind. */
  private static void close(@Nullable LogSink sink) {
    if (!(sink instanceof BatchSink batch)) {
      return;
    }
    Thread closing = new Thread(batch::close, "porty-log-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Why a place could not be opened, as far as one can tell without doing it.
   *
   * @param output a value of {@code log_output}
   */
  public static Optional<String> problem(String output) {
    String key = key(output);
    return key.equals(STDOUT) || key.equals(SLF4J)
        ? Optional.empty()
        : LogFile.problem(Path.of(key));
  }

  /** How files are rotated from now on. */
  public void rotate(LogRotation next) {
    rotation = next;
  }

  private static String key(String output) {
    return output.equals(STDOUT) || STDOUT_AS_FILE.contains(output)
        ? STDOUT
        : output.equals(SLF4J) ? output : Path.of(output).toAbsolutePath().normalize().toString();
  }

  private LogSink create(String output) throws IOException {
    return switch (output) {
      case STDOUT -> new BatchSink("standard output", unclosed(standard));
      case SLF4J -> new LoggerSink();
      default -> new BatchSink(output, file(output));
    };
  }

  private OutputStream file(String output) throws IOException {
    Optional<String> problem = LogFile.problem(Path.of(output));
    if (problem.isPresent()) {
      throw new IOException(problem.get());
    }
    try {
      return new RotatingFile(Path.of(output), () -> rotation);
    } catch (NoSuchFileException e) {
      throw new IOException("its directory does not exist; create it", e);
    } catch (AccessDeniedException e) {
      throw new IOException("permission denied; give the user that runs Porty write access", e);
    }
  }

  private static OutputStream unclosed(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        out.write(bytes, from, count);
      }

      @Override
      public void close() throws IOException {
        out.flush();
      }
    };
  }

  /** After the last record. */
  @Override
  public void close() {
    List<LogSink> all = all();
    synchronized (this) {
      open.clear();
    }
    all.forEach(LogSinks::close);
  }
}
