package io.porty.net.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.porty.api.FailureCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names whose look-up takes as long as a test wants, on real threads. */
class NameResolverTest {

  private static final byte[] ONE = {10, 0, 0, 1};
  private static final byte[] TWO = {10, 0, 0, 2};
  private static final long DEADLINE = Duration.ofMillis(300).toNanos();

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final Map<String, Integer> running = new ConcurrentHashMap<>();
  private volatile byte[] answer = ONE;
  private volatile boolean fails;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private final CountDownLatch slow = new CountDownLatch(1);
  private final NameResolver resolver =
      new NameResolver(
          threads, this::find, now::get, new HostsFile(Path.of("none"), Path.of("none")), DEADLINE);
  private final NameResolver patient = resolver(Long.MAX_VALUE);

  private NameResolver resolver(long deadline) {
    return new NameResolver(
        threads,
        this::find,
        System::nanoTime,
        new HostsFile(Path.of("none"), Path.of("none")),
        deadline);
  }

  private InetAddress[] find(String host) throws UnknownHostException {
    asked.incrementAndGet();
    running.merge(host, 1, Integer::sum);
    try {
      (host.startsWith("slow") ? slow : gate).await();
    } catch (InterruptedException e) {
      throw new UnknownHostException("interrupted");
    }
    if (fails) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.getByAddress(answer)};
  }

  private static byte[] address(NameResolver.Pending pending) throws Exception {
    return pending.answer().get(10, TimeUnit.SECONDS)[0].getAddress();
  }

  private byte[] resolve() throws Exception {
    return address(resolver.resolve("a.test", null));
  }

  private static FailureCode code(NameResolver.Pending pending) {
    try {
      pending.answer().get(10, TimeUnit.SECONDS);
      throw new AssertionError("it was resolved");
    } catch (ExecutionException e) {
      return ((LookupException) e.getCause()).code();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void passes(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @AfterEach
  void end() {
    slow.countDown();
    threads.shutdownNow();
  }

  @Test
  void anAnswerIsRememberedForSecondsThenAskedForAgain() throws Exception {
    assertThat(resolve()).isEqualTo(ONE);
    answer = TWO;
    passes(Duration.ofSeconds(4));
    assertThat(resolve()).isEqualTo(ONE);
    passes(Duration.ofSeconds(2));
    assertThat(resolve()).isEqualTo(TWO);
    assertThat(asked).hasValue(2);
  }

  @Test
  void whatWasKnownHoldsForAMinuteWhileTheServerFails() throws Exception {
    assertThat(resolve()).isEqualTo(ONE);
    fails = true;
    passes(Duration.ofSeconds(50));
    assertThat(resolve()).isEqualTo(ONE);
    passes(Duration.ofSeconds(11));
    assertThat(code(resolver.resolve("a.test", null))).isEqualTo(FailureCode.DNS_FAILURE);
    fails = false;
    answer = TWO;
    assertThat(resolve()).isEqualTo(TWO);
  }

  @Test
  void whatWasKnownHoldsWhileTheServerIsSlow() throws Exception {
    assertThat(resolve()).isEqualTo(ONE);
    CountDownLatch held = new CountDownLatch(1);
    gate = held;
    answer = TWO;
    passes(Duration.ofSeconds(6));
    assertThat(resolve()).as("after half a second").isEqualTo(ONE);
    held.countDown();
    await().until(() -> Arrays.equals(resolve(), TWO));
  }

  @Test
  void whatWasKnownDoesNotOutliveItsMinuteWhileALookUpHangs() throws Exception {
    assertThat(resolve()).isEqualTo(ONE);
    gate = new CountDownLatch(1);
    passes(Duration.ofSeconds(6));
    assertThat(resolve()).isEqualTo(ONE);
    passes(Duration.ofSeconds(55));
    assertThat(code(resolver.resolve("a.test", null)))
        .as("the look-up of 55 seconds ago still hangs")
        .isEqualTo(FailureCode.CONNECT_TIMEOUT);
  }

  @Test
  void whatWasKnownHoldsWhileNoThreadIsLeft() throws Exception {
    assertThat(resolve()).isEqualTo(ONE);
    threads.shutdown();
    passes(Duration.ofSeconds(6));
    assertThat(resolve()).isEqualTo(ONE);
    passes(Duration.ofSeconds(60));
    assertThat(code(resolver.resolve("a.test", null))).isEqualTo(FailureCode.DNS_FAILURE);
  }

  @Test
  void aLookUpThatHangsIsGivenUpAndItsNameAskedForAnew() throws Exception {
    NameResolver hasty = resolver(DEADLINE);
    long begin = System.nanoTime();
    assertThat(code(hasty.resolve("slow.test", null))).isEqualTo(FailureCode.CONNECT_TIMEOUT);
    assertThat(System.nanoTime() - begin).isBetween(DEADLINE, DEADLINE * 20);
    assertThat(code(hasty.resolve("slow.test", null))).isEqualTo(FailureCode.CONNECT_TIMEOUT);
    assertThat(running).containsEntry("slow.test", 2);
  }

  @Test
  void oneClientTakesAQuarterOfTheThreadsAndOneRouteHalf() throws Exception {
    for (int i = 0; i < 10; i++) {
      patient.resolve("slow" + i + ".test", new LookupClient("dynamic", "mallory"));
    }
    await().untilAsserted(() -> assertThat(running).hasSize(4));
    for (int i = 0; i < 10; i++) {
      patient.resolve("slow-b" + i + ".test", new LookupClient("dynamic", "mallory's friend"));
      patient.resolve("slow-c" + i + ".test", new LookupClient("dynamic", "and another one" + i));
    }
    await().untilAsserted(() -> assertThat(running).hasSize(8));
    assertThat(address(patient.resolve("a.test", new LookupClient("other route", "alice"))))
        .isEqualTo(ONE);
    assertThat(running.keySet()).filteredOn(name -> name.startsWith("slow")).hasSize(8);
  }

  @Test
  void configuredNamesDoNotWaitForThoseOfClients() throws Exception {
    for (int i = 0; i < 4300; i++) {
      patient.resolve("slow" + i + ".test", new LookupClient("r" + i % 9, "mallory" + i % 99));
    }
    long begin = System.nanoTime();
    assertThat(address(patient.resolve("fixed.test", null))).isEqualTo(ONE);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(500));
  }

  @Test
  void configuredNamesOfADeadZoneLeaveThreadsToTheOthers() throws Exception {
    NameResolver hasty = resolver(DEADLINE);
    for (int i = 0; i < 40; i++) {
      hasty.resolve("slow" + i + ".test", null);
    }
    assertThat(address(hasty.resolve("fixed.test", null))).isEqualTo(ONE);
  }

  @Test
  void tooMuchOfOneClientIsRefusedAtOnceAndWhatIsKnownIsServed() throws Exception {
    LookupClient mallory = new LookupClient("dynamic", "mallory");
    assertThat(address(resolver.resolve("known.test", mallory))).isEqualTo(ONE);
    List<NameResolver.Pending> all = new ArrayList<>();
    for (int i = 0; i < 4300; i++) {
      all.add(resolver.resolve("slow" + i + ".test", mallory));
    }
    assertThat(all).filteredOn(one -> !one.answer().isDone()).hasSizeLessThanOrEqualTo(68);
    assertThat(code(all.get(4000))).isEqualTo(FailureCode.RESOLVER_BUSY);
    passes(Duration.ofSeconds(6));
    answer = TWO;
    // What is known is served while the lookup is late, which it may be on a busy machine.
    await()
        .untilAsserted(
            () ->
                assertThat(address(resolver.resolve("known.test", mallory)))
                    .as("asked anew")
                    .isEqualTo(TWO));
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsNotLookedUp() throws Exception {
    LookupClient mallory = new LookupClient("dynamic", "mallory");
    for (int i = 0; i < 4300; i++) {
      patient.resolve("slow" + i + ".test", mallory).cancel().run();
    }
    NameResolver.Pending last = patient.resolve("wanted.test", mallory);
    slow.countDown();
    assertThat(address(last)).isEqualTo(ONE);
    assertThat(running).hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void twoWhoAskForOneNameShareTheLookUp() throws Exception {
    NameResolver.Pending first = patient.resolve("slow.test", new LookupClient("a", "x"));
    NameResolver.Pending second = patient.resolve("slow.test", new LookupClient("b", "y"));
    first.cancel().run();
    slow.countDown();
    assertThat(address(second)).isEqualTo(ONE);
    assertThat(running).containsEntry("slow.test", 1);
  }

  @Test
  void aNameThatIsUsedStaysKnownHoweverManyOthersCome() throws Exception {
    LookupClient alice = new LookupClient("dynamic", "alice");
    assertThat(address(resolver.resolve("used.test", alice))).isEqualTo(ONE);
    for (int i = 0; i < 12_000; i++) {
      resolver
          .resolve("n" + i + ".test", new LookupClient("r", i))
          .answer()
          .get(10, TimeUnit.SECONDS);
      if (i % 1000 == 0) {
        resolver.resolve("used.test", alice);
      }
    }
    int before = asked.get();
    assertThat(address(resolver.resolve("used.test", alice))).isEqualTo(ONE);
    assertThat(asked).hasValue(before);
  }

  @Test
  void aNameThatWasNeverKnownFails() {
    fails = true;
    assertThat(code(resolver.resolve("a.test", null))).isEqualTo(FailureCode.DNS_FAILURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.1", "0177.0.0.1", "010.0.0.1", "2130706433", "0x7f.1", "1.2.3.4.", "a.0x7f"})
  void whatEndsInANumberIsNeverLookedUp(String text) {
    assertThat(code(resolver.resolve(text, null))).isEqualTo(FailureCode.DNS_FAILURE);
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "64:ff9b::10.0.0.1"})
  void addressesAreAnsweredAtOnce(String text) throws Exception {
    assertThat(address(resolver.resolve(text, null)))
        .isEqualTo(InetAddress.getByName(text).getAddress());
    assertThat(asked).hasValue(0);
  }

  @Test
  void theHostsFileIsAnsweredWithoutAThreadAndFollowed() throws Exception {
    Path file = folder.resolve("hosts");
    Files.writeString(file, "10.0.0.1 Files.test alias # not.this\n::1 files.test\n# no\n");
    HostsFile hosts = new HostsFile(file, folder.resolve("nsswitch.conf"));
    hosts.refresh();
    threads.shutdown();
    NameResolver reading = new NameResolver(threads, this::find, now::get, hosts, Long.MAX_VALUE);
    assertThat(reading.resolve("files.TEST", null).answer().get())
        .extracting(InetAddress::getHostAddress)
        .containsExactly("10.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(address(reading.resolve("alias", new LookupClient("r", "x")))).isEqualTo(ONE);
    assertThat(code(reading.resolve("not.this", null))).isEqualTo(FailureCode.DNS_FAILURE);

    Files.writeString(file, "10.0.0.2 files.test longer-now\n");
    hosts.refresh();
    assertThat(address(reading.resolve("files.test", null))).isEqualTo(TWO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"files dns", "mymachines resolve [!UNAVAIL=return] files dns", "myhostname files"})
  void theHostsFileComesFirstWhereTheSystemLooksThereFirst(String order) throws Exception {
    assertThat(hosts(order).find("files.test")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dns files", "nis files", "mdns4_minimal [NOTFOUND=return] files", "dns"})
  void theHostsFileWaitsForItsTurn(String order) throws Exception {
    assertThat(hosts(order).find("files.test")).isNull();
  }

  private HostsFile hosts(String order) throws Exception {
    Path file = folder.resolve("hosts");
    Files.writeString(file, "10.0.0.1 files.test\n");
    Path nsswitch = folder.resolve("nsswitch.conf");
    Files.writeString(nsswitch, "passwd: files\nhosts:   " + order + "\n");
    HostsFile hosts = new HostsFile(file, nsswitch);
    hosts.refresh();
    return hosts;
  }

  @Test
  void aResolverWithoutThreadsSaysSo() {
    threads.shutdown();
    assertThatThrownBy(() -> resolver.resolve("b.test", null).answer().get(1, TimeUnit.SECONDS))
        .hasMessageContaining("too many names");
  }
}
