package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.porty.api.listener.Listener;
import io.porty.engine.plugin.PluginFault;
import io.porty.engine.plugin.PluginGuard;
import io.porty.net.listener.Emptying;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * A plugin's listener behind its fence, in the order that its interface promises: nothing is asked
 * of it before it is bound, and nothing after it was closed. Thread-safe.
 */
final class GuardedListener implements Listener {

  /** What its end may take: others wait for it. */
  private static final long CLOSE_MILLIS = 1_000;

  private final Listener listener;
  private final PluginGuard fence;
  private volatile boolean bound;
  private volatile boolean missed;
  private volatile boolean late;

  GuardedListener(Listener listener, PluginGuard fence) {
    this.listener = listener;
    this.fence = fence;
  }

  /**
   * @throws PluginFault if it fails in another way than by not getting its address
   */
  @Override
  public SocketAddress bind() throws IOException {
    SocketAddress address;
    try {
      address = fence.inTime("bind()", listener::bind, PluginGuard.DEADLINE_SECONDS * 1000L);
    } catch (IOException | OutOfMemoryError e) {
      throw e;
    } catch (TimeoutException e) {
      throw fence.fault(
          "bind()",
          "did not return within " + PluginGuard.DEADLINE_SECONDS + " s" + e.getMessage());
    } catch (Throwable e) {
      throw fence.fault("bind()", e);
    }
    if (address == null) {
      throw fence.fault("bind()", "answered null");
    }
    bound = true;
    if (missed) {
      resume();
    }
    return address;
  }

  @Override
  public void pause() {
    if (bound) {
      fence.guard("pause()", listener::pause);
    }
  }

  /** One that comes while it is being bound is made up for. */
  @Override
  public void resume() {
    if (bound) {
      fence.guard("resume()", listener::resume);
    } else {
      missed = true;
    }
  }

  @Override
  public List<Channel> sockets() {
    return fence.ask("sockets()", listener::sockets);
  }

  @Override
  public void handedOver() {
    if (bound) {
      bound = false;
      late |= !fence.end("handedOver()", listener::handedOver, CLOSE_MILLIS);
    }
  }

  /** Closes when nobody waits to be accepted, if it can tell. */
  void closeWhenEmpty() {
    if (listener instanceof Emptying emptying) {
      bound = false;
      late |= !fence.end("close()", emptying::closeWhenEmpty, CLOSE_MILLIS);
    } else {
      close();
    }
  }

  @Override
  public void close() {
    bound = false;
    late |= !fence.end("close()", listener::close, CLOSE_MILLIS);
  }

  /** Whether it did not come back in time at its end. */
  boolean isLate() {
    return late;
  }

  /** Whose it is, for messages. */
  String owner() {
    return fence.owner();
  }
}
