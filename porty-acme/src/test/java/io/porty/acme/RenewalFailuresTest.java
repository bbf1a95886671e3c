package io.porty.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of attempts that fail, by a clock of the test. */
class RenewalFailuresTest {

  private static final String HOST = "shop.example";

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final FakeAuthority authority = new FakeAuthority(clock);
  private final FakeSink sink = new FakeSink();
  private AcmeFiles files;

  @BeforeEach
  void make() throws IOException {
    files = new AcmeFiles(folder, URI.create("https://ca.example/dir"));
    files.create();
  }

  private Renewals renewals(String... hosts) {
    Renewals made = new Renewals(files, authority, sink, clock, new RenewalTiming(new Random(2)));
    made.load(List.of(hosts));
    return made;
  }

  @Test
  void aRefusalIsToldAndTriedAgainLaterAndLater() throws Exception {
    authority.refusal = new IssueException("no such host", null);
    Renewals renewals = renewals(HOST);
    Instant first = renewals.round();
    assertThat(Duration.between(clock.instant(), first))
        .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(66));
    assertThat(sink.failures).containsExactly(HOST + ": no such host");
    assertThat(sink.attempts).containsExactly(first);

    clock.plus(Duration.ofSeconds(30));
    renewals.round();
    assertThat(authority.asked).hasSize(1);

    clock.at(first);
    Instant second = renewals.round();
    assertThat(Duration.between(first, second))
        .isBetween(Duration.ofSeconds(120), Duration.ofSeconds(132));

