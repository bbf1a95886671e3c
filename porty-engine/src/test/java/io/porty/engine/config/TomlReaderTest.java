package io.porty.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TOML in linear time and bounded memory, with every position as it is in the file. */
class TomlReaderTest {

  private static final String ROUTE = "[[routes]]\nname = \"a\"\n";

  private record Read(ConfigTable table, Problems problems) {
    ConfigValue value(String key) {
      ConfigValue value = table.get(key);
      assertThat(value).as(problems.render()).isNotNull();
      return value;
    }
  }

  private static Read read(String text) {
    ConfigText source = ConfigText.of("a.toml", text);
    Problems problems = new Problems(source);
    return new Read(TomlReader.read(source, text, problems).table(), problems);
  }

  @ParameterizedTest
  @ValueSource(strings = {"# words of a comment\n", "\n", "\r\n", "   \t\n", "# a\r\n\n"})
  @Timeout(10)
  void twoMegabytesOfNothingTakeNoTime(String nothing) {
    int times = 2_000_000 / nothing.length();
    String text = nothing.repeat(times) + "a = [\n" + nothing.repeat(times) + "1]\n" + ROUTE;
    long lines = 2 * text.substring(0, nothing.length() * times).lines().count() + 3;

    Read read = read(text);

    assertThat(read.value("a").raw()).isInstanceOf(List.class);
    assertThat(read.table().tables("routes").get(0).place().line()).isEqualTo((int) lines);
  }

  @Test
  @Timeout(60)
  void manyRoutesAreReadInPiecesWithTheirLines() {
    int count = 5_000;
    StringBuilder text = new StringBuilder("a = 1\n[admin]\nx = 1\n");
    for (int i = 0; i < count; i++) {
      text.append("[[routes]] # ").append(i).append("\n\nname = \"r").append(i);
      text.append("\"\n[routes.static]\nmore = '''\n[[routes]]\n# no comment\n\n'''\n");
    }
    Read read = read(text.toString());

    List<ConfigValue> routes = read.table().tables("routes");
    assertThat(routes).hasSize(count);
    for (int i = 0; i < count; i++) {
      ConfigTable route = (ConfigTable) routes.get(i).raw();
      assertThat(route.get("name").raw()).isEqualTo("r" + i);
      assertThat(routes.get(i).place().line()).isEqualTo(4 + i * 9);
      assertThat(route.get("name").place().line()).isEqualTo(6 + i * 9);
      ConfigTable below = (ConfigTable) route.get("static").raw();
      assertThat(below.get("more").raw()).isEqualTo("[[routes]]\n# no comment\n\n");
    }
    assertThat(read.problems().isEmpty()).isTrue();
  }

  @Test
  void stringsThatLookLikeCommentsAndBracketsStay() {
    Read read =
        read(
            "a = \"x # [[ \\\" \" # b\nb = '# \\'\nc = \"\"\"\n# in it \\\"\"\"\n\n\"\"\"\"\" # out\n\nd = \"\"\"\\\n\n   # still in\"\"\"\ne = 7\n");
    assertThat(read.value("a").raw()).isEqualTo("x # [[ \" ");
    assertThat(read.value("b").raw()).isEqualTo("# \\");
    assertThat(read.value("c").raw()).isEqualTo("# in it \"\"\"\n\n\"\"");
    assertThat(read.value("d").raw()).isEqualTo("# still in");
    assertThat(read.value("e").place().line()).isEqualTo(11);
  }

  @Test
  void mistakesKeepTheirLinesBehindComments() {
    String rendered = read("# one\n\n# two\na = 1\n\n# three\na = 2\nb = \n").problems().render();
    assertThat(rendered).contains("a.toml:7:1: ").contains("line 4").contains("a.toml:8:");
  }

  @Test
  void aControlCharacterInACommentIsAMistakeAsInAnyText() {
    assertThat(read("# a\u0001\na = 1\n").problems().render()).contains("a.toml:1:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a="})
  void bracketsWithinBracketsAreBounded(String open) {
    assertThat(read("\na = " + open.repeat(100_000)).problems().render())
        .contains("a.toml:2:1: has more than 64 brackets within each other");
  }

  @Test
  void whatWouldNotFitIntoMemoryIsRefusedBeforeItIsRead() {
    long heap = Runtime.getRuntime().maxMemory();
    int lines = (int) Math.min(300_000_000L, heap / 500);
    assertThat(read("a = '''\n" + "x\n".repeat(lines) + "'''\n").problems().render())
        .contains("a.toml:1:1: needs more memory than is free")
        .contains("PORTY_OPTS=-Xmx");
  }

  @Test
  void moreThanAHundredMistakesAreCounted() {
    assertThat(read("no key\n".repeat(5_000)).problems().render())
        .contains("and 4900 more")
        .endsWith("5000 problems in a.toml")
        .hasSizeLessThan(100_000);
  }

  @Test
  void aLongLineIsShownInPartAndItsControlCharactersAreNot() {
    String rendered = read("a = \"\u001b[31m" + "x".repeat(1_000_000) + "\n").problems().render();
    assertThat(rendered).hasSizeLessThan(5_000).doesNotContain("\u001b");
  }

  @Test
  void variablesComeFromTheEnvironment() {
    Variables variables = new Variables(Map.of("A", "1", "EMPTY", "", "NESTED", "${A}"));
    assertThat(variables.replace("x${A}y${A}")).isEqualTo("x1y1");
    assertThat(variables.replace("${B:-two}${EMPTY:-three}${EMPTY}")).isEqualTo("twothree");
    assertThat(variables.replace("$${A} $A $$ {A}")).isEqualTo("${A} $A $$ {A}");
    assertThat(variables.replace("${NESTED}")).isEqualTo("${A}");
  }

  @Test
  void aHundredThousandVariablesTakeNoTime() {
    long before = System.nanoTime();
    new Variables(Map.of("A", "1")).replace("${A}".repeat(100_000));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }
}
