package io.porty.engine.log;

import io.porty.api.Failure;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.LogLevel;
import io.porty.api.log.TrafficLog;
import java.util.List;
import java.util.function.Consumer;

/** The log of the Rust original: what its guide greps and counts is found here. */
public final class DefaultTrafficLog implements TrafficLog {

  private final Consumer<String> out;

  public DefaultTrafficLog(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void connectionOpened(ConnectionRecord c) {
    out.accept(
        "🔄 ["
            + c.route()
            + "] "
            + LogText.time(c.startMillis())
            + " | New connection from "
            + LogText.address(c.client())
            + (c.target() == null ? "" : " -> forwarding to " + c.target()));
  }

  @Override
  public void connectionClosed(ConnectionRecord c) {
    Failure failure = c.failure();
    String end = LogText.time(c.startMillis() + c.durationNanos() / 1_000_000);
    out.accept(
        (failure == null ? "✅" : "❌")
            + " ["
            + c.route()
            + "] "
            + end
            + (failure == null ? " | Connection closed: " : " | Connection failed: ")
            + LogText.address(c.client())
            + (failure == null ? "" : " | " + LogText.escaped(failure.toString()))
            + " | Duration: "
            + LogText.seconds(c.durationNanos())
            + " | Transferred: "
            + LogText.size(c.bytesToUpstream() + c.bytesToClient()));
  }

  @Override
  public void exchangeStarted(ExchangeRecord x) {
    StringBuilder text = new StringBuilder(160);
    text.append("🔄 [")
        .append(x.route())
        .append("] ")
        .append(LogText.time(x.startMillis()))
        .append(" | ")
        .append(LogText.escaped(x.method()))
        .append(' ')
        .append(LogText.escaped(x.requestTarget()))
        .append("\n   ├─ From: ")
        .append(LogText.address(x.client()));
    headers(text, x.requestHeaders());
    if (x.target() != null) {
      text.append("\n   ├─ To: ")
          .append(x.target())
          .append(" (")
          .append(LogText.escaped(x.note()))
          .append(')');
    }
    out.accept(text.toString());
  }

  @Override
  public void exchangeEnded(ExchangeRecord x) {
    long millis = LogText.millis(x.durationNanos());
    String time = LogText.time(x.startMillis() + x.durationNanos() / 1_000_000);
    StringBuilder text = new StringBuilder(160);
    if (x.failure() != null) {
      text.append("❌ [")
          .append(x.route())
          .append("] ")
          .append(time)
          .append(" | ")
          .append(x.method().isEmpty() ? "-" : LogText.escaped(x.method()))
          .append(' ')
          .append(x.requestTarget().isEmpty() ? "-" : LogText.escaped(x.requestTarget()))
          .append(" → ")
          .append(x.status())
          .append(' ')
          .append(LogText.escaped(x.failure()))
          .append(" (")
          .append(millis)
          .append("ms)");
    } else {
      text.append("✅ [")
          .append(x.route())
          .append("] ")
          .append(time)
          .append(" | HTTP/1.1 ")
          .append(x.status())
          .append(x.responseReason().isEmpty() ? "" : " " + LogText.escaped(x.responseReason()))
          .append(" (")
          .append(millis)
          .append("ms)");
    }
    if (x.level() == LogLevel.VERBOSE && x.failure() == null) {
      headers(text, x.responseHeaders());
      text.append("\n   └─ Body: ").append(LogText.grouped(x.responseBytes())).append(" bytes");
    }
    out.accept(text.toString());
  }

  private static void headers(StringBuilder text, List<String> lines) {
    for (String line : lines) {
      text.append("\n   ├─ ").append(LogText.escaped(line));
    }
  }
}
