package io.porty.engine.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.log.ExchangeRecord;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines that tools for logs of nginx and Apache httpd read. */
class CombinedAccessLogTest {

  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.10", 54321);
  private final Lines sink = new Lines();

  @ParameterizedTest
  @CsvSource({"HTTP/1.0, HTTP/1.0", "HTTP/1.1, HTTP/1.1", "HTTP/2, HTTP/2.0"})
  void theVersionIsWrittenAsOthersWriteIt(String version, String written) {
    new CombinedAccessLog(sink)
        .exchangeEnded(
            ExchangeRecord.builder(1, "api", CLIENT)
                .request("GET", "/users", version)
                .headers(List.of(), List.of())
                .response(200, "OK")
                .build());

    assertThat(sink.records).hasSize(1);
    assertThat(sink.records.get(0)).contains("\"GET /users " + written + "\" 200 -");
  }
}
