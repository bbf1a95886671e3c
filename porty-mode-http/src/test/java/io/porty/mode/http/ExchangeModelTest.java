package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever client, backend, network and clock do, in whatever order: what reaches either side is
 * HTTP by another codec's reading, no response looks whole that was not, and in the end nothing is
 * held: no buffer, no connection, no place in a pool.
 */
class ExchangeModelTest {

  private static final String POSTED = "0123456789";

  enum Event {
    GET,
    POST,
    CHUNKED_POST,
    HALF_A_POST,
    BROKEN_POST,
    UPGRADE,
    NONSENSE,
    THE_REST,
    A_BYTE,
    CLIENT_ENDS,
    CLIENT_RESETS,
    CLIENT_FULL,
    CLIENT_TAKES,
    CONNECTS,
    REFUSES,
    ANSWERS,
    ANSWERS_IN_CHUNKS,
    ANSWERS_AND_CLOSES,
    ANSWERS_WITHOUT_LENGTH,
    BEGINS_TO_ANSWER,
    GOES_ON,
    HINTS,
    ANSWERS_NONSENSE,
    SWITCHES,
    BACKEND_ENDS,
    BACKEND_RESETS,
    BACKEND_FULL,
    BACKEND_TAKES,
    RELOAD,
    ROUND,
    A_MOMENT,
    LONG
  }

  /** Plays events; knows what each side would still have to say. */
  private static final class Play {
    private final World world = new World();
    private final StringBuilder pending = new StringBuilder();
    private final List<String> answers = new ArrayList<>();

    private void say(String text) {
      world.client().arrive(pending + text);
      pending.setLength(0);
    }

    private @Nullable Side backend() {
      List<Side> all = world.backends();
      for (int i = all.size() - 1; i >= 0; i--) {
        if (all.get(i).isOpen()) {
          return all.get(i);
        }
      }
      return null;
    }

    private String answer() {
      String text = "answer" + (1000 + answers.size());
      answers.add(text);
      return text;
    }

    private void reply(String text) {
      Side backend = backend();
      if (backend != null) {
        backend.arrive(text);
      }
    }

