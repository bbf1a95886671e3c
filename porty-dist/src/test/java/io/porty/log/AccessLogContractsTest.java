package io.porty.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.log.AccessLogFactory;
import io.porty.api.log.LogLevel;
import io.porty.api.plugin.PortyPlugin;
import io.porty.testkit.AccessLogContract;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Porty's own access logs keep the contract that strangers' do. */
class AccessLogContractsTest {

  /** A log that came with Porty. */
  abstract static class Shipped extends AccessLogContract {

    abstract String name();

    @Override
    protected AccessLogFactory factory() {
      return ServiceLoader.load(PortyPlugin.class).stream()
          .flatMap(p -> p.get().accessLogs().stream())
          .filter(log -> log.name().equals(name()))
          .findFirst()
          .orElseThrow();
    }

    @Test
    void nothingOfAClientCanForgeALine() {
      log().exchangeStarted(exchange(1, LogLevel.BASIC, 0, false));
      log().exchangeEnded(exchange(1, LogLevel.BASIC, 200, false));
      assertThat(written())
          .isNotEmpty()
          .allSatisfy(record -> assertThat(record.replace("\n   ", "")).doesNotContain("\n"));
    }
  }

  @Nested
  class Default extends Shipped {
    @Override
    String name() {
      return "default";
    }
  }

  @Nested
  class Plain extends Shipped {
    @Override
    String name() {
      return "plain";
    }
  }

  @Nested
  class Json extends Shipped {
    @Override
    String name() {
      return "json";
    }
  }

  @Nested
  class Combined extends Shipped {
    @Override
    String name() {
      return "combined";
    }
  }
}
