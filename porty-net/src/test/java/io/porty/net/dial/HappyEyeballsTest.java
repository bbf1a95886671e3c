package io.porty.net.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.porty.api.FailureCode;
import io.porty.api.Target;
import io.porty.api.mode.DialRequest;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.UpstreamKey;
import io.porty.net.upstream.EndpointState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 8305: one name, several addresses, of which some are bad. */
class HappyEyeballsTest {

  private final Dials dials = new Dials(Duration.ofSeconds(6), List.of(), List.of());

  @AfterEach
  void end() throws Exception {
    dials.close();
  }

  @Test
  void anAddressThatNeverAnswersCostsAMomentOnceOnly() {
    ServerSocket good = dials.listening("127.0.0.3", 0);
    int port = good.getLocalPort();
    dials.swallowing("127.0.0.2", port);
    dials.name("two.test", "127.0.0.2", "127.0.0.3");

    List<Dials.End> ends = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      ends.add(dials.dialed("two.test", port, false));
    }
    assertThat(ends)
        .allSatisfy(end -> assertThat(end.to().getHostAddress()).isEqualTo("127.0.0.3"));
    assertThat(ends.get(0).millis()).isBetween(200L, 1000L);
    long[] next = ends.stream().skip(1).mapToLong(Dials.End::millis).sorted().toArray();
    assertThat(next[next.length - 2]).as("all but one hiccup of this machine").isLessThan(50);
  }

  @Test
  void theLastOfSixIsReached() {
    ServerSocket good = dials.listening("127.0.0.9", 0);
    dials.name(
        "six.test", "127.0.0.4", "127.0.0.5", "127.0.0.6", "127.0.0.7", "127.0.0.8", "127.0.0.9");
    Dials.End end = dials.dialed("six.test", good.getLocalPort(), false);
    assertThat(end.to().getHostAddress()).isEqualTo("127.0.0.9");
    assertThat(end.millis()).as("refusals are not waited for").isLessThan(1000);
  }

  @Test
  void theLastOfSixIsReachedAlsoWhenTheOthersNeverAnswer() {
    ServerSocket good = dials.listening("127.0.0.9", 0);
    int port = good.getLocalPort();
    for (int i = 4; i < 9; i++) {
      dials.swallowing("127.0.0." + i, port);
    }
    dials.name(
        "six.test", "127.0.0.4", "127.0.0.5", "127.0.0.6", "127.0.0.7", "127.0.0.8", "127.0.0.9");
    Dials.End end = dials.dialed("six.test", port, false);
    assertThat(end.to().getHostAddress()).isEqualTo("127.0.0.9");
    assertThat(end.millis()).isBetween(1200L, 3000L);
    assertThat(dials.dialed("six.test", port, false).millis()).isLessThan(200);
  }

  @Test
  void connectionsAreSpreadOverGoodAddresses() {
    ServerSocket one = dials.listening("127.0.0.2", 0);
    int port = one.getLocalPort();
    dials.listening("127.0.0.3", port);
    dials.listening("127.0.0.4", port);
    dials.name("three.test", "127.0.0.2", "127.0.0.3", "127.0.0.4");
    Map<InetAddress, Integer> seen = new HashMap<>();
    for (int i = 0; i < 30; i++) {
      seen.merge(dials.dialed("three.test", port, false).to(), 1, Integer::sum);
    }
    assertThat(seen.values()).containsExactly(10, 10, 10);
  }

  @Test
  void familiesTakeTurns() {
    assumeThat(hasIpv6()).isTrue();
    ServerSocket four = dials.listening("127.0.0.1", 0);
    int port = four.getLocalPort();
    dials.swallowing("::1", port);
    dials.name("both.test", "::1", "127.0.0.1", "127.0.0.2");
    Dials.End end = dials.dialed("both.test", port, false);
    assertThat(end.to().getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(end.millis()).isLessThan(1000);
  }

  private static boolean hasIpv6() {
    try (ServerSocket six = new ServerSocket(0, 1, Dials.address("::1"))) {
      return six.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whenNobodyAnswersTheTimeoutHolds() {
    int port = dials.swallowing("127.0.0.2", 0).getLocalPort();
    dials.swallowing("127.0.0.3", port);
    dials.name("none.test", "127.0.0.2", "127.0.0.3");
    Dials.End end = dials.dialed("none.test", port, false);
    assertThat(end.failure().code()).isEqualTo(FailureCode.CONNECT_TIMEOUT);
    assertThat(end.millis()).isBetween(5900L, 8000L);
  }

  @Test
  void whenAllRefuseEachRetryIsARoundOverAll() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    dials.name("none.test", "127.0.0.2", "127.0.0.3");
    Dials.End end =
        Dials.await(
            dials.dial(
                dials.dialer(2), new DialRequest(new Target("none.test", port), false, null)));
    assertThat(end.failure().code()).isEqualTo(FailureCode.CONNECT_REFUSED);
    assertThat(end.millis()).as("waits of about 100 and 200 ms").isBetween(230L, 2000L);
  }

  @Test
  void losersAreClosedAndNothingIsLeft() throws Exception {
    ServerSocket good = dials.listening("127.0.0.3", 0);
    int port = good.getLocalPort();
    dials.swallowing("127.0.0.2", port);
    dials.dialed("127.0.0.3", port, false);
    long before = descriptors();
    List<CompletableFuture<Dials.End>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      dials.name("n" + i + ".test", "127.0.0.2", "127.0.0.3");
      all.add(dials.dial("n" + i + ".test", port, false));
    }
    all.forEach(end -> assertThat(Dials.await(end).failure()).isNull());
    Awaitility.await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before));
  }

  @Test
  void whoGivesUpLeavesNothingBehind() throws Exception {
    int port = dials.swallowing("127.0.0.2", 0).getLocalPort();
    dials.swallowing("127.0.0.3", port);
    dials.name("two.test", "127.0.0.2", "127.0.0.3");
    long before = descriptors();
    NettyDialer dialer = dials.dialer(0);
    DialRequest request = new DialRequest(new Target("two.test", port), false, null);
    Dialer.Attempt attempt =
        dials
            .loop()
            .submit(() -> dialer.dial(request, dials.loop(), new Silence()))
            .get(10, TimeUnit.SECONDS);
    Awaitility.await().untilAsserted(() -> assertThat(descriptors()).isGreaterThan(before + 1));
    dials.loop().execute(attempt::cancel);
    Awaitility.await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before));
  }

  /** Hears nothing after it has given up. */
  private static final class Silence implements Dialer.Listener {
    @Override
    public void connected(io.netty.channel.Channel upstream) {
      throw new AssertionError("connected");
    }

    @Override
    public void failed(io.porty.api.Failure failure) {
      throw new AssertionError(failure);
    }
  }

  private static long descriptors() throws IOException {
    Path open = Path.of("/proc/self/fd");
    assumeThat(open).exists();
    try (Stream<Path> all = Files.list(open)) {
      return all.filter(HappyEyeballsTest::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aRefusalSaysTheAddressAsRfc5952HasIt() throws Exception {
    dials.name("six.test", "0:0:0:0:0:0:0:1");
    Dials.End end = dials.dialed("six.test", 1, false);
    assertThat(end.failure().code()).isEqualTo(FailureCode.CONNECT_REFUSED);
    assertThat(end.failure().detail()).endsWith(": [::1]:1");
  }

  @Test
  void whatIsKnownOfAnEndpointIsInTheTable() throws Exception {
    try (ServerSocket server = dials.listening("127.0.0.1", 0)) {
      int port = server.getLocalPort();
      dials.name("a.test", "127.0.0.1");
      dials.dialed("a.test", port, false);
      server.close();
      dials.dialed("a.test", port, false);

      EndpointState known = dials.endpoints.acquire(UpstreamKey.of(new Target("a.test", port)));
      assertThat(known.addresses())
          .containsExactly(new InetSocketAddress(Dials.address("127.0.0.1"), port));
      assertThat(known.endpoint().connectFailures()).isEqualTo(1);
      assertThat(known.endpoint().lastFailureMillis()).isPositive();
      Awaitility.await().untilAsserted(() -> assertThat(known.endpoint().connections()).isZero());
    }
  }
}
