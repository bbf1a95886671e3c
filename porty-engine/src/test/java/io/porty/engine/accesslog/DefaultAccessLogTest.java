package io.porty.engine.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.Target;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.LogLevel;
import io.porty.api.log.Phase;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines of the Rust original. */
class DefaultAccessLogTest {

  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.10", 54321);
  private final Lines sink = new Lines();
  private final List<String> lines = sink.records;
  private final DefaultAccessLog log = new DefaultAccessLog(sink);

  private static ExchangeRecord exchange(
      LogLevel level, String target, int status, String failure) {
    long[] timeline = {0, 1, 2, 3, 111_000_000};
    return ExchangeRecord.builder(1, "api", CLIENT)
        .level(level)
        .startMillis(0)
        .target(new Target("internal-api", 80), "dynamic")
        .request("GET", target, "HTTP/1.1")
        .headers(
            level == LogLevel.VERBOSE ? List.of("Host: a", "Authorization: ****") : List.of(),
            List.of())
        .response(status, "OK")
        .bytes(0, 1234)
        .at(Phase.END, timeline[Phase.END.ordinal()])
        .failure(failure, failure == null ? null : "connect_refused")
        .build();
  }

  @Test
  void showsAnExchange() {
    log.exchangeStarted(exchange(LogLevel.BASIC, "/api/users?id=123", 0, null));
    log.exchangeEnded(exchange(LogLevel.BASIC, "/api/users?id=123", 200, null));
    log.exchangeEnded(exchange(LogLevel.VERBOSE, "/", 200, null));
    log.exchangeEnded(
        exchange(LogLevel.BASIC, "/x", 502, "Backend connection failed after retries"));

    assertThat(lines.get(0))
        .matches(
            "🔄 \\[api] \\S+ \\S+ \\| GET /api/users\\?id=123\n   ├─ From: 192\\.0\\.2\\.10:54321\n   ├─ To: internal-api:80 \\(dynamic\\)");
    assertThat(lines.get(1))
        .matches(
            "✅ \\[api] \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\| HTTP/1\\.1 200 OK \\(111ms\\)");
    assertThat(lines.get(2)).endsWith("\n   └─ Body: 1,234 bytes");
    assertThat(lines.get(3))
        .startsWith("❌ [api] ")
        .endsWith(" | GET /x → 502 Backend connection failed after retries (111ms)");
  }

  @Test
  void showsAConnection() {
    Target target = new Target("127.0.0.1", 3000);
    log.connectionOpened(
        ConnectionRecord.builder(1, "main", CLIENT).target(target, "fixed").build());
    log.connectionClosed(
        ConnectionRecord.builder(1, "main", CLIENT)
            .target(target, "fixed")
            .durationNanos(2_334_000_000L)
            .bytes(29, 1200)
            .build());
    log.connectionClosed(
        ConnectionRecord.builder(1, "main", CLIENT)
            .target(target, "fixed")
            .durationNanos(1_000_000L)
            .failure(Failure.upstream(FailureCode.CONNECT_REFUSED, "refused"))
            .build());

    assertThat(lines.get(0))
        .endsWith(" | New connection from 192.0.2.10:54321 -> forwarding to 127.0.0.1:3000");
    assertThat(lines.get(1))
        .startsWith("✅ [main] ")
        .endsWith(
            " | Connection closed: 192.0.2.10:54321 | Duration: 2.33s | Transferred: 1.20 KB");
    assertThat(lines.get(2))
        .startsWith("❌ [main] ")
        .contains("Backend connection failed after retries (refused)");
  }

  @Test
  void letsNobodyForgeALine() {
    log.exchangeStarted(exchange(LogLevel.BASIC, "/a\u001b[31m\n✅ [api]\u0085\u00e9", 0, null));

    assertThat(lines.get(0).lines()).hasSize(3);
    assertThat(lines.get(0)).contains("/a\\x1b[31m\\x0a");
  }
}
