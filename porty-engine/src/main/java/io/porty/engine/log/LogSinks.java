package io.porty.engine.log;

import io.porty.api.log.LogSink;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The places that traffic logs write to, each opened once however many routes name it, and closed
 * when no log uses it any more. Thread-safe; each sink is for the log's thread.
 */
public final class LogSinks implements AutoCloseable {

  /** Values of {@code log_output} that are not files. */
  public static final String STDOUT = "stdout";

  public static final String SLF4J = "slf4j";

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
  public synchronized void release(String output) {
    String key = key(output);
    if (users.merge(key, -1, Integer::sum) > 0) {
      return;
    }
    users.remove(key);
    LogSink unused = open.remove(key);
    if (unused instanceof BatchSink batch) {
      batch.close();
    }
  }

  /** Closes what was opened for a configuration that did not come to be. */
  public synchronized void closeUnused() {
    open.entrySet()
        .removeIf(
            entry -> {
              boolean unused = !users.containsKey(entry.getKey());
              if (unused && entry.getValue() instanceof BatchSink batch) {
                batch.close();
              }
              return unused;
            });
  }

  /** Opens every file again by its name. On the log's thread. */
  public synchronized void reopen() {
    for (LogSink sink : open.values()) {
      if (sink instanceof BatchSink batch) {
        batch.reopen();
      }
    }
  }

  /** How files are rotated from now on. */
  public void rotate(LogRotation next) {
    rotation = next;
  }

  private static String key(String output) {
    return output.equals(STDOUT) || output.equals(SLF4J)
        ? output
        : Path.of(output).toAbsolutePath().normalize().toString();
  }

  private LogSink create(String output) throws IOException {
    return switch (output) {
      case STDOUT -> new BatchSink("standard output", unclosed(standard));
      case SLF4J -> new LoggerSink();
      default -> new BatchSink(output, file(output));
    };
  }

  private OutputStream file(String output) throws IOException {
    try {
      return new RotatingFile(Path.of(output), () -> rotation);
    } catch (NoSuchFileException e) {
      throw new IOException("its folder does not exist; create it", e);
    } catch (AccessDeniedException e) {
      throw new IOException("permission denied; let the user that runs Porty write there", e);
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
  public synchronized void close() {
    for (LogSink sink : open.values()) {
      if (sink instanceof BatchSink batch) {
        batch.close();
      }
    }
    open.clear();
  }
}
