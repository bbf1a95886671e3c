package io.porty.net.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What entries of {@code allow_targets} and {@code deny_targets} match, to the port. */
class TargetPatternTest {

  private static final InetAddress ANY = address(192, 0, 2, 1);

  private static InetAddress address(int... bytes) {
    byte[] b = new byte[bytes.length];
    for (int i = 0; i < b.length; i++) {
      b[i] = (byte) bytes[i];
    }
    try {
      return InetAddress.getByAddress(b);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static TargetPolicy policy(List<String> allow, List<String> deny) {
    return new TargetPolicy(
        new TargetRules(patterns(allow), patterns(deny), List.of()), new OwnAddresses());
  }

  private static List<TargetPattern> patterns(List<String> texts) {
    return Stream.of(texts.toArray(String[]::new)).map(TargetPattern::parse).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "x:80, x, 79, false",
    "x:80, x, 80, true",
    "x:80, x, 81, false",
    "x:80-90, x, 79, false",
    "x:80-90, x, 80, true",
    "x:80-90, x, 90, true",
    "x:80-90, x, 91, false",
    "x:80-80, x, 80, true",
    "x:1-65535, x, 65535, true",
    "x, x, 1, true",
    "x, x, 65535, true",
    "10.0.0.0/8:80, x, 80, false",
    "*, x, 1, true",
    "*:2, x, 1, false",
    "*.x, .x, 1, false",
    "*.x, a.x, 1, true",
    "*.x, x, 1, false"
  })
  void aNameMatchesWithinItsPorts(String pattern, String name, int port, boolean matches) {
    TargetPattern parsed = TargetPattern.parse(pattern);
    assertThat(parsed.matches(name, ANY, port)).isEqualTo(matches);
    assertThat(parsed.matchesName(name, port)).isEqualTo(matches);
    assertThat(parsed.needsAddress(port)).isEqualTo(pattern.contains("/") && port == 80);
  }

  @Test
  void aBlockMatchesWithinItsPorts() {
    TargetPattern pattern = TargetPattern.parse("10.0.0.0/8:80-90");
    for (int port : new int[] {79, 80, 90, 91}) {
      boolean within = port == 80 || port == 90;
      assertThat(pattern.matches("x", address(10, 1, 2, 3), port)).isEqualTo(within);
      assertThat(pattern.needsAddress(port)).isEqualTo(within);
      assertThat(pattern.matchesName("x", port)).isFalse();
    }
    assertThat(pattern.matches("x", address(11, 1, 2, 3), 80)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x:0-1",
        "x:1-65536",
        "x:2-1",
        "x:000000",
        "unix:",
        "unix:run/x",
        "unix:/a*",
        "unix:/*/x",
        "unix:/a/*b"
      })
  void whatMatchesNothingIsNoPattern(String text) {
    assertThat(TargetPattern.problem(text)).isPresent();
  }

  // Unix domain sockets

  @ParameterizedTest
  @CsvSource({
    "unix:/run/app.sock, /run/app.sock, true",
    "unix:/run/app.sock, /run/app.socks, false",
    "unix:/run/app.sock, /run/app.soc, false",
    "unix:/run/apps/*, /run/apps/a, true",
    "unix:/run/apps/*, /run/apps, false",
    "unix:/run/apps/*, /run/appsx, false",
    "unix:/run/apps/*, /run/apps/a/b, false",
    "unix:/run/apps/*, /run/app/a, false",
    "unix:/*, /a, true",
    "unix:/*, /a/b, false",
    "*, /run/app.sock, false",
    "10.0.0.0/8, /run/app.sock, false"
  })
  void socketsAreAllowedByPathOnly(String pattern, String path, boolean allowed) {
    Target target = Target.parse("unix:" + path);
    assertThat(policy(List.of(pattern), List.of()).refusal(target).isEmpty()).isEqualTo(allowed);
    assertThat(policy(List.of("unix:" + path), List.of(pattern)).refusal(target).isEmpty())
        .isEqualTo(!allowed);
  }

  @Test
  void withoutAnEntryNoSocketIsAllowed() {
    Target target = Target.parse("unix:/run/docker.sock");
    assertThat(policy(List.of(), List.of()).refusal(target))
        .contains("unix:/run/docker.sock is not in allow_targets");
    assertThat(policy(List.of("unix:/run/*"), List.of("unix:/run/docker.sock")).refusal(target))
        .contains("unix:/run/docker.sock is in deny_targets");
    assertThat(TargetPattern.parse("unix:/x").matches("x", ANY, 1)).isFalse();
  }

  // Names

  @Test
  void anAddressIsNoNameThatALookUpDecides() {
    assertThat(
            policy(List.of("10.0.0.0/8"), List.of("11.0.0.0/8"))
                .decidesByAddress(new Target("10.1.2.3", 80)))
        .isFalse();
    assertThat(
            policy(List.of(), List.of("11.0.0.0/8:81")).decidesByAddress(new Target("x.test", 80)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"A.Test., a.test", "a., a", ".., .", ".,  .", "a, a"})
  void aFinalDotIsNoPartOfAName(String host, String normal) {
    assertThat(HostPattern.normalise(host)).isEqualTo(normal);
  }

  @Test
  void aHostEndsAtItsLimit() {
    String longest = ("a".repeat(63) + ".").repeat(3) + "a".repeat(61);
    assertThat(HostPattern.problem(longest)).isEmpty();
    assertThat(HostPattern.problem(longest + "a")).isPresent();
    assertThat(HostPattern.problem("a.test:80").orElseThrow()).contains("without its port");
    assertThat(HostPattern.problem("[::1]")).isEmpty();
  }

  // Messages

  @Test
  void aRefusalSaysWhereAnAddressLeads() {
    TargetPolicy policy = policy(List.of(), List.of());
    Target target = new Target("x.test", 80);
    assertThat(policy.refusal(target, address(169, 254, 1, 2)))
        .contains("169.254.1.2 is a link-local address");
    InetAddress outer = address(0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, 169, 254, 1, 2);
    assertThat(policy.refusal(target, outer).orElseThrow())
        .endsWith(" leads to 169.254.1.2, a link-local address");
  }
}
