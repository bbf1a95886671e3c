package io.porty.docs;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.engine.ConfigInspector;
import io.porty.engine.PortyOptions;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages' links, recipes and generated parts. */
class PagesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path REFERENCE = ROOT.resolve("docs/configuration-reference.md");

  @TempDir Path folder;

  private static List<MatchResult> find(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().toList();
  }

  /** The page without its code blocks, which have neither headings nor links. */
  private static String prose(Path page) throws IOException {
    return Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(Files.readString(page))
        .replaceAll("");
  }

  static Stream<Path> pages() throws IOException {
    return DocumentationTest.pages();
  }

  /** Anchors as GitHub makes them from headings. */
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (MatchResult heading : find("(?m)^#+ +(.*?) *$", prose(page))) {
      String text = heading.group(1).replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
      String slug =
          text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
      int times = seen.merge(slug, 1, Integer::sum);
      anchors.add(times == 1 ? slug : slug + "-" + (times - 1));
    }
    return anchors;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyAnchorIsAHeadingOfItsPage(Path page) throws IOException {
    for (MatchResult link : find("\\]\\((?!https?:)([^)#]*)#([^)]+)\\)", prose(page))) {
      Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
      assertThat(anchors(target)).as("%s: %s", page, link.group()).contains(link.group(2));
    }
  }

  @Test
  void anchorsAreFoundAsGitHubMakesThem() throws IOException {
    Path page =
        Files.writeString(
            folder.resolve("a.md"),
            "# `porty.x` isn't [here](b.md)\n## Same\n## Same\n```\n# no heading\n```\n");
    assertThat(anchors(page)).containsExactlyInAnyOrder("portyx-isnt-here", "same", "same-1");
  }

  @Test
  void theReadmeLinksEveryPage() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
      assertThat(pages.filter(page -> page.toString().endsWith(".md")))
          .isNotEmpty()
          .allSatisfy(page -> assertThat(readme).contains("(docs/" + page.getFileName() + ")"));
    }
  }

  /** Each recipe of the cookbook: its heading and its configuration. */
  static Stream<Arguments> recipes() throws IOException {
    return find(
            "(?s)\\n## ([^\\n]+)\\n\\n```toml\\n(.*?)```",
            Files.readString(ROOT.resolve("docs/cookbook.md")))
        .stream()
        .map(recipe -> Arguments.of(recipe.group(1), recipe.group(2)));
  }

  @Test
  void everySectionOfTheCookbookIsARecipe() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/cookbook.md"));
    assertThat(recipes()).hasSizeGreaterThan(12).hasSameSizeAs(find("\\n## ", page));
    assertThat(find("```toml", page)).hasSameSizeAs(recipes().toList());
  }

  /** The files that a recipe names, for the hosts that it has. */
  private void certificates(String toml) throws IOException {
    if (!toml.contains("certs/")) {
      return;
    }
    TestCertificates made = TestCertificates.in(folder);
    Path certs = Files.createDirectories(folder.resolve("certs"));
    Files.copy(made.authority(), certs.resolve("internal-ca.pem"));
    Files.copy(made.authority(), certs.resolve("clients-ca.pem"));
    for (MatchResult host : find("host = \"([^\"]+)\"", toml)) {
      TestCertificate pair = made.server(host.group(1));
      for (MatchResult name : find("certs/([\\w-]+)\\.key", toml)) {
        Files.copy(pair.cert(), certs.resolve(name.group(1) + ".pem"));
        Files.copy(pair.key(), certs.resolve(name.group(1) + ".key"), COPY_ATTRIBUTES);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recipes")
  void everyRecipeIsAcceptedWithoutWarnings(String heading, String toml) throws Exception {
    Path file = Files.writeString(folder.resolve("porty.toml"), toml);
    Files.createDirectories(folder.resolve("conf.d"));
    certificates(toml);

    List<String> warnings =
        ConfigInspector.check(new PortyOptions(Optional.of(file), Path.of("no-plugins"), Map.of()));

    assertThat(warnings).as(heading).isEmpty();
  }

  /** Regenerated with {@code -Dgolden.write=true}. */
  @Test
  void theReferenceIsWhatTheKeysDeclare() throws Exception {
    String generated = ConfigInspector.keyReference(Path.of("no-plugins"));

    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(REFERENCE, generated);
    }
    assertThat(REFERENCE).hasContent(generated);
  }
}
