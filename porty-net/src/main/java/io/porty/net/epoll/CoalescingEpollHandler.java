package io.porty.net.epoll;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;
import io.porty.net.diagnostics.Diagnostics;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Netty's epoll handler, told of changed interest once before each wait instead of at each change:
 * what is switched off and on again within a round costs no system call, a new connection one
 * instead of three. One that waits for its backend is watched only when that takes longer than a
 * look at the sockets, and one that closes takes itself out. The interest is never empty either.
 * See docs/decisions/005. On its event loop.
 */
public final class CoalescingEpollHandler implements IoHandler {

  private static final Diagnostics LOG = Diagnostics.of(CoalescingEpollHandler.class);

  private final IoHandler epoll;
  private final List<Lazy> changed = new ArrayList<>();
  private final List<Lazy> postponed = new ArrayList<>();
  private final List<Lazy> cancelled = new ArrayList<>();
  private final FlushBatch round = new FlushBatch();

  private CoalescingEpollHandler(IoHandler epoll) {
    this.epoll = epoll;
  }

  public static IoHandlerFactory factory() {
    IoHandlerFactory epoll = EpollIoHandler.newFactory();
    return new IoHandlerFactory() {
      @Override
      public IoHandler newHandler(ThreadAwareExecutor executor) {
        return new CoalescingEpollHandler(epoll.newHandler(executor));
      }

      @Override
      public boolean isChangingThreadSupported() {
        return epoll.isChangingThreadSupported();
      }
    };
  }

  @Override
  public int run(IoHandlerContext context) {
    round.end();
    reallyCancel();
    for (int i = 0; i < postponed.size(); i++) {
      postponed.get(i).tell();
    }
    postponed.clear();
    for (int i = 0; i < changed.size(); i++) {
      changed.get(i).tellOrPostpone();
    }
    changed.clear();
    return epoll.run(postponed.isEmpty() ? context : new Glance(context));
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    // Its descriptor may have the number of one that was closed a moment ago.
    reallyCancel();
    return new Lazy(epoll.register(handle), handle);
  }

  private void reallyCancel() {
    for (int i = 0; i < cancelled.size(); i++) {
      cancelled.get(i).registration.cancel();
    }
    cancelled.clear();
  }

  /** A look at the sockets without waiting, because some are not watched yet. */
  private record Glance(IoHandlerContext context) implements IoHandlerContext {
    @Override
    public boolean canBlock() {
      return false;
    }

    @Override
    public long delayNanos(long currentTimeNanos) {
      return context.delayNanos(currentTimeNanos);
    }

    @Override
    public long deadlineNanos() {
      return context.deadlineNanos();
    }

    @Override
    public void reportActiveIoTime(long activeNanos) {
      context.reportActiveIoTime(activeNanos);
    }

    @Override
    public boolean shouldReportActiveIoTime() {
      return context.shouldReportActiveIoTime();
    }
  }

  @Override
  public void initialize() {
    epoll.initialize();
  }

  @Override
  public void prepareToDestroy() {
    reallyCancel();
    epoll.prepareToDestroy();
  }

  @Override
  public void destroy() {
    round.release();
    epoll.destroy();
  }

  @Override
  public void wakeup() {
    epoll.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handleType) {
    return epoll.isCompatible(handleType);
  }

  private final class Lazy implements IoRegistration {

    private final IoRegistration registration;
    private final IoHandle handle;
    private @Nullable EpollIoOps told;
    private EpollIoOps wanted = EpollIoOps.NONE;
    private boolean listed;
    private boolean over;

    Lazy(IoRegistration registration, IoHandle handle) {
      this.registration = registration;
      this.handle = handle;
    }

    /**
     * The kernel reports errors anyway (epoll_ctl(2)): asking for them keeps the interest from ever
     * being empty.
     */
    @Override
    public long submit(IoOps ops) {
      if (!isValid()) {
        return -1;
      }
      wanted = ((EpollIoOps) ops).with(EpollIoOps.EPOLLERR);
      if (!listed) {
        listed = true;
        changed.add(this);
      }
      return wanted.value();
    }

    /** A new one that neither reads nor writes yet mostly does after the next look. */
    void tellOrPostpone() {
      boolean idle =
          told == null
              && !wanted.contains(EpollIoOps.EPOLLIN)
              && !wanted.contains(EpollIoOps.EPOLLOUT);
      if (idle && isValid()) {
        postponed.add(this);
      } else {
        tell();
      }
    }

    void tell() {
      listed = false;
      if (wanted.equals(told) || !isValid()) {
        return;
      }
      told = wanted;
      try {
        registration.submit(wanted);
      } catch (UncheckedIOException e) {
        LOG.warn("the kernel watches no more sockets, one is closed: {}", e.getMessage());
        close();
      }
    }

    private void close() {
      try {
        handle.close();
      } catch (Exception e) {
        LOG.warn("while closing a socket", e);
      }
    }

    /** Netty's own channels want what its handler shares among them. */
    @Override
    @SuppressWarnings("unchecked")
    public <T> T attachment() {
      return handle instanceof AbstractTcpEpollChannel.PolledUnsafe
          ? (T) round
          : registration.attachment();
    }

    @Override
    public boolean isValid() {
      return !over && registration.isValid();
    }

    /**
     * Put off until the channel has closed its descriptor, which takes it out of the kernel's set
     * (epoll(7)) for nothing.
     */
    @Override
    public boolean cancel() {
      if (!isValid()) {
        return false;
      }
      over = true;
      cancelled.add(this);
      return true;
    }
  }
}