    authority.refusal = null;
    clock.at(second);
    renewals.round();
    assertThat(files.failures(HOST)).isEqualTo(Failures.NONE);
  }

  @Test
  void aProcessThatIsStartedAgainDoesNotHurry() throws Exception {
    authority.refusal = new IssueException("no such host", null);
    renewals(HOST).round();
    sink.failures.clear();

    renewals(HOST).round();

    assertThat(authority.asked).hasSize(1);
    assertThat(sink.failures).containsExactly(HOST + ": no such host");
  }

  @Test
  void whatWasStoredDoesNotKeepAHostWaitingForLongerThanAWeek() throws Exception {
    files.write(HOST, new Failures(1, clock.instant().plus(Duration.ofDays(4000)), "busy"));
    Renewals renewals = renewals(HOST);
    assertThat(renewals.round()).isEqualTo(clock.instant().plus(Duration.ofDays(7)));
    clock.plus(Duration.ofDays(7));
    renewals.round();
    assertThat(authority.asked).containsExactly(HOST);
  }

  @Test
  void aRenewalThatFailsLeavesTheCertificateInUse() throws Exception {
    Renewals renewals = renewals(HOST);
    renewals.round();
    authority.refusal = new IssueException("down", null);
    clock.plus(Duration.ofDays(61));
    renewals.round();
    assertThat(sink.failures).hasSize(1);
    assertThat(files.read(HOST).orElseThrow().leaf()).isEqualTo(sink.published.get(0));
  }

  @Test
  void oneHostThatFailsDoesNotKeepTheOthersFromTheirs() throws Exception {
    Files.createDirectory(folder.resolve("ca.example-dir/certificates/a.example.pem"));
    renewals("a.example", HOST).round();
    assertThat(sink.failures)
        .singleElement()
        .asString()
        .startsWith("a.example: its certificate serves, but");
    assertThat(files.read(HOST)).isPresent();
  }

  @Test
  void aCertificateThatCouldNotBeWrittenIsWrittenLaterWithoutAnOrder() throws Exception {
    Path inTheWay =
        Files.createDirectory(folder.resolve("ca.example-dir/certificates/" + HOST + ".pem"));
    Renewals renewals = renewals(HOST);
    renewals.round();
    Instant next = renewals.round();
    assertThat(Duration.between(clock.instant(), next)).isEqualTo(Duration.ofMinutes(1));
    assertThat(sink.failures).hasSize(1);

    Files.delete(inTheWay);
    clock.at(next);
    renewals.round();

    assertThat(files.read(HOST).orElseThrow().leaf()).isEqualTo(sink.published.get(0));
    assertThat(authority.asked).hasSize(1);
    assertThat(sink.published).hasSize(2); // which ends the problem
  }

  @Test
  void hostsThatAlwaysFailDoNotKeepOthersFromTheirTurn() throws Exception {
    String[] hosts =
        IntStream.range(0, 60).mapToObj(i -> "h" + i + ".example").toArray(String[]::new);
    authority.refusal = new IssueException("no", null);
    Renewals renewals = renewals(hosts);
    renewals.round();
    assertThat(authority.asked).hasSize(OrderBudget.MAX_ATTEMPTS_PER_HOUR);
    clock.plus(Duration.ofHours(1));
    renewals.round();
    assertThat(authority.asked).contains(hosts);
  }

  @Test
  void aRenewalThatFailedIsToldAfterAStartToo() throws Exception {
    Renewals renewals = renewals(HOST);
    renewals.round();
    authority.refusal = new IssueException("down", null);
    clock.plus(Duration.ofDays(61));
    renewals.round();
    sink.failures.clear();

    renewals(HOST);

    assertThat(sink.failures).containsExactly(HOST + ": down");
  }

  @Test
  void whatFailedForTheProcessBeforeCountsWhenItIsTakenOver() throws Exception {
    Renewals successor = renewals(HOST);
    authority.refusal = new IssueException("no such host", null);
    renewals(HOST).round();

    successor.takeOver();
    successor.round();

    assertThat(authority.asked).hasSize(1);
  }

  @Test
  void whileNothingCanBeObtainedHostsWithoutACertificateSayWhyOnce() throws Exception {
    files.write(
        HOST,
        FakeAuthority.certificate(
            HOST, clock.instant(), clock.instant().plus(Duration.ofDays(90))));
    Renewals renewals = renewals(HOST, "new.example");
    renewals.blocked("another process has it", clock.instant());
    renewals.blocked("another process has it", clock.instant());
    assertThat(sink.failures).containsExactly("new.example: another process has it");
  }

  @Test
  void aDamagedFileIsReplaced() throws Exception {
    Files.writeString(folder.resolve("ca.example-dir/certificates/" + HOST + ".pem"), "-----");
    renewals(HOST).round();
    assertThat(authority.asked).containsExactly(HOST);
    assertThat(files.read(HOST)).isPresent();
  }

  @Test
  void aCertificateForAnotherHostIsAFailure() throws Exception {
    authority.certified = "other.example";
    Renewals renewals = renewals(HOST, "other.example");
    renewals.round();
    assertThat(sink.failures)
        .containsExactly(HOST + ": what the authority issued is not used: it is not for " + HOST);
    assertThat(files.failures(HOST).count()).isEqualTo(1);
    assertThat(files.read(HOST)).isEmpty();
  }

  @Test
  void aFileForAnotherHostIsNotUsed() throws Exception {
    files.write(
        HOST,
        FakeAuthority.certificate(
            "other.example", clock.instant(), clock.instant().plus(Duration.ofDays(90))));
    renewals(HOST).round();
    assertThat(authority.asked).containsExactly(HOST);
    assertThat(files.read(HOST).orElseThrow().isFor(HOST)).isTrue();
  }

  @Test
  void ordersInAnHourAreBounded() throws Exception {
    String[] hosts =
        IntStream.range(0, 50).mapToObj(i -> "h" + i + ".example").toArray(String[]::new);
    authority.refusal = new IssueException("no", null);
    Renewals renewals = renewals(hosts);
    Instant end = clock.instant().plus(Duration.ofMinutes(59));
    while (clock.instant().isBefore(end)) {
      renewals.round();
      clock.plus(Duration.ofMinutes(1));
    }
    assertThat(authority.asked).hasSize(OrderBudget.MAX_ATTEMPTS_PER_HOUR);

    Renewals successor = renewals(hosts);
    successor.inherit(renewals);
    successor.round();
    assertThat(authority.asked).hasSize(OrderBudget.MAX_ATTEMPTS_PER_HOUR);
  }

  @Test
  void anAuthorityThatDoesNotAnswerIsAskedForAdviceOnceARound() throws Exception {
    Renewals renewals = renewals("a.example", "b.example", "c.example");
    renewals.round();
    authority.adviceAsked = 0;
    authority.refusal = new AuthorityUnavailableException("down", null);
    clock.plus(RenewalTiming.ADVICE);
    renewals.round();
    assertThat(authority.adviceAsked).isEqualTo(1);
  }

  @Test
  void oneCertificateWithoutAdviceDoesNotSilenceThatOfTheOthers() throws Exception {
    Renewals renewals = renewals("a.example", "b.example", "c.example");
    renewals.round();
    authority.adviceAsked = 0;
    authority.refusal = new IssueException("no authority key identifier", null);
    clock.plus(RenewalTiming.ADVICE);
    renewals.round();
    assertThat(authority.adviceAsked).isEqualTo(3);
    renewals.round();
    assertThat(authority.adviceAsked).isEqualTo(3);
  }
}
