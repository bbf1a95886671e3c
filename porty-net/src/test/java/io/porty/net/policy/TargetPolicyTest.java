package io.porty.net.policy;

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
    own.add(new InetSocketAddress("0.0.0.0", 9090), "a route");
    own.add(new InetSocketAddress("127.0.0.2", 9091), "a route");
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

  private static List<Nat64Prefix> prefixes(String... texts) {
    return Stream.of(texts).map(text -> Nat64Prefix.parse(text).orElseThrow()).toList();
  }

  /** Every form in which RFCs put 10.1.2.3 into an IPv6 address. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3",
        "::ffff:10.1.2.3",
        "::10.1.2.3",
        "::ffff:0:10.1.2.3",
        "64:ff9b::a01:203",
        "64:ff9b:1::a01:203",
        "64:ff9b:1:a01:2:300::",
        "64:ff9b:1:0a:1:203::",
        "64:ff9b:1:0:a:102:300:0",
        "64:ff9b:1:7777:8888:9999:a01:203",
        "64:ff9b:1:a01:2:3ff:ffff:ffff",
        "2002:a01:203::1",
        "2002:a01:203:1:2:3:4:5",
        "2001:0:a01:203::1",
        "2001:0:c000:201::f5fe:fdfc",
        "2001:db8::5efe:10.1.2.3",
        "2001:db8::200:5efe:10.1.2.3",
        "2001:db8::300:5efe:10.1.2.3",
        "2002:c000:201::5efe:10.1.2.3",
        "2001:db8:a01:203::1",
        "2001:db8:bb0a:102:3::",
        "2001:db8:cccc:a01:2:300::",
        "2001:db8:dddd:0a:1:203::",
        "2001:db8:eeee:1:a:102:300:0",
        "2001:db8:ffff:1:2:3:a01:203"
      })
  void whatIsDeniedIsDeniedInsideEveryAddress(String outer) {
    TargetRules rules =
        new TargetRules(
            List.of(),
            patterns("10.0.0.0/8"),
            prefixes(
                "2001:db8::/32",
                "2001:db8:bb00::/40",
                "2001:db8:cccc::/48",
                "2001:db8:dddd::/56",
                "2001:db8:eeee:1::/64",
                "2001:db8:ffff:1:2:3::/96"));
    assertThat(allowed(new TargetPolicy(rules, new OwnAddresses()), "x.test", 80, outer)).isFalse();
  }

  @Test
  void whatIsAllowedIsAllowedOutsideAndInside() {
    TargetPolicy inner = policy(patterns("10.0.0.0/8"), List.of(), new OwnAddresses());
    TargetPolicy outer = policy(patterns("64:ff9b::/96"), List.of(), new OwnAddresses());
    TargetPolicy both =
        policy(
            patterns("10.0.0.0/8", "64:ff9b::/96", "64:ff9b:1::/48"),
            List.of(),
            new OwnAddresses());
    TargetPolicy name = policy(patterns("x.test"), List.of(), new OwnAddresses());

    for (String address : new String[] {"64:ff9b::a01:203", "64:ff9b:1::a01:203"}) {
      assertThat(allowed(inner, "x.test", 80, address)).isFalse();
      assertThat(allowed(outer, "x.test", 80, address)).isFalse();
      assertThat(allowed(both, "x.test", 80, address)).isTrue();
      assertThat(allowed(name, "x.test", 80, address)).isTrue();
    }
    assertThat(allowed(inner, "x.test", 80, "::ffff:10.1.2.3")).as("one address").isTrue();
  }

  @Test
  void ownPortsAreOwnInsideEveryAddress() {
    OwnAddresses own = new OwnAddresses();
    own.add(new InetSocketAddress("127.0.0.1", 9090), "a route");
    TargetPolicy policy = policy(List.of(), List.of(), own);
    for (String address : new String[] {"64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1"}) {
      assertThat(allowed(policy, "x.test", 9090, address)).as(address).isFalse();
      assertThat(allowed(policy, "x.test", 9091, address)).as(address).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.0.0",
        "169.254.170.2",
        "169.254.255.255",
        "fd00:ec2::",
        "fd00:ec2::23",
        "fd00:ec2:ffff:ffff:ffff:ffff:ffff:ffff",
        "fd20:ce::254",
        "fd00:c1::a9fe:a9fe",
        "fd00:42::42",
        "fd00:a9fe:a9fe::1",
        "fd00:100::100:200",
        "100.100.100.200",
        "100.100.100.1",
        "192.0.0.192",
        "168.63.129.16",
        "64:ff9b::a83f:8110",
        "2001:0:a9fe:a9fe::1",
        "2001:0:c000:201::5601:5601",
        "2001:db8::5efe:169.254.169.254",
        "::ffff:0:169.254.169.254",
        "64:ff9b:1::6464:64c8"
      })
  void metadataServicesAreNetworks(String address) {
    assertThat(allowed(policy(patterns("*"), List.of(), new OwnAddresses()), "x.test", 80, address))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fd00:ec3::254", "fd20:cf::254", "100.100.101.1", "168.63.129.17", "169.253.1.1"})
  void theirNeighboursAreOrdinary(String address) {
    assertThat(allowed(policy(List.of(), List.of(), new OwnAddresses()), "x.test", 80, address))
        .isTrue();
  }

  @Test
  void aBlockWrittenAsMappedIsTheBlockOfIpv4() {
    TargetPolicy policy =
        policy(
            List.of(), patterns("[::ffff:10.0.0.0/104]", "::ffff:192.0.2.1"), new OwnAddresses());
    assertThat(allowed(policy, "x.test", 80, "10.1.2.3")).isFalse();
    assertThat(allowed(policy, "x.test", 80, "192.0.2.1")).isFalse();
    assertThat(allowed(policy, "x.test", 80, "192.0.2.2")).isTrue();
    assertThat(TargetPattern.problem("[::ffff:0.0.0.0/80]")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "010.0.0.1",
        "10.0.0.01",
        "10.0.0.0x1",
        "0x0a.0.0.1",
        "10.1",
        "::ffff:010.0.0.1",
        "fe80::1%lo"
      })
  void whatReadsInTwoWaysIsNoPattern(String text) {
    assertThat(TargetPattern.problem(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001:db8::/33", "2001:db8::", "10.0.0.0/32", "x/96", "::ffff:0:0/96"})
  void findsMalformedTranslatorPrefixes(String text) {
    assertThat(Nat64Prefix.problem(text)).isPresent();
  }

  // Names, before they are looked up

  private static boolean refused(TargetPolicy policy, String host, int port) {
    return policy.refusalByName(new Target(host, port)).isPresent();
  }

  @Test
  void aNameThatNoEntryCouldMatchIsRefusedByText() {
    TargetPolicy names = policy(patterns("*.internal:3000-3999"), List.of(), new OwnAddresses());
    assertThat(refused(names, "a.internal", 3000)).isFalse();
    assertThat(refused(names, "a.internal", 80)).isTrue();
    assertThat(refused(names, "secret.corp", 3000)).isTrue();

    TargetPolicy blocks = policy(patterns("10.0.0.0/8:80"), List.of(), new OwnAddresses());
    assertThat(refused(blocks, "any.name", 80)).as("its address may match").isFalse();
    assertThat(refused(blocks, "any.name", 81)).isTrue();

    TargetPolicy denied = policy(List.of(), patterns("*.corp", "10.0.0.0/8"), new OwnAddresses());
    assertThat(refused(denied, "secret.corp", 80)).isTrue();
    assertThat(refused(denied, "other.test", 80)).isFalse();
    assertThat(refused(denied, "10.1.2.3", 80)).as("by its address").isFalse();
  }

  @Test
  void whereAnAddressDecidesAnUnknownNameIsRefusedToo() {
    Target unknown = new Target("a.internal", 80);
    assertThat(policy(List.of(), List.of(), new OwnAddresses()).decidesByAddress(unknown))
        .isFalse();
    assertThat(
            policy(patterns("*.internal"), List.of(), new OwnAddresses()).decidesByAddress(unknown))
        .isFalse();
    assertThat(
            policy(patterns("*.internal"), patterns("10.0.0.0/8"), new OwnAddresses())
                .decidesByAddress(unknown))
        .isTrue();
    assertThat(
            policy(patterns("10.0.0.0/8"), List.of(), new OwnAddresses()).decidesByAddress(unknown))
        .isTrue();
  }
}