    void play(Event event) {
      Side backend = backend();
      switch (event) {
        case GET -> say("GET /g HTTP/1.1\r\nHost: a\r\n\r\n");
        case POST -> say("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n" + POSTED);
        case CHUNKED_POST -> {
          say("POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n");
          pending.append("6\r\n456789\r\n0\r\n\r\n");
        }
        case HALF_A_POST -> {
          say("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234");
          pending.append("56789");
        }
        case BROKEN_POST ->
            say(
                "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\nzz\r\n");
        case UPGRADE ->
            say(
                "GET /g HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        case NONSENSE -> say("what is this\r\n\r\n");
        case THE_REST -> say("");
        case A_BYTE -> {
          if (pending.length() > 0) {
            world.client().arrive(pending.substring(0, 1));
            pending.deleteCharAt(0);
          }
        }
        case CLIENT_ENDS -> world.client().arriveEnd();
        case CLIENT_RESETS -> world.client().arriveReset();
        case CLIENT_FULL -> world.client().setTaking(false);
        case CLIENT_TAKES -> world.client().setTaking(true);
        case CONNECTS -> {
          if (world.isDialing()) {
            world.connect();
          }
        }
        case REFUSES -> {
          if (world.isDialing()) {
            world.refuse();
          }
        }
        case ANSWERS -> reply("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + answer());
        case ANSWERS_IN_CHUNKS ->
            reply(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n"
                    + answer()
                    + "\r\n0\r\n\r\n");
        case ANSWERS_AND_CLOSES -> {
          reply("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\n" + answer());
          if (backend != null) {
            backend.arriveEnd();
          }
        }
        case ANSWERS_WITHOUT_LENGTH -> {
          reply("HTTP/1.1 200 OK\r\n\r\n" + answer());
          if (backend != null) {
            backend.arriveEnd();
          }
        }
        case BEGINS_TO_ANSWER -> reply("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nbroke");
        case GOES_ON -> reply("n....");
        case HINTS -> reply("HTTP/1.1 103 Early Hints\r\n\r\n");
        case ANSWERS_NONSENSE -> reply("220 ready\r\n\r\n");
        case SWITCHES ->
            reply(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        case BACKEND_ENDS -> {
          if (backend != null) {
            backend.arriveEnd();
          }
        }
        case BACKEND_RESETS -> {
          if (backend != null) {
            backend.arriveReset();
          }
        }
        case BACKEND_FULL -> {
          if (backend != null) {
            backend.setTaking(false);
          }
        }
        case BACKEND_TAKES -> {
          if (backend != null) {
            backend.setTaking(true);
          }
        }
        case RELOAD -> world.reload();
        case ROUND -> world.round();
        case A_MOMENT -> world.pass(Duration.ofMillis(300));
        case LONG -> world.pass(Duration.ofSeconds(5));
      }
    }

    void end() {
      world.client().arriveReset();
      world.pass(Duration.ofSeconds(6));
    }

    void check() {
      List<SecondOpinion.Message> responses = SecondOpinion.responses(world.client().sent(), false);
      int from = 0;
      for (SecondOpinion.Message response : responses) {
        boolean last = response == responses.get(responses.size() - 1);
        assertThat(response.complete || last && world.client().hasEnded())
            .as("only the last one may be cut: %s", responses)
            .isTrue();
        boolean own = !response.startLine.equals("200");
        if (response.complete && !own && response.body.indexOf("broke") < 0) {
          int at = answers.subList(from, answers.size()).indexOf(response.body.toString());
          assertThat(at)
              .as("an answer, whole and in order: %s of %s", response, answers)
              .isNotNegative();
          from += at + 1;
        }
      }
      for (Side backend : world.backends()) {
        assertThat(backend.isOpen()).as("backends are closed in the end").isFalse();
        for (SecondOpinion.Message request : SecondOpinion.requests(backend.sent())) {
          assertThat(request.startLine).isIn("GET /g", "POST /p");
          if (request.complete && request.startLine.equals("POST /p")) {
            assertThat(request.body.toString()).isEqualTo(POSTED);
          }
        }
      }
      assertThat(world.isDialing()).as("dials are given up").isFalse();
      assertThat(world.isAtRest()).as("connections, places and leases are given back").isTrue();
      assertThat(world.heldBytes()).as("bytes in buffers").isZero();
    }
  }

  @Provide
  static Arbitrary<List<Event>> stories() {
    Arbitrary<Event> event =
        Arbitraries.oneOf(
            Arbitraries.of(Event.class),
            Arbitraries.of(Event.GET, Event.POST, Event.CONNECTS, Event.ANSWERS, Event.ROUND));
    return event.list().ofMaxSize(40);
  }

  @Property(tries = 20_000)
  @Tag("model")
  void endsWellWhateverHappens(@ForAll("stories") List<Event> story) {
    Play play = new Play();
    for (Event event : story) {
      play.play(event);
      if (event.ordinal() % 3 == 0) {
        play.world.round();
      }
    }
    play.end();
    play.check();
  }

  private static Play told(Event... events) {
    Play play = new Play();
    for (Event event : events) {
      play.play(event);
      play.world.round();
    }
    return play;
  }

  @Test
  void anOrdinaryStoryIsToldToItsEnd() {
    Play play =
        told(
            Event.GET,
            Event.CONNECTS,
            Event.ANSWERS,
            Event.POST,
            Event.A_MOMENT,
            Event.ANSWERS_IN_CHUNKS);

    assertThat(SecondOpinion.responses(play.world.client().sent(), false).toString())
        .isEqualTo("[200 \"answer1000\", 200 \"answer1001\"]");
    assertThat(play.world.backends()).hasSize(1);
    play.end();
    play.check();
  }

  /**
   * The end of the stream comes after the connection was chosen, before anything was sent on it.
   */
  @Test
  void aPostNeverGoesToAConnectionThatHasJustBeenClosed() {
    Play play = told(Event.GET, Event.CONNECTS, Event.ANSWERS);
    Side first = play.world.backends().get(0);
    play.play(Event.POST);
    play.world.client().deliver();
    first.arriveEnd();
    play.world.pass(Duration.ofMillis(100));
    play.play(Event.CONNECTS);
    play.world.round();
    play.play(Event.ANSWERS);
    play.world.round();

    assertThat(SecondOpinion.responses(play.world.client().sent(), false).toString())
        .isEqualTo("[200 \"answer1000\", 200 \"answer1001\"]");
    assertThat(SecondOpinion.requests(first.sent())).hasSize(1);
    play.end();
    play.check();
  }
}
