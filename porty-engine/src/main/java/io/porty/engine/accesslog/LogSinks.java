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
 * The outputs of access logs. Each is opened once, however many routes use it, and closed with its
 * last user. Thread-safe; the sinks themselves are used on the logs' threads.
 */
public final class LogSinks implements AutoCloseable {

  /** Values of {@code log_output} that are not files. */
  public static final String STDOUT = "stdout";

  public static final String SLF4J = "slf4j";

  /** Paths of standard output: opening one as a file would create a second writer. */
  private static final Set<String> STDOUT_AS_FILE =
      Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

  private static final long CLOSE_TIMEOUT_MILLIS = 1_000;

  private final OutputStream stdout;
  private final Map<String, LogSink> open = new HashMap<>();
  private final Map<String, Integer> users = new HashMap<>();
  private volatile LogRotation rotation;

  /**
   * @param stdout the stream for {@code log_output = "stdout"}; flushed, never closed
   */
  public LogSinks(LogRotation rotation, OutputStream stdout) {
    this.rotation = rotation;
    this.stdout = stdout;
  }

  /**
   * Opens an output unless it is open.
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

  /** Adds a user to an open output. */
  public synchronized LogSink acquire(String output) {
    String key = key(output);
    users.merge(key, 1, Integer::sum);
    return Objects.requireNonNull(open.get(key), output);
  }

  /** Removes a user; the last one closes the output. On the log's thread, or after it has ended. */
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

  /** Closes outputs without users: those of a configuration that was rejected. */
  public void closeUnused() {
    List<LogSink> unused = new ArrayList<>();
    synchronized (this) {
      open.entrySet()
          .removeIf(
              entry -> {
                boolean isUnused = !users.containsKey(entry.getKey());
                if (isUnused) {
                  unused.add(entry.getValue());
                }
                return isUnused;
              });
    }
    unused.forEach(LogSinks::close);
  }

  /** Reopens every file by name. On the log's thread. */
  public void reopen() {
    for (LogSink sink : snapshot()) {
      if (sink instanceof BatchSink batch) {
        batch.reopen();
      }
    }
  }

  /** A copy, so that the lock is not held while a write blocks. */
  private synchronized List<LogSink> snapshot() {
    return new ArrayList<>(open.values());
  }

  /** Closes a sink, with a time limit because writing its last batch may block. */
  private static void close(@Nullable LogSink sink) {
    if (!(sink instanceof BatchSink batch)) {
      return;
    }
    Thread closer = new Thread(batch::close, "porty-log-close");
    closer.setDaemon(true);
    closer.start();
    try {
      closer.join(CLOSE_TIMEOUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Why an output cannot be opened, as far as that is known without opening it.
   *
   * @param output a value of {@code log_output}
   */
  public static Optional<String> problem(String output) {
    String key = key(output);
    return key.equals(STDOUT) || key.equals(SLF4J)
        ? Optional.empty()
        : LogFile.problem(Path.of(key));
  }

  /** Sets the rotation of all files. */
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
      case STDOUT -> new BatchSink("standard output", withoutClose(stdout));
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

  private static OutputStream withoutClose(OutputStream out) {
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

  /** Closes all outputs; to be called after the last record. */
  @Override
  public void close() {
    List<LogSink> snapshot = snapshot();
    synchronized (this) {
      open.clear();
    }
    snapshot.forEach(LogSinks::close);
  }
}
