package io.porty.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When certificates are obtained, by a clock of the test. */
class RenewalsTest {

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
  void aMissingCertificateIsObtainedAtOnceAndKept() throws Exception {
    Renewals renewals = renewals(HOST);
    renewals.round();
    Instant next = renewals.round();

    assertThat(authority.asked).containsExactly(HOST);
    assertThat(sink.published).hasSize(1);
    assertThat(files.read(HOST)).isPresent();
    assertThat(next).isAfter(clock.instant());
  }

  @Test
  void whatIsOnTheDiskIsUsedWithoutAnOrder() throws Exception {
    renewals(HOST).round();
    renewals(HOST).round();

    assertThat(authority.asked).hasSize(1);
    assertThat(sink.published).hasSize(2).containsOnly(sink.published.get(0));
  }

  @Test
  void itIsRenewedWithAThirdOfItsLifetimeLeft() throws Exception {
    Renewals renewals = renewals(HOST);
    renewals.round();
    clock.plus(Duration.ofDays(56));
    renewals.round();
    assertThat(authority.asked).hasSize(1);

    clock.plus(Duration.ofDays(4));
    renewals.round();

    assertThat(authority.asked).hasSize(2);
    assertThat(authority.replaced).containsExactly(null, sink.published.get(0));
    assertThat(files.read(HOST).orElseThrow().leaf()).isEqualTo(sink.published.get(1));
  }

  @Test
  void aLifetimeOfSixDaysIsRenewedOnTheFourth() throws Exception {
    authority.lifetime = Duration.ofDays(6);
    Renewals renewals = renewals(HOST);
    renewals.round();
    clock.plus(Duration.ofHours(90));
    renewals.round();
    assertThat(authority.asked).hasSize(1);
    clock.plus(Duration.ofHours(6));
    renewals.round();
    assertThat(authority.asked).hasSize(2);
  }

  @Test
  void anAuthorityThatWantsItRenewedNowIsFollowed() throws Exception {
    Renewals renewals = renewals(HOST);
    renewals.round();
    // A certificate that is to be revoked: the window is over (RFC 9773 section 4.2).
    authority.advice =
        new RenewalAdvice(clock.instant().minusSeconds(20), clock.instant().minusSeconds(10), null);
    clock.plus(Duration.ofDays(2));
    renewals.round();
    assertThat(authority.asked).hasSize(2);
  }

  @Test
  void anAuthorityThatAlwaysWantsItRenewedNowIsFollowedOnceADay() throws Exception {
    authority.advice =
        new RenewalAdvice(clock.instant().minusSeconds(20), clock.instant().minusSeconds(10), null);
    Renewals renewals = renewals(HOST);
    Instant end = clock.instant().plus(Duration.ofHours(47));
    while (clock.instant().isBefore(end)) {
      renewals.round();
      clock.plus(Duration.ofMinutes(10));
    }
    assertThat(authority.asked).hasSize(2);
  }

  @Test
  void adviceToRenewWhatHasExpiredIsNotFollowed() throws Exception {
    Instant start = clock.instant().plus(Duration.ofDays(400));
    authority.advice = new RenewalAdvice(start, start.plus(Duration.ofDays(1)), null);
    Renewals renewals = renewals(HOST);
    renewals.round();
    renewals.round();
    clock.plus(Duration.ofDays(60));
    renewals.round();
    assertThat(authority.asked).hasSize(2);
  }

  @Test
  void adviceComesBeforeTheThirdOfTheLifetime() throws Exception {
    Instant start = clock.instant().plus(Duration.ofDays(70));
    authority.advice = new RenewalAdvice(start, start.plus(Duration.ofDays(1)), null);
    Renewals renewals = renewals(HOST);
    renewals.round();
    renewals.round();
    clock.plus(Duration.ofDays(65));
    renewals.round();
    assertThat(authority.asked).hasSize(1);
    clock.plus(Duration.ofDays(6));
    renewals.round();
    assertThat(authority.asked).hasSize(2);
  }

  @Test
  void theTimeInAWindowIsChosenOnce() throws Exception {
    Instant start = clock.instant().plus(Duration.ofDays(65));
    authority.advice = new RenewalAdvice(start, start.plus(Duration.ofDays(10)), null);
    double[] chances = {0.75, 0};
    int[] asked = new int[1];
    RandomGenerator random =
        new RandomGenerator() {
          @Override
          public long nextLong() {
            throw new UnsupportedOperationException();
          }

          @Override
          public double nextDouble() {
            return chances[Math.min(asked[0]++, 1)];
          }
        };
    Renewals renewals = new Renewals(files, authority, sink, clock, new RenewalTiming(random));
    files.write(
        HOST,
        FakeAuthority.certificate(
            HOST, clock.instant(), clock.instant().plus(Duration.ofDays(90))));
    renewals.load(List.of(HOST));
    asked[0] = 0;
    renewals.round();
    for (int hours = 0; hours < 179; hours++) {
      clock.at(start.plus(Duration.ofHours(hours)));
      renewals.round();
    }
    assertThat(authority.asked).isEmpty();
    clock.at(start.plus(Duration.ofHours(181)));
    renewals.round();
    assertThat(authority.asked).hasSize(1);
  }

  @Test
  void whatAnotherProcessHasWrittenIsUsed() throws Exception {
    Renewals renewals = renewals(HOST);
    files.write(
        HOST,
        FakeAuthority.certificate(
            HOST, clock.instant(), clock.instant().plus(Duration.ofDays(90))));
    renewals.reread();
    assertThat(sink.published).hasSize(1);
    renewals.reread();
    assertThat(sink.published).hasSize(1);
    renewals.round();
    assertThat(authority.asked).isEmpty();
  }
}
