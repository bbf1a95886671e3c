package io.porty.engine.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.log.AccessLog;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.ExchangeRecordBuilder;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients of HTTP/2 have several requests at a time: records say which they are of. */
class StreamRecordsTest {

  private final Lines sink = new Lines();

  private List<String> written(AccessLog log, int stream) {
    ExchangeRecordBuilder record =
        ExchangeRecord.builder(19, "api", new InetSocketAddress("192.0.2.10", 54321))
            .connection(17, stream)
            .request("GET", "/users", stream == 0 ? "HTTP/1.1" : "HTTP/2");
    log.exchangeStarted(record.build());
    log.exchangeEnded(record.response(200, "").build());
    return sink.records;
  }

  @Test
  void json() {
    assertThat(written(new JsonAccessLog(sink), 3))
        .singleElement()
        .asString()
        .contains("\"connection\":17,\"stream\":3,");
  }

  @Test
  void jsonOfHttp1HasTheConnectionAlone() {
    assertThat(written(new JsonAccessLog(sink), 0))
        .singleElement()
        .asString()
        .contains("\"connection\":17,")
        .doesNotContain("stream");
  }

  @Test
  void plain() {
    assertThat(written(new PlainAccessLog(sink), 3))
        .hasSize(2)
        .allMatch(line -> line.contains(" client=192.0.2.10:54321 connection=17 stream=3 "));
  }

  @Test
  void forPeople() {
    assertThat(written(new DefaultAccessLog(sink), 3))
        .hasSize(2)
        .allMatch(lines -> lines.contains("\n   ├─ Stream: 3 (connection 17)"));
  }

  @Test
  void textsOfHttp1AreAsBefore() {
    written(new PlainAccessLog(sink), 0);
    written(new DefaultAccessLog(sink), 0);
    assertThat(sink.records)
        .hasSize(4)
        .noneMatch(line -> line.contains("tream") || line.contains("onnection"));
  }
}
