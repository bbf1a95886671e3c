package io.porty.engine.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.route.Candidate;
import io.porty.api.route.Decision;
import io.porty.api.route.Rewrite;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose choice a decision is. */
class GuardedRouterTest {

  private static final Target NAMED = new Target("named", 1);
  private static final Target OTHER = new Target("other", 1);

  private static GuardedRouter link(boolean clientChooses) {
    return new GuardedRouter(
        "r", "a plugin", request -> Decision.pass(), clientChooses, Set.of(NAMED));
  }

  private static boolean isClients(GuardedRouter link, Decision.To to) {
    return link.attributed(to).chosenByClient();
  }

  @Test
  void whatTheRoutersOwnSettingsNameIsTheOperators() {
    Decision.To to = new Decision.To(NAMED, "x");
    GuardedRouter link = link(false);
    assertThat(link.attributed(to)).isSameAs(to);
    assertThat(link.attributed(to)).as("remembered").isSameAs(to);
    assertThat(isClients(link, new Decision.To(OTHER, "x"))).isTrue();
    assertThat(isClients(link, to.orElse(OTHER))).as("one of them is nobody's").isTrue();
    assertThat(isClients(link, to.orElse(NAMED))).isFalse();
  }

  @Test
  void whatARouterOfClientsDecidesIsAlwaysTheirs() {
    assertThat(isClients(link(true), new Decision.To(NAMED, "x"))).isTrue();
    assertThat(isClients(link(false), new Decision.To(NAMED, "x").byClient())).isTrue();
  }

  @Test
  void aDecisionThatIsMadeOnceIsMarkedOnce() {
    GuardedRouter link = link(true);
    Decision.To to = new Decision.To(NAMED, "x");
    assertThat(link.attributed(to)).isSameAs(link.attributed(to));
    assertThat(link.attributed(new Decision.To(NAMED, "y")).note()).isEqualTo("y");
  }

  @Test
  void theMarkStaysWithWhateverIsMadeOfADecision() {
    Rewrite rewrite = Rewrite.none().set("A", "b");
    Decision.To to = new Decision.To(NAMED, "x").byClient();
    assertThat(to.with(rewrite).chosenByClient()).isTrue();
    assertThat(to.orElse(OTHER).chosenByClient()).isTrue();
    Decision.To next = to.orElse(OTHER).next();
    assertThat(next).isNotNull();
    assertThat(next.chosenByClient()).isTrue();

    Decision.Weighted among =
        Decision.weighted(List.of(new Candidate(NAMED, 1), new Candidate(OTHER, 2)), "x")
            .byClient();
    assertThat(among.choices()).allMatch(Decision.To::chosenByClient);
    assertThat(among.with(rewrite).choices())
        .allMatch(Decision.To::chosenByClient)
        .allMatch(choice -> choice.rewrite() == rewrite);
    assertThat(among.choose(7).chosenByClient()).isTrue();
  }
}
