package io.porty.testkit;

import io.porty.api.log.AccessLog;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.plugin.PortyPlugin;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An access log that counts records, for the contracts: {@code log_format = "contract"}. */
final class CountingLog implements PortyPlugin, AccessLog {

  static final String NAME = "contract";

  private final AtomicInteger ended = new AtomicInteger();

  /** Number of ended connections and exchanges. */
  int ended() {
    return ended.get();
  }

  @Override
  public List<AccessLogFactory> accessLogs() {
    return List.of(AccessLogFactory.of(NAME, List.of(), (settings, context) -> this));
  }

  @Override
  public void connectionClosed(ConnectionRecord connection) {
    ended.incrementAndGet();
  }

  @Override
  public void exchangeEnded(ExchangeRecord exchange) {
    ended.incrementAndGet();
  }
}
