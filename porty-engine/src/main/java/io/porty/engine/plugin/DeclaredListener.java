package io.porty.engine.plugin;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.listener.Listener;
import io.porty.api.listener.ListenerContext;
import io.porty.api.listener.ListenerFactory;
import java.util.List;

/** A plugin's listener factory: its declarations as read once, its calls through the guard. */
final class DeclaredListener implements ListenerFactory {

  private final ListenerFactory factory;
  private final PluginGuard guard;
  private final String name;
  private final List<Key<?>> keys;
  private final boolean needsAddress;

  DeclaredListener(ListenerFactory factory, String name, PluginGuard guard) {
    this.factory = factory;
    this.guard = guard;
    this.name = name;
    Declaration declared = new Declaration(guard);
    this.keys = declared.keys(factory::keys);
    this.needsAddress = declared.value("needsAddress()", factory::needsAddress);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Key<?>> keys() {
    return keys;
  }

  @Override
  public boolean needsAddress() {
    return needsAddress;
  }

  @Override
  public Listener create(Settings settings, ListenerContext context) {
    return guard.require("create()", () -> factory.create(settings, context));
  }
}
