package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.wire.Http2Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Backends of HTTP/2 that say nothing. The clock is the world's. */
class BackendAliveTest {

  private static final int PING = 6;

  private static final Duration LONG = Duration.ofMinutes(10);

  private final World world =
      new World(Map.of("response_timeout_seconds", LONG, "response_body_timeout_seconds", LONG));
  private final Http2Answers answers = new Http2Answers(Http2Bytes.preface().length);

  BackendAliveTest() {
    Target target = Target.parse("h2c://backend.example:80");
    world.decides = () -> Decision.to(target, "alive");
    world.client().arrive("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    world.round();
    world.connect();
    world.round();
  }

  private Side backend() {
    return world.backends().get(0);
  }

  private void arrive(int type, int flags, int stream, byte... payload) {
    backend().arrive(Http2Bytes.frame(type, flags, stream, payload));
    world.round();
  }

  /** A response that goes on. */
  private void respond() {
    arrive(4, 0, 0);
    arrive(4, 1, 0);
    arrive(1, 4, 1, Http2Bytes.block(":status=200"));
  }

  private List<String> sent() {
    return answers.read(backend().sent()).stream().map(Object::toString).toList();
  }

  private List<SecondOpinion.Message> got() {
    return SecondOpinion.responses(world.client().sent(), false);
  }

  @Test
  void isAskedAfterThirtySecondsOfSilence() {
    respond();
    world.pass(Duration.ofSeconds(29));
    assertThat(sent()).doesNotContain("PING");
    world.pass(Duration.ofSeconds(12));
    assertThat(sent()).contains("PING");
    assertThat(backend().isOpen()).isTrue();
  }

  @Test
  void anAnswerKeepsTheConnection() {
    respond();
    for (int i = 0; i < 3; i++) {
      world.pass(Duration.ofSeconds(42));
      assertThat(sent()).contains("PING");
      arrive(PING, 1, 0, new byte[8]);
    }
    assertThat(backend().isOpen()).isTrue();
    arrive(0, 1, 1, Http2Bytes.text("hello"));
    assertThat(got()).hasToString("[200 \"hello\"]");
  }

  @Test
  void withoutAnAnswerItsStreamsFail() {
    respond();
    world.pass(Duration.ofSeconds(49));
    assertThat(backend().isOpen()).isTrue();
    world.pass(Duration.ofSeconds(2));
    assertThat(backend().isOpen()).isFalse();
    assertThat(got()).hasToString("[200 \"\" (cut)]");
    assertThat(world.client().hasEnded()).isTrue();
    assertThat(world.isAtRest()).isTrue();
  }

  @Test
  void theFirstSettingsHaveTenSeconds() {
    world.pass(Duration.ofSeconds(9));
    assertThat(backend().isOpen()).isTrue();
    world.pass(Duration.ofSeconds(2));
    assertThat(sent()).contains("GOAWAY 4 0");
    assertThat(backend().isOpen()).isFalse();
    assertThat(got()).hasSize(1);
    assertThat(got().get(0).startLine).isEqualTo("502");
  }

  /** RFC 9113 section 6.5.3. */
  @Test
  void portysSettingsAreAcknowledgedWithinTenSeconds() {
    arrive(4, 0, 0);
    world.pass(Duration.ofSeconds(9));
    assertThat(backend().isOpen()).isTrue();
    world.pass(Duration.ofSeconds(2));
    assertThat(sent()).contains("GOAWAY 4 0");
    assertThat(got()).hasSize(1);
    assertThat(got().get(0).startLine).isEqualTo("502");
  }

  /** A block that is cut holds the connection up until a PING is not answered. */
  @Test
  void aHeaderBlockThatIsNotFinishedFails() {
    arrive(4, 0, 0);
    arrive(4, 1, 0);
    arrive(1, 0, 1, (byte) 0x88);
    world.pass(Duration.ofSeconds(51));
    assertThat(backend().isOpen()).isFalse();
    assertThat(got()).hasSize(1);
    assertThat(got().get(0).startLine).startsWith("50");
  }
}
