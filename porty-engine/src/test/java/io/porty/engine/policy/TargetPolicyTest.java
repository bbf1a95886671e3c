package io.porty.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPolicyTest {

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static List<TargetPattern> patterns(String... texts) {
    return Stream.of(texts).map(TargetPattern::parse).toList();
  }

  private static TargetPolicy policy(
      List<TargetPattern> allow, List<TargetPattern> deny, OwnAddresses own) {
    return new TargetPolicy(new TargetRules(allow, deny, List.of()), own);
  }

  private static boolean allowed(TargetPolicy policy, String host, int port, String resolved) {
    return policy.refusal(new Target(host, port), address(resolved)).isEmpty();
  }

  @Test
  void allowsByNamePortAndBlock() {
    TargetPolicy policy =
        policy(
            patterns("*.internal:3000-3999", "10.0.0.0/8:80", "[fd00::]/8", "one.test"),
            List.of(),
            new OwnAddresses());

    assertThat(allowed(policy, "a.internal", 3000, "192.0.2.1")).isTrue();
    assertThat(allowed(policy, "A.Internal.", 3999, "192.0.2.1")).isTrue();
    assertThat(allowed(policy, "a.internal", 4000, "192.0.2.1")).isFalse();
    assertThat(allowed(policy, "internal", 3000, "192.0.2.1")).isFalse();
    assertThat(allowed(policy, "evilinternal", 3000, "192.0.2.1")).isFalse();
    assertThat(allowed(policy, "anything.test", 80, "10.9.8.7")).isTrue();
    assertThat(allowed(policy, "anything.test", 81, "10.9.8.7")).isFalse();
    assertThat(allowed(policy, "v6.test", 1, "fd12::1")).isTrue();
    assertThat(allowed(policy, "one.test", 65535, "192.0.2.1")).isTrue();
  }

  @Test
  void deniesBeforeItAllows() {
    TargetPolicy policy =
        policy(patterns("*"), patterns("10.0.0.0/8", "bad.test:80"), new OwnAddresses());

    assertThat(allowed(policy, "good.test", 80, "192.0.2.1")).isTrue();
    assertThat(allowed(policy, "good.test", 80, "10.1.1.1")).isFalse();
    assertThat(allowed(policy, "bad.test", 80, "192.0.2.1")).isFalse();
    assertThat(allowed(policy, "bad.test", 81, "192.0.2.1")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "169.254.1.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "::",
        "fe80::1",
        "ff02::1",
        "fd00:ec2::254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "::169.254.169.254"
      })
  void neverAllowsReservedAddresses(String address) {
    assertThat(allowed(policy(patterns("*"), List.of(), new OwnAddresses()), "x.test", 80, address))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "::1", "10.0.0.1", "192.0.2.1", "2001:db8::1", "64:ff9b::c000:201"})
  void allowsOrdinaryAddresses(String address) {
    assertThat(allowed(policy(List.of(), List.of(), new OwnAddresses()), "x.test", 80, address))
        .isTrue();
  }

  @Test
  void knowsItsOwnListeners() {
    OwnAddresses own = new OwnAddresses();
    own.add(new InetSocketAddress("0.0.0.0", 9090));
    own.add(new InetSocketAddress("127.0.0.2", 9091));
    TargetPolicy policy = policy(List.of(), List.of(), own);

    assertThat(allowed(policy, "localhost", 9090, "127.0.0.1")).isFalse();
    assertThat(allowed(policy, "localhost", 9090, "127.9.9.9")).isFalse();
    assertThat(allowed(policy, "elsewhere", 9090, "192.0.2.1")).isTrue();
    assertThat(allowed(policy, "localhost", 9091, "127.0.0.1")).isTrue();
    assertThat(allowed(policy, "localhost", 9091, "127.0.0.2")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://x",
        "a b",
        "x:0",
        "x:65536",
        "x:9-1",
        "10.0.0.0/33",
        "10.0.0/8",
        "*.",
        "a.*.b",
        "[::1",
        "x:",
        "[::1]:x"
      })
  void findsMalformedPatterns(String text) {
    assertThat(TargetPattern.problem(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "*:80",
        "x",
        "x:80",
        "x:80-90",
        "*.x.test",
        "10.0.0.1",
        "10.0.0.0/8",
        "::1",
        "[::1]:80",
        "[fd00::/8]:80",
        "fd00::/8"
      })
  void takesWellFormedPatterns(String text) {
    assertThat(TargetPattern.problem(text)).isEmpty();
  }
}
