package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An exception of Porty's own code is told as what it is, and booked on nobody else. */
class InternalErrorTest {

  private static final String REQUEST = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final IllegalStateException PLANTED = new IllegalStateException("planted");

  private final World world = new World();

  private String heard() {
    return new String(world.client().sent(), StandardCharsets.ISO_8859_1);
  }

  private void request() {
    world.client().arrive(REQUEST);
    world.round();
  }

  @Test
  void theClientsHandlerFailsBeforeTheAnswer() {
    request();
    world.client().pipeline().fireExceptionCaught(PLANTED);
    world.round();
    assertThat(heard())
        .startsWith("HTTP/1.1 500 ")
        .contains("X-Porty-Error: internal_error\r\n", "Connection: close\r\n");
    assertThat(world.faults).singleElement().asString().startsWith("http_client: ");
  }

  @Test
  void aStepOfTheExchangeFails() {
    world.decides =
        () -> {
          throw PLANTED;
        };
    request();
    assertThat(heard()).startsWith("HTTP/1.1 500 ").contains("internal_error");
    assertThat(world.faults).hasSize(1);
    world.pass(Duration.ofSeconds(10));
    assertThat(world.isAtRest()).isTrue();
  }

  @Test
  void aStepThatATaskBeganFails() {
    CompletableFuture<Decision> later = new CompletableFuture<>();
    world.decides = () -> new RouteAnswer.Async(later);
    world.onDial =
        () -> {
          throw PLANTED;
        };
    request();
    later.complete(Decision.to(new Target("late.example", 80), "later"));
    world.round();
    assertThat(heard()).startsWith("HTTP/1.1 500 ").contains("internal_error");
    assertThat(world.faults).hasSize(1);
  }

  @Test
  void theClientsHandlerFailsInTheMiddleOfAHead() {
    world.client().arrive("GET /x HT");
    world.round();
    world.client().pipeline().fireExceptionCaught(PLANTED);
    world.round();
    assertThat(heard()).startsWith("HTTP/1.1 500 ");
  }

  @Test
  void theClientsHandlerFailsBetweenRequests() {
    world.client().pipeline().fireExceptionCaught(PLANTED);
    world.round();
    assertThat(heard()).isEmpty();
    assertThat(world.client().isOpen()).isFalse();
    assertThat(world.faults).hasSize(1);
  }

  @Test
  void theBackendsHandlerFailsBeforeTheAnswer() {
    request();
    world.connect();
    world.round();
    world.backends().get(0).pipeline().fireExceptionCaught(PLANTED);
    world.round();
    assertThat(heard()).startsWith("HTTP/1.1 500 ").contains("X-Porty-Error: internal_error\r\n");
    assertThat(world.faults).singleElement().asString().startsWith("http_backend: ");
    assertThat(world.backends().get(0).isOpen()).isFalse();
  }

  @Test
  void theBackendsHandlerFailsInTheMiddleOfTheAnswer() {
    request();
    world.connect();
    world.round();
    world.backends().get(0).arrive("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234");
    world.round();
    world.backends().get(0).pipeline().fireExceptionCaught(PLANTED);
    world.round();
    assertThat(heard()).startsWith("HTTP/1.1 200 ").endsWith("01234");
    assertThat(world.client().isOpen()).isFalse();
    assertThat(world.faults).hasSize(1);
  }

  @Test
  void whoseConnectionFailsEndsAloneAndTheClockGoesOn() {
    request();
    world.client().pipeline().fireExceptionCaught(PLANTED);
    world.pass(Duration.ofSeconds(10));
    assertThat(world.isAtRest()).isTrue();
    assertThat(world.heldBytes()).isZero();
  }
}
