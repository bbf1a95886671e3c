package io.porty.engine.plugin;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.log.AccessLog;
import io.porty.api.log.AccessLogFactory;
import java.util.List;

/** A plugin's traffic log factory behind its fence: what it declares was read once. */
final class DeclaredLog implements AccessLogFactory {

  private final AccessLogFactory factory;
  private final PluginGuard fence;
  private final String name;
  private final List<Key<?>> keys;
  private final List<String> requestFields;

  DeclaredLog(AccessLogFactory factory, String name, PluginGuard fence) {
    Declaration declared = new Declaration(fence);
    this.factory = factory;
    this.fence = fence;
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
    return fence.ask("create()", () -> factory.create(settings, context));
  }
}
