package io.porty.net.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.FailureCode;
import io.porty.api.Target;
import io.porty.api.mode.DialRequest;
import io.porty.api.mode.Dialer;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whom the policy holds for, and what a refusal tells. */
class ClientChosenTargetTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @Test
  void thePolicyHoldsForTheClientsChoiceNotForTheValue() throws Exception {
    try (Dials dials = new Dials(TIMEOUT, List.of(), List.of("127.0.0.0/8"))) {
      ServerSocket server = dials.listening("127.0.0.1", 0);
      int port = server.getLocalPort();
      assertThat(dials.dialed("127.0.0.1", port, true).failure().code())
          .isEqualTo(FailureCode.TARGET_DENIED);
      assertThat(dials.dialed("127.0.0.1", port, false).failure()).isNull();
    }
  }

  @Test
  void aModeThatDoesNotSayWhoChoseIsTrustedByValueWhereNoClientChooses() throws Exception {
    try (Dials dials = new Dials(TIMEOUT, List.of(), List.of("127.0.0.0/8"))) {
      int port = dials.listening("127.0.0.1", 0).getLocalPort();
      Target target = new Target("127.0.0.1", port);
      assertThat(unattributed(dials, dials.dialer(0, target), target)).isNull();
      assertThat(unattributed(dials, dials.dialer(0), target)).isEqualTo(FailureCode.TARGET_DENIED);
    }
  }

  private static FailureCode unattributed(Dials dials, NettyDialer dialer, Target target) {
    CompletableFuture<FailureCode> code = new CompletableFuture<>();
    dials
        .loop()
        .execute(
            () ->
                dialer.dial(
                    target,
                    dials.loop(),
                    new Dialer.Listener() {
                      @Override
                      public void connected(io.netty.channel.Channel upstream) {
                        upstream.close();
                        code.complete(null);
                      }

                      @Override
                      public void failed(io.porty.api.Failure failure) {
                        code.complete(failure.code());
                      }
                    }));
    return code.join();
  }

  @Test
  void whatTheListRefusesByTextIsNotLookedUp() throws Exception {
    try (Dials dials = new Dials(TIMEOUT, List.of("*.internal"), List.of())) {
      Dials.End end = dials.dialed("secret.corp", 80, true);
      assertThat(end.failure().code()).isEqualTo(FailureCode.TARGET_DENIED);
      assertThat(end.failure().detail()).contains("is not in allow_targets");
      assertThat(dials.asked()).isEmpty();
      assertThat(dials.dialed("a.internal", 80, true).failure().code())
          .as("allowed, but unknown")
          .isEqualTo(FailureCode.DNS_FAILURE);
      assertThat(dials.asked()).containsExactly("a.internal");
    }
  }

  @Test
  void aNameThatExistsAndOneThatDoesNotAreRefusedAlike() throws Exception {
    try (Dials dials = new Dials(TIMEOUT, List.of(), List.of("10.0.0.0/8"))) {
      dials.name("exists.corp", "10.1.2.3");
      for (int i = 0; i < 3; i++) {
        Dials.End known = dials.dialed("exists.corp", 80, true);
        Dials.End unknown = dials.dialed("missing.corp", 80, true);
        assertThat(known.failure().code()).isEqualTo(FailureCode.TARGET_DENIED);
        assertThat(unknown.failure().code()).isEqualTo(FailureCode.TARGET_DENIED);
        assertThat(known.millis()).as("remembered or not").isBetween(240L, 480L);
        assertThat(unknown.millis()).isBetween(240L, 480L);
      }
      assertThat(
              Dials.await(
                      dials.dial(
                          dials.dialer(0),
                          new DialRequest(new Target("missing.corp", 80), false, null)))
                  .failure()
                  .code())
          .as("the operator is told")
          .isEqualTo(FailureCode.DNS_FAILURE);
    }
  }
}
