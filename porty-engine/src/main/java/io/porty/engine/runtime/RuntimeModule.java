package io.porty.engine.runtime;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;

/** The Guice bindings of this package. */
public final class RuntimeModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(RouteAssembly.class);
    bind(TlsSlot.class).in(Singleton.class);
    bind(BoundListeners.class);
    bind(ActiveConfigFactory.class);
    bind(ConfigReloader.class).in(Singleton.class);
  }
}
