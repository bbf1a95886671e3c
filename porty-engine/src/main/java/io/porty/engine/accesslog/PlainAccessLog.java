package io.porty.engine.accesslog;

import io.porty.api.Failure;
import io.porty.api.Target;
import io.porty.api.log.AccessLog;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.LogSink;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One ASCII line for each record, with fields as {@code key=value}: for terminals without Unicode
 * and for simple tools.
 */
public final class PlainAccessLog implements AccessLog {

  private final LogSink sink;
  private final LogLine line = new LogLine();

  public PlainAccessLog(LogSink sink) {
    this.sink = sink;
  }

  @Override
  public void connectionOpened(ConnectionRecord c) {
    line.clear()
        .time(c.startMillis())
        .put(" OPEN route=")
        .put(c.route())
        .put(" client=")
        .address(c.client());
    target(c.target(), "");
    line.to(sink);
  }

  @Override
  public void connectionClosed(ConnectionRecord c) {
    Failure failure = c.failure();
    line.clear()
        .time(c.startMillis() + c.durationNanos() / 1_000_000)
        .put(" CLOSE route=")
        .put(c.route())
        .put(" client=")
        .address(c.client());
    target(c.target(), c.note());
    retries(c.retries());
    upstreamAddress(c.upstreamAddress());
    line.put(" up=").put(c.bytesToUpstream()).put(" down=").put(c.bytesToClient());
    if (failure != null) {
      line.put(" error=").put(failure.code().code());
    }
    endLine(c.durationNanos());
  }

  @Override
  public void exchangeStarted(ExchangeRecord x) {
    line.clear()
        .time(x.startMillis())
        .put(" REQUEST route=")
        .put(x.route())
        .put(" client=")
        .address(x.client());
    stream(x);
    target(x.target(), x.note());
    trace(x);
    line.put(' ').escaped(x.method()).put(' ').escaped(x.requestTarget());
    headers(x.requestHeaders());
    line.to(sink);
  }

  @Override
  public void exchangeEnded(ExchangeRecord x) {
    String failure = x.failure();
    line.clear()
        .time(x.startMillis() + x.durationNanos() / 1_000_000)
        .put(failure == null ? " RESPONSE route=" : " FAILED route=")
        .put(x.route())
        .put(" client=")
        .address(x.client());
    stream(x);
    target(x.target(), x.note());
    retries(x.retries());
    upstreamAddress(x.upstreamAddress());
    line.put(" status=").put(x.status()).put(" bytes=").put(x.responseBytes());
    trace(x);
    headers(x.responseHeaders());
    if (failure != null || x.target() == null) {
      // May be the only line of the request: one rejected before routing has no start record.
      line.put(' ').escaped(dash(x.method())).put(' ').escaped(dash(x.requestTarget()));
    }
    if (failure != null) {
      line.put(" error=\"").escaped(failure).put('"');
    }
    endLine(x.durationNanos());
  }

  /** The address of the client alone does not say which of the requests at a time it is. */
  private void stream(ExchangeRecord x) {
    if (x.stream() > 0) {
      line.put(" connection=").put(x.connection()).put(" stream=").put(x.stream());
    }
  }

  /** Written at the end as well, because a retry may have changed the target. */
  private void target(@Nullable Target target, String note) {
    if (target != null) {
      line.put(" target=").target(target);
      if (!note.isEmpty()) {
        line.put(" by=").escaped(note);
      }
    }
  }

  private void upstreamAddress(@Nullable SocketAddress address) {
    if (address != null) {
      line.put(" upstream_address=").address(address);
    }
  }

  private void retries(int count) {
    if (count > 0) {
      line.put(" retries=").put(count);
    }
  }

  private static String dash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private void trace(ExchangeRecord x) {
    if (x.trace() != null) {
      line.put(" trace=").put(x.trace().traceId());
    }
  }

  private void endLine(long nanos) {
    line.put(" (").put(LogText.millis(nanos)).put("ms)").to(sink);
  }

  private void headers(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      line.put(" \"").escaped(lines.get(i)).put('"');
    }
  }

  @Override
  public void flush() {
    sink.flush();
  }
}
