package io.porty.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.log.AccessLog;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.LogLevel;
import io.porty.api.log.LogSink;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The contract accepts a correct access log and names what is wrong with each planted one. */
class AccessLogContractTest {

  /** A contract for a log without settings. */
  abstract static class Planted extends AccessLogContract {
    protected abstract AccessLog create(LogSink sink);

    @Override
    protected AccessLogFactory factory() {
      return AccessLogFactory.of(
          "planted", List.of(), (settings, context) -> create(context.sink()));
    }
  }

  static class CorrectContract extends Planted {
    @Override
    protected AccessLog create(LogSink sink) {
      return new AccessLog() {
        @Override
        public void exchangeEnded(ExchangeRecord exchange) {
          byte[] line = (exchange.id() + "\n").getBytes(StandardCharsets.US_ASCII);
          sink.record(line, 0, line.length);
        }
      };
    }

    @Test
    void writesALine() {
      log().exchangeEnded(exchange(7, LogLevel.BASIC, 200, false));
      assertThat(written()).containsExactly("7\n");
    }
  }

  /** Takes every exchange to have a target. */
  static class NeedsTargetContract extends Planted {
    @Override
    protected AccessLog create(LogSink sink) {
      return new AccessLog() {
        @Override
        public void exchangeEnded(ExchangeRecord exchange) {
          Objects.requireNonNull(exchange.target(), "no target");
        }
      };
    }
  }

  /** Takes every end to have a beginning. */
  static class NeedsBeginningContract extends Planted {
    @Override
    protected AccessLog create(LogSink sink) {
      Map<Long, ConnectionRecord> open = new HashMap<>();
      return new AccessLog() {
        @Override
        public void connectionOpened(ConnectionRecord connection) {
          open.put(connection.id(), connection);
        }

        @Override
        public void connectionClosed(ConnectionRecord connection) {
          if (open.remove(connection.id()) == null) {
            throw new IllegalStateException("never opened");
          }
        }
      };
    }
  }

  static class CannotFlushContract extends Planted {
    @Override
    protected AccessLog create(LogSink sink) {
      return new AccessLog() {
        private int flushed;

        @Override
        public void flush() {
          if (++flushed > 1) {
            throw new IllegalStateException("nothing to flush");
          }
        }
      };
    }
  }

  @Test
  void aCorrectLogPassesEveryTest() {
    ContractRun run = ContractRun.of(CorrectContract.class);
    assertThat(run.failed()).isEmpty();
    assertThat(run.passed())
        .containsExactly(
            "acceptsAnEndWithoutItsBeginning",
            "acceptsEveryKindOfRecord",
            "flushesWithoutRecords",
            "writesALine");
  }

  @Test
  void aLogThatNeedsATargetIsFound() {
    assertThat(ContractRun.of(NeedsTargetContract.class).failed())
        .containsExactly("acceptsEveryKindOfRecord");
  }

  @Test
  void aLogThatNeedsABeginningIsFound() {
    assertThat(ContractRun.of(NeedsBeginningContract.class).failed())
        .containsExactly("acceptsAnEndWithoutItsBeginning");
  }

  @Test
  void aLogThatCannotFlushTwiceIsFound() {
    assertThat(ContractRun.of(CannotFlushContract.class).failed())
        .containsExactly("flushesWithoutRecords");
  }
}
