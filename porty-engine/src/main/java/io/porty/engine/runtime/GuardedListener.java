package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.porty.api.listener.Listener;
import io.porty.engine.plugin.PluginFault;
import io.porty.engine.plugin.PluginGuard;
import io.porty.net.listener.BacklogDraining;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Calls a plugin's listener through its {@link PluginGuard} and in the order that the interface
 * promises: it is neither paused nor resumed before bind() has returned or after close().
 * Thread-safe.
 */
final class GuardedListener implements Listener {

  /** Time limit of close() and handedOver(). */
  private static final long CLOSE_MILLIS = 1_000;

  private final Listener listener;
  private final PluginGuard guard;
  private volatile boolean bound;
  private volatile boolean resumePending;
  private volatile boolean late;

  GuardedListener(Listener listener, PluginGuard guard) {
    this.listener = listener;
    this.guard = guard;
  }

  /**
   * @throws PluginFault if the plugin fails for another reason than its address
   */
  @Override
  public SocketAddress bind() throws IOException {
    SocketAddress address;
    try {
      address =
          guard.callWithTimeout("bind()", listener::bind, PluginGuard.DEADLINE_SECONDS * 1000L);
    } catch (IOException | OutOfMemoryError e) {
      throw e;
    } catch (TimeoutException e) {
      throw guard.fault(
          "bind()",
          "did not return within " + PluginGuard.DEADLINE_SECONDS + " s" + e.getMessage());
    } catch (Throwable e) {
      throw guard.fault("bind()", e);
    }
    if (address == null) {
      throw guard.fault("bind()", "returned null");
    }
    bound = true;
    if (resumePending) {
      resume();
    }
    return address;
  }

  @Override
  public void pause() {
    if (bound) {
      guard.tryRun("pause()", listener::pause);
    }
  }

  /** A call while bind() is running takes effect after it. */
  @Override
  public void resume() {
    if (bound) {
      guard.tryRun("resume()", listener::resume);
    } else {
      resumePending = true;
    }
  }

  @Override
  public List<Channel> sockets() {
    return guard.require("sockets()", listener::sockets);
  }

  @Override
  public void handedOver() {
    if (bound) {
      bound = false;
      late |= !guard.tryRunWithTimeout("handedOver()", listener::handedOver, CLOSE_MILLIS);
    }
  }

  /** Closes after the backlog is empty if the listener supports that, else at once. */
  void closeAfterBacklog() {
    if (listener instanceof BacklogDraining emptying) {
      bound = false;
      late |= !guard.tryRunWithTimeout("close()", emptying::closeAfterBacklog, CLOSE_MILLIS);
    } else {
      close();
    }
  }

  @Override
  public void close() {
    bound = false;
    late |= !guard.tryRunWithTimeout("close()", listener::close, CLOSE_MILLIS);
  }

  /** Whether close() or handedOver() exceeded its time limit. */
  boolean isLate() {
    return late;
  }

  /** The plugin and its part, for messages. */
  String owner() {
    return guard.owner();
  }
}
