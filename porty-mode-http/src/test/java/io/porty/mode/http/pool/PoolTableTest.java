package io.porty.mode.http.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.mode.Endpoints;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PoolTableTest {

  private final PoolTable table = new PoolTable();

  private record Choice(Target target, boolean chosen) {}

  private static TargetPool pool(Choice choice) {
    return new TargetPool(
        null, choice.target(), Endpoints.UNSHARED.acquire(choice.target(), choice.chosen()), false);
  }

  @Test
  void isTheMapThatItReplacesWhateverComesAndGoes() {
    SplittableRandom random = new SplittableRandom(11);
    Map<Choice, TargetPool> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      // Grows over many pools, and shrinks again.
      int hosts = i / 5_000 % 2 == 0 ? 300 : 5;
      Choice choice = new Choice(new Target("h" + random.nextInt(hosts), 80), random.nextBoolean());
      TargetPool known = model.get(choice);

      assertThat(table.find(choice.target(), choice.chosen())).isSameAs(known);
      if (known == null) {
        TargetPool made = pool(choice);
        model.put(choice, made);
        table.add(made);
      } else if (random.nextBoolean()) {
        assertThat(table.find(known.endpoint().key())).isSameAs(known);
        assertThat(table.remove(known)).isTrue();
        assertThat(table.remove(known)).isFalse();
        model.remove(choice);
      }
    }
    assertThat(table.all()).containsExactlyInAnyOrderElementsOf(model.values());
    model.values().forEach(table::remove);
    assertThat(table.isEmpty()).isTrue();
  }

  @Test
  void anotherPoolOfTheSameKeyIsNotRemoved() {
    Choice choice = new Choice(new Target("a", 80), false);
    TargetPool here = pool(choice);
    table.add(here);

    assertThat(table.remove(pool(choice))).isFalse();
    assertThat(table.find(choice.target(), false)).isSameAs(here);
  }

  @Test
  void schemesOfTheSameWireShareAPool() {
    TargetPool plain = pool(new Choice(Target.parse("a:80"), false));
    table.add(plain);

    assertThat(table.find(Target.parse("http://a"), false)).isSameAs(plain);
    assertThat(table.find(Target.parse("https://a:80"), false)).isNull();
  }
}
