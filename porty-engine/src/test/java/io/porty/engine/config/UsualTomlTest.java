package io.porty.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read without the parser is what the parser reads, position by position. */
class UsualTomlTest {

  private static final String USUAL =
      """
      zeta = 1
        alpha = "x [[ # y"   # a comment: ü
      B=true
       c =  [ 1,
       -20 , # of a value
       ]
      d = { x = 0.5, y= [ {b='q "\\', a=-2.75} ], _z-1 = false }\t
      e = []
      f = {}
      g = ["", "ü\\n\\"\\\\", 'ü\\' , 1]
      h = [['a'], [], ["b",]]
      [t]
       k = 0
      [t.below]
      m = [{ cert = "a.pem" },
      { cert = "b.pem" , key = "b.key" },
        ]
      [[routes]]
      name='a'
      [routes.tls]
      cert='c'
        [[routes.rules]]
       h=1
      [routes.rules.deep.er]
      [[routes.rules]]
      h=2
      [[routes]]
      [routes.x.y]
      q=1
      [routes.tls]
      """;

  private static final String ALPHABET =
      "[]{}=,.\"'#\n\r\t \\0123456789-+_aetrufix:\u00fc\u007f\u0001";

  private static TomlPieces.@Nullable Piece piece(String text) {
    TomlPieces pieces = TomlPieces.of(text);
    return pieces.tooDeepLine() > 0 ? null : pieces.pieces().get(0);
  }

  private static @Nullable String usual(ConfigText source, String text) {
    TomlPieces.Piece piece = piece(text);
    ConfigTable table = piece == null ? null : UsualToml.read(piece, source);
    return table == null ? null : shown(table);
  }

  private static String parsed(ConfigText source, String text) {
    Problems problems = new Problems(source);
    TomlReader.Result result = TomlReader.parse(source, text, problems);
    return result.broken() ? "broken: " + problems.render() : shown(result.table());
  }

  private static String shown(Object raw) {
    StringBuilder out = new StringBuilder();
    if (raw instanceof ConfigTable table) {
      table.keys().forEach(key -> out.append(key).append(shown(table.get(key))).append('\n'));
      return "{" + out + "}";
    }
    if (raw instanceof List<?> list) {
      list.forEach(one -> out.append(shown(one)).append('\n'));
      return "[" + out + "]";
    }
    if (raw instanceof ConfigValue value) {
      ConfigPosition place = value.place();
      return "@" + place.line() + ":" + place.column() + " " + shown(value.raw());
    }
    return raw.getClass().getSimpleName() + " " + raw;
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void theUsualFormIsReadAsTheParserReadsIt(String lineEnd) {
    String text = USUAL.replace("\n", lineEnd);
    ConfigText source = ConfigText.of("a.toml", text);
    assertThat(usual(source, text)).isNotNull().isEqualTo(parsed(source, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = 1\na = 2\n",
        "a.b = 1\n",
        "\"a\" = 1\n",
        "a = 01\n",
        "a = 1_000\n",
        "a = 1e3\n",
        "a = .5\n",
        "a = 5.\n",
        "a = -\n",
        "a = 1.2.3\n",
        "a = 2026-01-01\n",
        "a = 99999999999999999999\n",
        "a = truex\n",
        "a =\n",
        "a = 1 b = 2\n",
        "a = \"\\u0041\"\n",
        "a = \"\\\n\"\n",
        "a = \"\\",
        "a = \"\ud83d\ude00\"\n",
        "a = '\u0085'\n",
        "a = \"\"\"x\"\"\"\n",
        "a = ''''''\n",
        "a = \"x\n\"\n",
        "a = \"x",
        "a = [1 2]\n",
        "a = [,1]\n",
        "a = [1",
        "a = {b = 1,}\n",
        "a = {b = 1\n}\n",
        "a = {b = 1, b = 2}\n",
        "a = {,}\n",
        "a = 1 # \u0001\n",
        "a = 1\rb = 2\n",
        "[a]\n[a]\n",
        "[a.b]\n[a]\n",
        "[a]\n[[a]]\n",
        "[[a]]\n[a]\n",
        "a = []\n[[a]]\n",
        "a = {}\n[a.b]\n",
        "a = [{b = 1}]\n[a.c]\n",
        "a = 1\n[a.b]\n",
        "[a]\nb = 1\n[a.b]\n",
        "[ a ]\n",
        "[a\n",
        "[[a]\n",
        "[a]]\n",
        "[]\n",
        "[a.]\n",
        "[a] b = 1\n",
        "= 1\n",
        "a\n",
        "a\u0000 = 1\n",
        "[a.b.c]\n",
        "[[a.b.c]]\n"
      })
  void anyOtherFormIsLeftToTheParser(String text) {
    assertThat(usual(ConfigText.of("a.toml", text), text)).isNull();
  }

  @Test
  void aDeepTableIsLeftToTheParser() {
    StringBuilder text = new StringBuilder("[a]\n");
    StringBuilder name = new StringBuilder("a");
    for (int depth = 2; depth <= 64; depth++) {
      text.append('[').append(name.append(".a")).append("]\n");
    }
    assertThat(usual(ConfigText.of("a.toml", text.toString()), text.toString())).isNotNull();
    text.append('[').append(name.append(".a")).append("]\n");
    assertThat(usual(ConfigText.of("a.toml", text.toString()), text.toString())).isNull();
  }

  @Test
  void whateverIsChangedInATextBothReadTheSame() {
    Random random = new Random(7);
    int taken = 0;
    for (int i = 0; i < 6_000; i++) {
      StringBuilder changed = new StringBuilder(USUAL);
      for (int n = random.nextInt(3); n >= 0; n--) {
        int from = random.nextInt(changed.length());
        int to = Math.min(changed.length(), from + random.nextInt(3));
        int letters = random.nextInt(3);
        StringBuilder by = new StringBuilder();
        for (int k = 0; k < letters; k++) {
          by.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        changed.replace(from, to, by.toString());
      }
      String text = changed.toString();
      ConfigText source = ConfigText.of("a.toml", text);
      String usual = usual(source, text);
      if (usual != null) {
        taken++;
        assertThat(usual).as(text).isEqualTo(parsed(source, text));
      }
    }
    assertThat(taken).isGreaterThan(1_000);
  }
}
