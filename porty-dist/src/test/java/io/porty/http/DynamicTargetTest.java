package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** porty_host and porty_port: what is taken, what is refused, and where no request may lead. */
class DynamicTargetTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                                                    | Missing porty_host and porty_port parameters
          /?a=b                                                | Missing porty_host and porty_port parameters
          /?porty_host=a                                       | Missing porty_port parameter
          /?porty_port=80                                      | Missing porty_host parameter
          /?porty_host=a&porty_port=80&porty_host=a            | Repeated porty_host parameter
          /?porty_host=a&porty_port=80&porty_port=81           | Repeated porty_port parameter
          /?porty_host=a&porty%5Fhost=b&porty_port=80          | Repeated porty_host parameter
          /?porty_host=&porty_port=80                          | Invalid porty_host: expected a host name or an IP address
          /?porty_host&porty_port=80                           | Invalid porty_host: expected a host name or an IP address
          /?porty_host=a%20b&porty_port=80                     | Invalid porty_host: expected a host name or an IP address
          /?porty_host=a%0d%0ab&porty_port=80                  | Invalid porty_host: expected a host name or an IP address
          /?porty_host=a%252e&porty_port=80                    | Invalid porty_host: expected a host name or an IP address
          /?porty_host=u@a&porty_port=80                       | Invalid porty_host: expected a host name or an IP address
          /?porty_host=a/b&porty_port=80                       | Invalid porty_host: expected a host name or an IP address
          /?porty_host=a:81&porty_port=80                      | Invalid porty_host: expected a host name or an IP address
          /?porty_host=127.1&porty_port=80                     | Invalid porty_host: expected a host name or an IP address
          /?porty_host=2130706433&porty_port=80                | Invalid porty_host: expected a host name or an IP address
          /?porty_host=0x7f000001&porty_port=80                | Invalid porty_host: expected a host name or an IP address
          /?porty_host=-a&porty_port=80                        | Invalid porty_host: expected a host name or an IP address
          /?porty_host=a..b&porty_port=80                      | Invalid porty_host: expected a host name or an IP address
          /?porty_host=[::1&porty_port=80                      | Invalid porty_host: expected a host name or an IP address
          /?porty_host=%zz&porty_port=80                       | Invalid porty_host: expected a host name or an IP address
          /?porty_host=a&porty_port=0                          | Invalid porty_port: expected a number from 1 to 65535
          /?porty_host=a&porty_port=65536                      | Invalid porty_port: expected a number from 1 to 65535
          /?porty_host=a&porty_port=%2B80                      | Invalid porty_port: expected a number from 1 to 65535
          /?porty_host=a&porty_port=8x                         | Invalid porty_port: expected a number from 1 to 65535
          /?porty_host=a&porty_port=                           | Invalid porty_port: expected a number from 1 to 65535
          """)
  void refusesWithTheReason(String target, String reason) {
    try (RunningPorty porty = RunningPorty.dynamic();
        RawClient client = porty.connect()) {
      Wire.Message answer = client.get(target);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).isEqualTo("400 " + reason + "\n");
      assertThat(client.get("/").status()).as("the connection goes on").isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "169.254.169.254",
    "169.254.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "[::]",
    "[fe80::1]",
    "[ff02::1]",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]",
    "[2002:a9fe:a9fe::]",
    "100.100.100.200",
    "[fd00:ec2::254]"
  })
  void neverLeadsToReservedAddresses(String host) {
    try (RunningPorty porty = RunningPorty.dynamic("max_retries = 0");
        RawClient client = porty.connect()) {
      Wire.Message answer = client.get("/?porty_host=" + host + "&porty_port=80");

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("target_denied");
    }
  }

  @Test
  void neverLeadsBackToItself() {
    try (RunningPorty porty = RunningPorty.dynamic();
        RawClient client = porty.connect()) {
      for (String host : new String[] {"127.0.0.1", "localhost"}) {
        assertThat(client.get("/?porty_host=" + host + "&porty_port=" + porty.port()).status())
            .isEqualTo(403);
      }
    }
  }

  @Test
  void knowsItsOwnRequestsByVia() {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.get("/");
      String via = backend.requests().get(0).first("Via");
      Wire.Message looped =
          client.send("GET / HTTP/1.1\r\nHost: a\r\nVia: 1.0 other, " + via + "\r\n\r\n").message();

      assertThat(looped.status()).isEqualTo(508);
      assertThat(backend.requests()).hasSize(1);
    }
  }

  @Test
  void allowsAndDeniesWhatTheRouteSays() {
    try (Backend backend = Backend.ok("x");
        RunningPorty allowing =
            RunningPorty.dynamic("allow_targets = [\"localhost\", \"10.0.0.0/8:80\"]");
        RunningPorty denying =
            RunningPorty.dynamic("deny_targets = [\"127.0.0.0/8:" + backend.port() + "\"]");
        RawClient first = allowing.connect();
        RawClient second = denying.connect()) {
      assertThat(first.get("/?porty_host=localhost&porty_port=" + backend.port()).status())
          .isEqualTo(200);
      assertThat(first.get("/?" + backend.query()).status()).isEqualTo(403);
      assertThat(second.get("/?" + backend.query()).status()).isEqualTo(403);
      assertThat(second.get("/?porty_host=localhost&porty_port=" + backend.port()).status())
          .as("by address, whatever the name")
          .isEqualTo(403);
    }
  }

  @Test
  void routesEachRequestByItsOwnParameters() {
    try (Backend one = Backend.ok("one");
        Backend two = Backend.ok("two");
        RunningPorty porty = RunningPorty.dynamic();
        RawClient client = porty.connect()) {
      for (int i = 0; i < 10; i++) {
        assertThat(client.get("/?" + one.query()).body()).isEqualTo("one");
        assertThat(client.get("/?" + two.query()).body()).isEqualTo("two");
      }
      assertThat(one.accepted()).isEqualTo(1);
      assertThat(two.accepted()).isEqualTo(1);
    }
  }

  @Test
  void choosesByHostBeforeAnythingElse() {
    try (Backend exact = Backend.ok("exact");
        Backend wild = Backend.ok("wild");
        Backend deep = Backend.ok("deep");
        RunningPorty porty = RunningPorty.start(hosts(exact, wild, deep));
        RawClient client = porty.connect()) {
      assertThat(ask(client, "API.example.com:99")).isEqualTo("exact");
      assertThat(ask(client, "www.example.com")).isEqualTo("wild");
      assertThat(ask(client, "a.b.example.com.")).isEqualTo("deep");
      assertThat(ask(client, "example.com")).startsWith("421");
      assertThat(ask(client, "other.test")).startsWith("421");
    }
  }

  private static String ask(RawClient client, String host) {
    return client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").message().body();
  }

  private static String hosts(Backend exact, Backend wild, Backend deep) {
    StringBuilder toml = new StringBuilder("log_requests = false\n");
    String[] hosts = {"api.example.com", "*.example.com", "*.b.example.com"};
    Backend[] backends = {exact, wild, deep};
    for (int i = 0; i < 3; i++) {
      toml.append("[[routes]]\nname = \"r")
          .append(i)
          .append("\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\nhost = \"")
          .append(hosts[i])
          .append("\"\ntarget_addr = \"127.0.0.1\"\ntarget_port = ")
          .append(backends[i].port())
          .append('\n');
    }
    return toml.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "010.1.2.3",
    "10.1.2.03",
    "0012.1.2.3",
    "0x0a.1.2.3",
    "10.1.515",
    "10.66051",
    "167838211",
    "0xa010203",
    "1.2.3.4.",
    "[::ffff:010.1.2.3]",
    "[::1%25lo]",
    "%EF%BC%91%EF%BC%90.1.2.3"
  })
  void addressesThatReadInTwoWaysAreNone(String host) {
    try (RunningPorty porty = RunningPorty.dynamic();
        RawClient client = porty.connect()) {
      assertThat(client.get("/?porty_host=" + host + "&porty_port=80").status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3",
    "[::ffff:10.1.2.3]",
    "[::10.1.2.3]",
    "[64:ff9b::a01:203]",
    "[64:ff9b:1::a01:203]",
    "[2002:a01:203::1]",
    "[2001:0:a01:203::1]",
    "[2001:db8::5efe:a01:203]",
    "[2001:db8:64::a01:203]"
  })
  void whatIsDeniedIsDeniedInsideEveryAddress(String host) {
    try (RunningPorty porty =
            RunningPorty.start(
                "nat64_prefixes = [\"2001:db8:64::/96\"]\n"
                    + "log_requests = false\n[[routes]]\nname = \"dynamic\"\nlisten = \"127.0.0.1:PORT\"\n"
                    + "mode = \"http\"\ndeny_targets = [\"10.0.0.0/8\"]\nmax_retries = 0\n");
        RawClient client = porty.connect()) {
      Wire.Message answer = client.get("/?porty_host=" + host + "&porty_port=80");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("target_denied");
    }
  }

  /** Trust belongs to who decided, not to the value. */
  @Test
  void aDeniedTargetStaysDeniedThoughTheConfigurationNamesIt() {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n[[routes]]\nname = \"web\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\n"
                    + "deny_targets = [\"127.0.0.0/8\"]\n"
                    + "routers = [\"header\", \"target_header\", \"dynamic\", \"fixed\"]\n"
                    + "target = \"127.0.0.1:"
                    + backend.port()
                    + "\"\n[routes.header]\nname = \"X-Tenant\"\n"
                    + "[[routes.header.rules]]\nvalue = \"acme\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\n");
        RawClient client = porty.connect()) {
      String chosen = "/?" + backend.query();
      assertThat(client.get(chosen).status()).as("nothing is idle yet").isEqualTo(403);
      assertThat(tenant(client, "acme").status()).as("the operator's rule").isEqualTo(200);
      assertThat(client.get(chosen).status()).as("a connection is idle").isEqualTo(403);
      Wire.Message byHeader =
          client
              .send(
                  "GET / HTTP/1.1\r\nHost: a\r\nX-Porty-Target: 127.0.0.1:"
                      + backend.port()
                      + "\r\n\r\n")
              .message();
      assertThat(byHeader.status()).isEqualTo(403);
      assertThat(backend.requests()).hasSize(1);
    }
  }

  private static Wire.Message tenant(RawClient client, String tenant) {
    return client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Tenant: " + tenant + "\r\n\r\n").message();
  }

  @Test
  void namesThatTheListRefusesAnswerAlikeWhetherTheyExistOrNot() {
    try (RunningPorty porty = RunningPorty.dynamic("allow_targets = [\"10.0.0.0/8\"]");
        RawClient client = porty.connect()) {
      String query = "/?porty_port=80&porty_host=";
      Wire.Message exists = client.get(query + "localhost");
      Wire.Message missing = client.get(query + "no-such-name.invalid");
      assertThat(missing.startLine()).isEqualTo(exists.startLine()).contains("403");
      assertThat(missing.body()).isEqualTo(exists.body());
      assertThat(missing.fields().stream().filter(f -> !f.startsWith("Date")).toList())
          .isEqualTo(exists.fields().stream().filter(f -> !f.startsWith("Date")).toList());
    }
  }
}
