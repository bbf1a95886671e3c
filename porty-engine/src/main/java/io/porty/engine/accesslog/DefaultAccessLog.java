package io.porty.engine.accesslog;

import io.porty.api.Failure;
import io.porty.api.Target;
import io.porty.api.log.AccessLog;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.LogLevel;
import io.porty.api.log.LogSink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log format of the original Porty in Rust: searches from its guide work on this one. */
public final class DefaultAccessLog implements AccessLog {

  private static final byte[] STARTED = utf8("🔄 [");
  private static final byte[] SUCCEEDED = utf8("✅ [");
  private static final byte[] FAILED = utf8("❌ [");
  private static final byte[] BRANCH = utf8("\n   ├─ ");
  private static final byte[] LAST_BRANCH = utf8("\n   └─ ");
  private static final byte[] ARROW = utf8(" → ");

  private final LogSink sink;
  private final LogLine line = new LogLine();

  public DefaultAccessLog(LogSink sink) {
    this.sink = sink;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private LogLine begin(byte[] symbol, String route, long unixMillis) {
    return line.clear().put(symbol).put(route).put("] ").time(unixMillis).put(" | ");
  }

  @Override
  public void connectionOpened(ConnectionRecord c) {
    begin(STARTED, c.route(), c.startMillis()).put("New connection from ").address(c.client());
    if (c.target() != null) {
      line.put(" -> forwarding to ").target(c.target());
    }
    line.to(sink);
  }

  @Override
  public void connectionClosed(ConnectionRecord c) {
    Failure failure = c.failure();
    begin(
            failure == null ? SUCCEEDED : FAILED,
            c.route(),
            c.startMillis() + c.durationNanos() / 1_000_000)
        .put(failure == null ? "Connection closed: " : "Connection failed: ")
        .address(c.client());
    if (failure != null) {
      line.put(" | ").escaped(failure.toString());
    }
    line.put(" | Duration: ")
        .put(LogText.seconds(c.durationNanos()))
        .put(" | Transferred: ")
        .put(LogText.size(c.bytesToUpstream() + c.bytesToClient()));
    retriedTarget(c.target(), c.note(), c.retries());
    line.to(sink);
  }

  @Override
  public void exchangeStarted(ExchangeRecord x) {
    begin(STARTED, x.route(), x.startMillis())
        .escaped(x.method())
        .put(' ')
        .escaped(x.requestTarget())
        .put(BRANCH)
        .put("From: ")
        .address(x.client());
    stream(x);
    if (x.trace() != null) {
      line.put(BRANCH).put("Trace: ").put(x.trace().traceId());
    }
    headers(x.requestHeaders());
    if (x.target() != null) {
      line.put(BRANCH).put("To: ").target(x.target()).put(" (").escaped(x.note()).put(')');
    }
    line.to(sink);
  }

  @Override
  public void exchangeEnded(ExchangeRecord x) {
    String failure = x.failure();
    long end = x.startMillis() + x.durationNanos() / 1_000_000;
    if (failure != null) {
      begin(FAILED, x.route(), end)
          .escaped(x.method().isEmpty() ? "-" : x.method())
          .put(' ')
          .escaped(x.requestTarget().isEmpty() ? "-" : x.requestTarget())
          .put(ARROW)
          .put(x.status())
          .put(' ')
          .escaped(failure);
    } else {
      begin(SUCCEEDED, x.route(), end).put("HTTP/1.1 ").put(x.status());
      if (!x.responseReason().isEmpty()) {
        line.put(' ').escaped(x.responseReason());
      }
    }
    line.put(" (").put(LogText.millis(x.durationNanos())).put("ms)");
    stream(x);
    retriedTarget(x.target(), x.note(), x.retries());
    if (x.level() == LogLevel.VERBOSE && failure == null) {
      headers(x.responseHeaders());
      line.put(LAST_BRANCH).put("Body: ").put(LogText.grouped(x.responseBytes())).put(" bytes");
    }
    line.to(sink);
  }

  /** Which of the requests that a client of HTTP/2 has at a time. */
  private void stream(ExchangeRecord x) {
    if (x.stream() > 0) {
      line.put(BRANCH).put("Stream: ").put(x.stream());
      line.put(" (connection ").put(x.connection()).put(')');
    }
  }

  /** The final target after retries, which may differ from the first one. */
  private void retriedTarget(@Nullable Target target, String note, int retries) {
    if (retries > 0 && target != null) {
      line.put(BRANCH).put("To: ").target(target).put(" (").escaped(note).put(", after ");
      line.put(retries).put(retries == 1 ? " retry)" : " retries)");
    }
  }

  private void headers(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      line.put(BRANCH).escaped(lines.get(i));
    }
  }

  @Override
  public void flush() {
    sink.flush();
  }
}
