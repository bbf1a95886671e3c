package io.porty.engine.runtime;

import io.porty.engine.config.ConfiguredCertificates;
import io.porty.engine.config.GlobalKeys;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.config.TlsConfig;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.tls.ListenerTls;
import io.porty.engine.tls.TlsService;
import io.porty.net.transport.EventLoops;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the engine's TLS comes in with the first listener that has any. Thread-safe. */
public final class TlsSlot {

  private final EventLoops loops;
  private @Nullable TlsService service;

  TlsSlot(EventLoops loops) {
    this.loops = loops;
  }

  /**
   * The TLS of one listening address; null if it has none.
   *
   * @throws IllegalArgumentException if the provider does not work here, or cannot use a
   *     certificate
   */
  synchronized @Nullable ListenerTls of(VirtualHosts group, PortyConfig config) {
    TlsConfig tls = group.listenerConfig().tls();
    ConfiguredCertificates certificates = config.certificates();
    if (tls == null || certificates == null) {
      return null;
    }
    if (service == null) {
      service = new TlsService(config.globals().get(GlobalKeys.TLS_PROVIDER), loops.all());
    }
    return service.listener(group.place(), tls, certificates);
  }

  /** A configuration has become active. */
  synchronized void serve(PortyConfig config) {
    ConfiguredCertificates certificates = config.certificates();
    if (service != null && certificates != null) {
      service.serve(certificates);
    }
  }

  /** The TLS of this process; empty if no listener has any. */
  public synchronized Optional<TlsService> service() {
    return Optional.ofNullable(service);
  }

  synchronized void close() {
    if (service != null) {
      service.close();
    }
  }
}
