package io.porty.engine.runtime;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.handoff.HandedTicketKeys;
import io.porty.net.transport.EventLoops;

/** The Guice bindings of this package. */
public final class RuntimeModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(RouteAssembly.class);
    bind(BoundListeners.class);
    bind(ActiveConfigFactory.class);
    bind(ConfigReloader.class).in(Singleton.class);
  }

  /** Not bound by its class: Guice would look through its methods, and load TLS for their types. */
  @Provides
  @Singleton
  TlsSlot tls(EventLoops loops, EngineContext context, PortyConfig first, HandedTicketKeys handed) {
    return new TlsSlot(loops, context, first, handed);
  }
}
