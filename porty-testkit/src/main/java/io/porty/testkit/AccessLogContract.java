package io.porty.testkit;

import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.log.AccessLog;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.ExchangeRecordBuilder;
import io.porty.api.log.LogLevel;
import io.porty.api.log.LogSink;
import io.porty.api.log.Phase;
import io.porty.api.log.TraceContext;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of every access log. Subclasses provide the factory and its settings; the inherited
 * tests run with theirs.
 *
 * @since 0.1
 */
public abstract class AccessLogContract {

  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.10", 54321);
  private static final Target TARGET = new Target("internal-api", 3000);

  private final List<String> written = new ArrayList<>();
  private AccessLog log = new AccessLog() {};

  /** The factory under test. */
  protected abstract AccessLogFactory factory();

  /** Valid settings of the factory. */
  protected Settings settings() {
    return TestSettings.of();
  }

  /** The records written to {@link AccessLogFactory.Context#sink} so far. */
  protected final List<String> written() {
    return written;
  }

  /** The log under test, started. */
  protected final AccessLog log() {
    return log;
  }

  /** A record of a successful or failed exchange. */
  protected static ExchangeRecord exchange(long id, LogLevel level, int status, boolean failed) {
    boolean verbose = level == LogLevel.VERBOSE;
    ExchangeRecordBuilder record =
        ExchangeRecord.builder(id, "test", CLIENT)
            .level(level)
            .startMillis(1_768_440_225_123L)
            .request("GET", "/users?id=7&name=\u00e9\"\\\n", "HTTP/1.1")
            .fields(Map.of("user-agent", "curl/8.9.1"))
            .headers(
                verbose ? List.of("Host: a", "Authorization: ****") : List.of(),
                verbose ? List.of("Server: b") : List.of())
            .at(Phase.END, 1_100_000);
    if (verbose) {
      record.trace(
          new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "", true));
    }
    return failed
        ? record
            .response(status, "")
            .failure(FailureCode.CONNECT_REFUSED.reason(), FailureCode.CONNECT_REFUSED.code())
            .build()
        : record
            .target(TARGET, "dynamic")
            .response(status, "OK")
            .bytes(0, 1234)
            .at(Phase.ROUTED, 2_000)
            .build();
  }

  /** A record of a successful or failed connection. */
  protected static ConnectionRecord connection(long id, boolean failed) {
    return ConnectionRecord.builder(id, "test", CLIENT)
        .startMillis(1_768_440_225_123L)
        .target(failed ? null : TARGET, failed ? "" : "fixed")
        .durationNanos(2_334_000_000L)
        .bytes(29, 1200)
        .failure(failed ? Failure.upstream(FailureCode.CONNECT_REFUSED, "") : null)
        .build();
  }

  /** The context of the log under test. */
  private final class TestContext implements AccessLogFactory.Context {
    @Override
    public String portyVersion() {
      return "test";
    }

    @Override
    public Executor blocking() {
      return Runnable::run;
    }

    @Override
    public String routeName() {
      return "test";
    }

    @Override
    public LogSink sink() {
      return new LogSink() {
        @Override
        public void record(byte[] text, int from, int to) {
          written.add(new String(text, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void flush() {}
      };
    }
  }

  @BeforeEach
  void createAndStart() throws Exception {
    log = factory().create(settings(), new TestContext());
    log.start();
  }

  @AfterEach
  void drainAndClose() throws Exception {
    log.drain();
    log.close();
  }

  @Test
  void acceptsEveryKindOfRecord() {
    long id = 0;
    for (LogLevel level : LogLevel.values()) {
      for (boolean failed : new boolean[] {false, true}) {
        id++;
        log.exchangeStarted(exchange(id, level, 0, false));
        log.exchangeEnded(exchange(id, level, failed ? 502 : 200, failed));
        log.connectionOpened(connection(id, false));
        log.connectionClosed(connection(id, failed));
      }
    }
    log.flush();
  }

  @Test
  void flushesWithoutRecords() {
    log.flush();
    log.flush();
  }

  @Test
  void acceptsAnEndWithoutItsBeginning() {
    log.exchangeEnded(exchange(99, LogLevel.BASIC, 200, false));
    log.connectionClosed(connection(99, false));
    log.flush();
  }
}
