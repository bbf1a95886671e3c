package io.porty.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathNormalizerTest {

  /** RFC 3986 sections 5.2.4, 5.4 and 6.2.2. */
  @ParameterizedTest
  @CsvSource({
    "/a/b/c/./../../g, /a/g",
    "/mid/content=5/../6, /mid/6",
    "/.., /",
    "/../g, /g",
    "/./g, /g",
    "/g., /g.",
    "/g/., /g/",
    "/g/.., /",
    "/a/../../../g, /g",
    "/..g, /..g",
    "/%61%2D%7e, /a-~",
    "/%2e%2E/x, /x",
    "/a%2Fb, /a%2Fb",
    "/a%zz, /a%zz",
    "/%, /%",
    "//a//../b/, //a/b/",
  })
  void resolves(String path, String normal) {
    assertThat(PathNormalizer.normal(path)).isEqualTo(normal);
  }

  @Provide
  static Arbitrary<String> paths() {
    return Arbitraries.of("/", ".", "..", "a", "%2e", "%2E", "%2f", "%", "%4", "?", "b", "~")
        .list()
        .ofMaxSize(12)
        .map(parts -> "/" + String.join("", parts));
  }

  @Property(tries = 20_000)
  void leavesNoDotSegmentAndIsItsOwnNormalForm(@ForAll("paths") String path) {
    String normal = PathNormalizer.normal(path);
    assertThat(normal).startsWith("/");
    assertThat(normal.split("/", -1)).doesNotContain(".", "..");
    assertThat(PathNormalizer.normal(normal)).isEqualTo(normal);
  }
}
