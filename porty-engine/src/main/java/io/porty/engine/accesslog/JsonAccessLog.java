package io.porty.engine.accesslog;

import io.porty.api.Failure;
import io.porty.api.PeerCertificate;
import io.porty.api.ProxyFacts;
import io.porty.api.TlsSession;
import io.porty.api.TlsTiming;
import io.porty.api.log.AccessLog;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.LogLevel;
import io.porty.api.log.LogSink;
import io.porty.api.log.Phase;
import io.porty.api.log.TraceContext;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line for each request and connection, when it ends. The fields are documented
 * in docs/logs.md; later versions may add fields but not remove any.
 */
public final class JsonAccessLog implements AccessLog {

  /** The request header fields that it records. */
  public static final List<String> FIELDS = List.of("user-agent", "referer");

  private final LogSink sink;
  private final LogLine line = new LogLine(LogClock.utc("yyyy-MM-dd'T'HH:mm:ss."));

  public JsonAccessLog(LogSink sink) {
    this.sink = sink;
  }

  @Override
  public void connectionClosed(ConnectionRecord c) {
    begin(c.startMillis(), "connection", c.id(), c.route());
    line.put(",\"client\":\"").address(c.client()).put('"');
    peer(c.peer(), c.proxy());
    tls(c.tls());
    text(",\"upstream\":", c.target() == null ? null : c.target().toString());
    text(",\"by\":", c.note());
    retries(c.retries());
    upstreamAddress(c.upstreamAddress());
    Failure failure = c.failure();
    line.put(",\"bytes_in\":").put(c.bytesToUpstream());
    line.put(",\"bytes_out\":").put(c.bytesToClient());
    line.put(",\"duration_ms\":").milliseconds(c.durationNanos());
    text(",\"error\":", failure == null ? null : failure.code().code());
    text(",\"reason\":", failure == null ? null : failure.toString());
    line.put('}').to(sink);
  }

  @Override
  public void exchangeEnded(ExchangeRecord x) {
    begin(x.startMillis(), "exchange", x.id(), x.route());
    line.put(",\"client\":\"").address(x.client()).put('"');
    peer(x.peer(), x.proxy());
    if (x.connection() > 0) {
      line.put(",\"connection\":").put(x.connection());
    }
    if (x.stream() > 0) {
      line.put(",\"stream\":").put(x.stream());
    }
    tls(x.tls());
    text(",\"method\":", x.method());
    text(",\"uri\":", x.requestTarget());
    text(",\"version\":", x.version());
    text(",\"upstream\":", x.target() == null ? null : x.target().toString());
    text(",\"by\":", x.note());
    retries(x.retries());
    upstreamAddress(x.upstreamAddress());
    text(",\"upstream_protocol\":", x.upstreamProtocol());
    line.put(",\"status\":").put(x.status());
    if (x.grpcStatus() >= 0) {
      line.put(",\"grpc_status\":").put(x.grpcStatus());
    }
    line.put(",\"bytes_in\":").put(x.requestBytes()).put(",\"bytes_out\":").put(x.responseBytes());
    line.put(",\"duration_ms\":").milliseconds(x.durationNanos());
    phase(",\"routed_ms\":", x, Phase.ROUTED);
    phase(",\"connected_ms\":", x, Phase.CONNECTED);
    phase(",\"first_byte_ms\":", x, Phase.FIRST_BYTE);
    text(",\"user_agent\":", x.fields().get("user-agent"));
    text(",\"referer\":", x.fields().get("referer"));
    TraceContext trace = x.trace();
    if (trace != null) {
      text(",\"trace_id\":", trace.traceId());
      text(",\"span_id\":", trace.spanId());
      text(",\"parent_id\":", trace.parentId());
    }
    text(",\"error\":", x.errorCode());
    text(",\"reason\":", x.failure());
    if (x.level() == LogLevel.VERBOSE) {
      lines(",\"request_headers\":", x.requestHeaders());
      lines(",\"response_headers\":", x.responseHeaders());
    }
    line.put('}').to(sink);
  }

  private void begin(long unixMillis, String event, long id, String route) {
    line.clear().put("{\"time\":\"").time(unixMillis).put("Z\",\"event\":\"").put(event);
    line.put("\",\"id\":").put(id).put(",\"route\":").json(route);
  }

  private void peer(@Nullable SocketAddress address, @Nullable ProxyFacts said) {
    if (address != null) {
      line.put(",\"peer\":\"").address(address).put('"');
    }
    if (said != null) {
      text(",\"proxy_authority\":", said.authority());
      text(",\"proxy_alpn\":", said.protocol());
      text(",\"proxy_unique_id\":", said.uniqueId());
      ProxyFacts.Ssl ssl = said.ssl();
      if (ssl != null) {
        text(",\"proxy_tls\":", ssl.version());
        text(",\"proxy_cipher\":", ssl.cipher());
        text(",\"proxy_client_cn\":", ssl.verified() ? ssl.commonName() : null);
      }
    }
  }

  private void tls(@Nullable TlsSession session) {
    if (session != null) {
      text(",\"tls\":", session.version());
      text(",\"cipher\":", session.cipher());
      text(",\"sni\":", session.serverName());
      text(",\"alpn\":", session.protocol());
      line.put(session.resumed() ? ",\"resumed\":true" : ",\"resumed\":false");
      PeerCertificate peer = session.peer();
      text(",\"client_subject\":", peer == null ? null : peer.subject());
      TlsTiming timing = session.timing();
      if (timing != null) {
        line.put(",\"hello_ms\":").milliseconds(timing.helloNanos());
        line.put(",\"secured_ms\":").milliseconds(timing.securedNanos());
      }
    }
  }

  private void upstreamAddress(@Nullable SocketAddress address) {
    if (address != null) {
      line.put(",\"upstream_address\":\"").address(address).put('"');
    }
  }

  private void retries(int count) {
    if (count > 0) {
      line.put(",\"retries\":").put(count);
    }
  }

  /** Omits an unknown value. */
  private void text(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      line.put(name).json(value);
    }
  }

  private void phase(String name, ExchangeRecord x, Phase phase) {
    long nanos = x.nanosAt(phase);
    if (nanos >= 0) {
      line.put(name).milliseconds(nanos);
    }
  }

  private void lines(String name, List<String> lines) {
    line.put(name).put('[');
    for (int i = 0; i < lines.size(); i++) {
      if (i > 0) {
        line.put(',');
      }
      line.json(lines.get(i));
    }
    line.put(']');
  }

  @Override
  public void flush() {
    sink.flush();
  }
}
