package io.porty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "api:3000,                   TCP,   api,             3000, api:3000",
    "tcp://api:3000,             TCP,   api,             3000, api:3000",
    "http://api,                 HTTP,  api,             80,   http://api:80",
    "HTTP://api:8080,            HTTP,  api,             8080, http://api:8080",
    "https://api.internal,       HTTPS, api.internal,    443,  https://api.internal:443",
    "https://10.0.0.5:8443,      HTTPS, 10.0.0.5,        8443, https://10.0.0.5:8443",
    "h2c://api,                  H2C,   api,             80,   h2c://api:80",
    "tls://db:5433,              TLS,   db,              5433, tls://db:5433",
    "[2001:DB8:0:0::1]:80,       TCP,   2001:db8::1,     80,   [2001:db8::1]:80",
    "http://[::1],               HTTP,  ::1,             80,   http://[::1]:80",
    "[::ffff:192.0.2.1]:80,      TCP,   ::ffff:192.0.2.1, 80,  [::ffff:192.0.2.1]:80",
    "unix:/run/app.sock,         UNIX,  unix:/run/app.sock, 0, unix:/run/app.sock",
  })
  void readsWhatItWrites(String written, Scheme scheme, String host, int port, String text) {
    Target target = Target.parse(written);

    assertThat(target).isEqualTo(new Target(scheme, host, port));
    assertThat(target.toString()).isEqualTo(text);
    assertThat(Target.parse(text)).isEqualTo(target).hasSameHashCodeAs(target);
  }

  @ParameterizedTest
  @CsvSource({
    "api,                  is not host:port",
    "tcp://api,            is not host:port",
    "tls://api,            is not host:port",
    "http://api:,          is not host:port",
    "http://api:80/path,   has a path",
    "http://api/,          has a path",
    "http://api?x,         has a path",
    "http://user@api,      has a user",
    "ftp://api:21,         is none of http://",
    "http://0177.0.0.1,    ends in a number",
    "http://[::1%25lo]:80, is not a host name or an address",
    "http://[::1]x:80,     is not host:port",
    "api:70000,            from 1 to 65535",
  })
  void saysWhatIsWrong(String written, String why) {
    assertThatThrownBy(() -> Target.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void theSchemeIsPartOfItsIdentity() {
    assertThat(Target.parse("http://api:443")).isNotEqualTo(Target.parse("https://api:443"));
    assertThat(new Target("api", 80)).isEqualTo(new Target(Scheme.TCP, "api", 80));
    assertThat(Target.unix("/run/a").scheme()).isEqualTo(Scheme.UNIX);
  }

  @Test
  void aUnixSocketHasNoOtherScheme() {
    assertThatThrownBy(() -> new Target(Scheme.HTTP, "unix:/run/a", 0))
        .hasMessageContaining("do not fit together");
    assertThatThrownBy(() -> new Target(Scheme.UNIX, "api", 80))
        .hasMessageContaining("do not fit together");
  }
}
