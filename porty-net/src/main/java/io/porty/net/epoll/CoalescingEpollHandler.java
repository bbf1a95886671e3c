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
 * Wraps Netty's epoll handler and submits interest changes once before each epoll_wait(2) instead
 * of at each change. Interest that is cleared and set again within one iteration costs no system
 * call, and a new connection costs one epoll_ctl(2) instead of three. A new registration without
 * read or write interest is deferred by one non-blocking poll, and a closed descriptor is not
 * removed explicitly. The submitted interest is never empty. See docs/decisions/005. On its event
 * loop.
 */
public final class CoalescingEpollHandler implements IoHandler {

  private static final Diagnostics LOG = Diagnostics.of(CoalescingEpollHandler.class);

  private final IoHandler epoll;
  private final List<CoalescedRegistration> changed = new ArrayList<>();
  private final List<CoalescedRegistration> deferred = new ArrayList<>();
  private final List<CoalescedRegistration> pendingCancels = new ArrayList<>();
  private final FlushBatch flushBatch = new FlushBatch();

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
    flushBatch.flushAll();
    flushCancelled();
    for (int i = 0; i < deferred.size(); i++) {
      deferred.get(i).submitNow();
    }
    deferred.clear();
    for (int i = 0; i < changed.size(); i++) {
      changed.get(i).submitOrDefer();
    }
    changed.clear();
    return epoll.run(deferred.isEmpty() ? context : new NonBlockingContext(context));
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    // The descriptor number may be that of a channel whose cancellation is still pending.
    flushCancelled();
    return new CoalescedRegistration(epoll.register(handle), handle);
  }

  private void flushCancelled() {
    for (int i = 0; i < pendingCancels.size(); i++) {
      pendingCancels.get(i).registration.cancel();
    }
    pendingCancels.clear();
  }

  /** Makes epoll_wait(2) return at once, because deferred registrations are not in epoll yet. */
  private record NonBlockingContext(IoHandlerContext context) implements IoHandlerContext {
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
    flushCancelled();
    epoll.prepareToDestroy();
  }

  @Override
  public void destroy() {
    flushBatch.release();
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

  private final class CoalescedRegistration implements IoRegistration {

    private final IoRegistration registration;
    private final IoHandle handle;
    private @Nullable EpollIoOps submittedOps;
    private EpollIoOps requestedOps = EpollIoOps.NONE;
    private boolean queued;
    private boolean repeated;
    private boolean isCancelled;

    CoalescedRegistration(IoRegistration registration, IoHandle handle) {
      this.registration = registration;
      this.handle = handle;
    }

    /**
     * The same interest once more has epoll report what is still ready (epoll_ctl(2),
     * EPOLL_CTL_MOD). EPOLLERR is always reported; naming it keeps the set from ever being empty.
     */
    @Override
    public long submit(IoOps ops) {
      if (!isValid()) {
        return -1;
      }
      EpollIoOps now = ((EpollIoOps) ops).with(EpollIoOps.EPOLLERR);
      repeated |= now.equals(requestedOps);
      requestedOps = now;
      if (!queued) {
        queued = true;
        changed.add(this);
      }
      return requestedOps.value();
    }

    /**
     * Defers a new registration without read or write interest: it usually has one after the next
     * poll.
     */
    void submitOrDefer() {
      boolean idle =
          submittedOps == null
              && !requestedOps.contains(EpollIoOps.EPOLLIN)
              && !requestedOps.contains(EpollIoOps.EPOLLOUT);
      if (idle && isValid()) {
        deferred.add(this);
      } else {
        submitNow();
      }
    }

    void submitNow() {
      boolean again = repeated;
      queued = false;
      repeated = false;
      if ((requestedOps.equals(submittedOps) && !again) || !isValid()) {
        return;
      }
      submittedOps = requestedOps;
      try {
        registration.submit(requestedOps);
      } catch (UncheckedIOException e) {
        LOG.warn("epoll cannot register another socket, closing it: {}", e.getMessage());
        close();
      }
    }

    private void close() {
      try {
        handle.close();
      } catch (Exception e) {
        LOG.warn("closing a socket failed", e);
      }
    }

    /** The flush batch for Porty's channels; Netty's own attachment for Netty's channels. */
    @Override
    @SuppressWarnings("unchecked")
    public <T> T attachment() {
      return handle instanceof AbstractTcpEpollChannel.AbstractTcpUnsafe
          ? (T) flushBatch
          : registration.attachment();
    }

    @Override
    public boolean isValid() {
      return !isCancelled && registration.isValid();
    }

    /**
     * Deferred until the channel has closed its descriptor, which removes it from the epoll set
     * without a system call (epoll(7)).
     */
    @Override
    public boolean cancel() {
      if (!isValid()) {
        return false;
      }
      isCancelled = true;
      pendingCancels.add(this);
      return true;
    }
  }
}
