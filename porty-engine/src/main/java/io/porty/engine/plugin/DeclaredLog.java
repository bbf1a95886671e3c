package io.porty.engine.plugin;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.log.AccessLog;
import io.porty.api.log.AccessLogFactory;
import java.util.List;

/** A plugin's access log factory: its declarations as read once, its calls through the guard. */
final class DeclaredLog implements AccessLogFactory {

  private final AccessLogFactory factory;
  private final PluginGuard guard;
  private final String name;
  private final List<Key<?>> keys;
  private final List<String> requestFields;

  DeclaredLog(AccessLogFactory factory, String name, PluginGuard guard) {
    Declaration declared = new Declaration(guard);
    this.factory = factory;
    this.guard = guard;
    this.name = name;
    this.keys = declared.keys(factory::keys);
    this.requestFields = declared.list("requestFields()", factory::requestFields);
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
  public List<String> requestFields() {
    return requestFields;
  }

  @Override
  public AccessLog create(Settings settings, Context context) {
    return guard.require("create()", () -> factory.create(settings, context));
  }
}
