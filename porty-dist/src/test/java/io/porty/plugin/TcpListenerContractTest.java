package io.porty.plugin;

import io.porty.api.plugin.PortyPlugin;
import io.porty.testkit.ListenerContract;

/** Porty's own TCP listener keeps what every listener keeps. */
class TcpListenerContractTest extends ListenerContract {

  @Override
  protected PortyPlugin plugin() {
    return new PortyPlugin() {};
  }

  @Override
  protected String listener() {
    return "kind = \"tcp\"\n";
  }
}
