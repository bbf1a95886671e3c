package io.porty.engine.listen;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Netty's epoll handler, told of changed interest once before each wait instead of at each change:
 * what is switched off and on again within a round costs no system call, a new connection one
 * instead of three. The interest is never empty either. See docs/decisions/005. On its event loop.
 */
final class LazyInterest implements IoHandler {

  private final IoHandler epoll;
  private final List<Lazy> changed = new ArrayList<>();

  private LazyInterest(IoHandler epoll) {
    this.epoll = epoll;
  }

  static IoHandlerFactory factory() {
    IoHandlerFactory epoll = EpollIoHandler.newFactory();
    return new IoHandlerFactory() {
      @Override
      public IoHandler newHandler(ThreadAwareExecutor executor) {
        return new LazyInterest(epoll.newHandler(executor));
      }

      @Override
      public boolean isChangingThreadSupported() {
        return epoll.isChangingThreadSupported();
      }
    };
  }

  @Override
  public int run(IoHandlerContext context) {
    for (int i = 0; i < changed.size(); i++) {
      changed.get(i).tell();
    }
    changed.clear();
    return epoll.run(context);
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return new Lazy(epoll.register(handle), handle);
  }

  @Override
  public void initialize() {
    epoll.initialize();
  }

  @Override
  public void prepareToDestroy() {
    epoll.prepareToDestroy();
  }

  @Override
  public void destroy() {
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
      if (!registration.isValid()) {
        return -1;
      }
      wanted = ((EpollIoOps) ops).with(EpollIoOps.EPOLLERR);
      if (!listed) {
        listed = true;
        changed.add(this);
      }
      return wanted.value();
    }

    void tell() {
      listed = false;
      if (wanted.equals(told) || !registration.isValid()) {
        return;
      }
      told = wanted;
      try {
        registration.submit(wanted);
      } catch (UncheckedIOException e) {
        LoggerFactory.getLogger(LazyInterest.class)
            .warn("the kernel watches no more sockets, one is closed: {}", e.getMessage());
        close();
      }
    }

    private void close() {
      try {
        handle.close();
      } catch (Exception e) {
        LoggerFactory.getLogger(LazyInterest.class).debug("while closing", e);
      }
    }

    @Override
    public <T> T attachment() {
      return registration.attachment();
    }

    @Override
    public boolean isValid() {
      return registration.isValid();
    }

    @Override
    public boolean cancel() {
      return registration.cancel();
    }
  }
}
