package io.porty.cli;

import java.io.IOException;
import java.nio.channels.Channel;
import java.util.concurrent.TimeUnit;

/**
 * A time limit for blocking I/O: a daemon thread closes the channel after the limit, so that the
 * blocked call throws {@link java.nio.channels.AsynchronousCloseException}. Closing the deadline
 * first cancels it.
 */
final class Deadline implements AutoCloseable {

  private final Thread thread;

  private Deadline(Thread thread) {
    this.thread = thread;
  }

  static Deadline closing(Channel channel, int seconds) {
    Thread thread =
        new Thread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(seconds);
                channel.close();
              } catch (InterruptedException e) {
                // Cancelled by close().
              } catch (IOException e) {
                // The channel counts as closed even if close() throws.
              }
            },
            "porty-deadline");
    thread.setDaemon(true);
    thread.start();
    return new Deadline(thread);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
