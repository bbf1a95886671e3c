package io.porty.engine.accesslog;

import io.porty.api.AddressText;
import io.porty.api.log.AccessLog;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.LogSink;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The combined log format of Apache httpd and nginx, one line for each request when it ends. TCP
 * connections are not written: the format has no fields for them.
 */
public final class CombinedAccessLog implements AccessLog {

  /** The request header fields that it records. */
  public static final List<String> FIELDS = List.of("user-agent", "referer");

  private final LogSink sink;
  private final LogLine line = new LogLine(LogClock.local("dd/MMM/yyyy:HH:mm:ss Z"));

  public CombinedAccessLog(LogSink sink) {
    this.sink = sink;
  }

  @Override
  public void exchangeEnded(ExchangeRecord x) {
    line.clear().put(host(x)).put(" - - [").second(x.startMillis()).put("] \"");
    if (x.method().isEmpty()) {
      line.put('-');
    } else {
      line.quoted(x.method()).put(' ').quoted(x.requestTarget()).put(' ').put(version(x));
    }
    line.put("\" ").put(x.status()).put(' ');
    if (x.responseBytes() == 0) {
      line.put('-');
    } else {
      line.put(x.responseBytes());
    }
    field(x.fields().get("referer"));
    field(x.fields().get("user-agent"));
    if (x.trace() != null) {
      field(x.trace().traceId());
    }
    line.to(sink);
  }

  /** As nginx and Apache httpd write it: the others have their minor version already. */
  private static String version(ExchangeRecord x) {
    return x.version().equals("HTTP/2") ? "HTTP/2.0" : x.version();
  }

  private static String host(ExchangeRecord x) {
    return x.client() instanceof InetSocketAddress inet && inet.getAddress() != null
        ? AddressText.of(inet.getAddress())
        : "-";
  }

  private void field(@Nullable String value) {
    line.put(" \"").quoted(value == null ? "-" : value).put('"');
  }

  @Override
  public void flush() {
    sink.flush();
  }
}
