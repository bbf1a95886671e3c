package io.porty.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.testkit.TestPorty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the access logs write, for real traffic. */
class AccessLogsTest {

  @TempDir Path folder;

  private String config(String formats, String more) {
    return "log_format = "
        + formats
        + "\n[json]\noutput = \""
        + folder.resolve("json.log")
        + "\"\n"
        + more
        + "\n[combined]\noutput = \""
        + folder.resolve("combined.log")
        + "\"\n[[routes]]\nname = \"site\"\nlisten = \"127.0.0.1:{port}\"\nmode = \"http\"\nmax_retries = 0\ntarget = \"{site}\"\n";
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }

  @Test
  void severalFormatsAtOnceEachToItsPlace() throws Exception {
    try (Backend site = Backend.ok("site");
        TestPorty porty =
            TestPorty.with()
                .config(
                    config("[\"json\", \"combined\", \"plain\"]", "")
                        .replace("{site}", "127.0.0.1:" + site.port()));
        RawClient client = RawClient.to(porty.port())) {
      String target = "127.0.0.1:" + site.port();
      client
          .send(
              "GET /a?b=%22\" HTTP/1.1\r\nHost: x\r\nUser-Agent: te\"st\\\r\nReferer: http://r/\u00e9\r\n\r\n")
          .message();
      site.close();
      client.get("/gone");
      client.send("broken\r\n\r\n").message();
      porty.close();

      assertThat(lines("json.log")).hasSize(3);
      assertThat(lines("json.log").get(0))
          .matches(
              "\\{\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\",\"event\":\"exchange\",\"id\":\\d+,\"route\":\"site\","
                  + "\"client\":\"127\\.0\\.0\\.1:\\d+\",\"connection\":\\d+,\"method\":\"GET\",\"uri\":\"/a\\?b=%22\\\\\"\",\"version\":\"HTTP/1.1\","
                  + "\"upstream\":\""
                  + target
                  + "\",\"by\":\"fixed\",\"upstream_address\":\"127\\.0\\.0\\.1:\\d+\",\"upstream_protocol\":\"HTTP/1.1\",\"status\":200,\"bytes_in\":0,\"bytes_out\":4,\"duration_ms\":\\d+\\.\\d{3},"
                  + "\"routed_ms\":\\d+\\.\\d{3},\"connected_ms\":\\d+\\.\\d{3},\"first_byte_ms\":\\d+\\.\\d{3},"
                  + "\"user_agent\":\"te\\\\\"st\\\\\\\\\",\"referer\":\"http://r/\\\\u00e9\"}");
      assertThat(lines("json.log").get(1))
          .contains("\"uri\":\"/gone\"", "\"status\":502", "\"error\":\"connect_refused\"")
          .doesNotContain("first_byte_ms", "upstream_address");
      assertThat(lines("json.log").get(2))
          .contains("\"status\":400", "\"error\":\"bad_request\"")
          .doesNotContain("\"method\"");
      assertThat(lines("combined.log").get(0))
          .matches(
              "127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}] \"GET /a\\?b=%22\\\\\" HTTP/1\\.1\" 200 4"
                  + " \"http://r/\\\\xe9\" \"te\\\\\"st\\\\\\\\\"");
      assertThat(lines("combined.log").get(1)).endsWith("\"GET /gone HTTP/1.1\" 502 - \"-\" \"-\"");
      assertThat(lines("combined.log").get(2)).contains("] \"-\" 400 -");
      assertThat(porty.traffic()).contains(" REQUEST route=site").contains(" FAILED route=site");
    }
  }

  @Test
  void aSampleHasItsShareAndEveryFailure() throws Exception {
    try (TestPorty porty =
            TestPorty.with().backends("site").config(config("\"json\"", "sample = 0.25"));
        RawClient client = RawClient.to(porty.port())) {
      for (int i = 0; i < 400; i++) {
        client.get("/ok");
      }
      porty.backend("site").close();
      for (int i = 0; i < 5; i++) {
        client.get("/gone");
      }
    }
    long fine = lines("json.log").stream().filter(line -> line.contains("\"/ok\"")).count();
    assertThat(fine).isBetween(60L, 140L);
    assertThat(lines("json.log").stream().filter(line -> line.contains("\"/gone\""))).hasSize(5);
  }

  @Test
  void jsonHasALineForEachTcpConnection() throws Exception {
    try (TestPorty porty =
            TestPorty.with()
                .backends("site")
                .config(config("\"json\"", "").replace("mode = \"http\"", "mode = \"tcp\""));
        RawClient client = RawClient.to(porty.port())) {
      client.send("GET / HTTP/1.0\r\n\r\n").rest();
    }
    assertThat(lines("json.log")).hasSize(1);
    assertThat(lines("json.log").get(0))
        .contains("\"event\":\"connection\"", "\"by\":\"fixed\"", "\"bytes_in\":18")
        .containsPattern("\"upstream_address\":\"127.0.0.1:\\d+\"")
        .doesNotContain("error");
  }
}
