package io.porty.api.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExchangeRecordBuilderTest {

  private static final InetSocketAddress CLIENT = new InetSocketAddress("127.0.0.1", 1);

  @Test
  void recordsKeepWhatWasSetWhenTheyWereMade() {
    ExchangeRecordBuilder builder = ExchangeRecord.builder(1, "web", CLIENT);
    ExchangeRecord begun = builder.at(Phase.ROUTED, 10).build();
    ExchangeRecord ended = builder.at(Phase.ROUTED, 20).at(Phase.END, 30).build();
    builder.reset(2, "web", CLIENT).at(Phase.END, 40);

    assertThat(begun.nanosAt(Phase.ROUTED)).isEqualTo(10);
    assertThat(begun.nanosAt(Phase.END)).isEqualTo(-1);
    assertThat(ended.nanosAt(Phase.ROUTED)).isEqualTo(20);
    assertThat(ended.nanosAt(Phase.END)).isEqualTo(30);
  }

  @Test
  void resetForgetsEverything() {
    ExchangeRecordBuilder builder =
        ExchangeRecord.builder(1, "web", CLIENT)
            .level(LogLevel.VERBOSE)
            .connection(1, 3)
            .startMillis(1)
            .target(new Target("api", 80), "note")
            .upstreamAddress(CLIENT)
            .request("GET", "/", "HTTP/1.1")
            .fields(Map.of("a", "b"))
            .headers(List.of("a: b"), List.of("c: d"))
            .response(200, "OK")
            .bytes(1, 2)
            .trace(null)
            .failure("why", "code")
            .retries(3)
            .at(Phase.END, 4);
    ExchangeRecord expected = ExchangeRecord.builder(2, "other", CLIENT).startMillis(5).build();

    ExchangeRecord reset = builder.reset(2, "other", CLIENT).startMillis(5).build();

    assertThat(reset).usingRecursiveComparison().isEqualTo(expected);
  }
}
