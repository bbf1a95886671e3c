package io.porty.cli;

import java.io.IOException;
import java.nio.channels.Channel;
import java.util.concurrent.TimeUnit;

/** Closes a channel when its time is over: what waits for it then ends with an exception. */
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
                // In time.
              } catch (IOException e) {
                // It is closed all the same.
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
