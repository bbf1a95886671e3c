package io.porty.api.mode;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * By when a client has to have sent something: its first line, a greeting, a login. A mode without
 * one can be kept full by clients who say nothing. For the channel's event loop.
 *
 * <pre>{@code
 * deadline = ReadDeadline.start(client, limit, () -> endWith("too late\n"));
 * ...
 * deadline.met(); // the line is complete
 * }</pre>
 *
 * @since 0.2
 */
public final class ReadDeadline {

  private final Future<?> timer;

  private ReadDeadline(Future<?> timer) {
    this.timer = timer;
  }

  /**
   * Starts the deadline, which ends with the channel.
   *
   * @param client the client's connection
   * @param limit time limit
   * @param late runs on the channel's event loop if the deadline is missed
   * @return a handle for stopping it
   */
  public static ReadDeadline start(Channel client, Duration limit, Runnable late) {
    Future<?> timer =
        client
            .eventLoop()
            .schedule(
                () -> {
                  if (client.isOpen()) {
                    late.run();
                  }
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
    client.closeFuture().addListener(closed -> timer.cancel(false));
    return new ReadDeadline(timer);
  }

  /** Stops the deadline. */
  public void met() {
    timer.cancel(false);
  }
}
