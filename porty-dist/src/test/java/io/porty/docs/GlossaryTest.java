package io.porty.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.porty.api.FailureCode;
import io.porty.engine.ConfigInspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Public names use the glossary's words, and none that it has retired. */
class GlossaryTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern WORDS = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+");

  private static String page(String name) throws IOException {
    return Files.readString(ROOT.resolve("docs").resolve(name));
  }

  /** The first column of the table below a heading. */
  private static List<String> firstColumn(String heading) throws IOException {
    String page = page("glossary.md");
    String table = page.substring(page.indexOf(heading));
    return table
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| retired"))
        .map(line -> line.split("\\|")[1].trim())
        .toList();
  }

  private static Set<String> retired() throws IOException {
    return firstColumn("## Retired").stream()
        .flatMap(cell -> Stream.of(cell.split(", ")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> words(String name) {
    return WORDS.matcher(name).results().map(found -> found.group().toLowerCase(Locale.ROOT));
  }

  private static List<String> namesOfTheApi() {
    List<String> names = new ArrayList<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.porty.api", "io.porty.testkit")) {
      if (!type.getModifiers().contains(JavaModifier.PUBLIC)) {
        continue;
      }
      names.add(type.getSimpleName());
      for (JavaMethod method : type.getMethods()) {
        if (method.getModifiers().contains(JavaModifier.PUBLIC)) {
          names.add(method.getName());
        }
      }
      for (JavaField field : type.getFields()) {
        if (field.getModifiers().contains(JavaModifier.PUBLIC)) {
          names.add(field.getName());
        }
      }
    }
    return names;
  }

  private static void assertNoneRetired(List<String> names) throws IOException {
    Set<String> retired = retired();
    assertThat(retired).hasSizeGreaterThan(10);
    assertThat(names).isNotEmpty();
    for (String name : names) {
      List<String> words = words(name).toList();
      assertThat(words).as(name).doesNotContainAnyElementsOf(retired);
      for (String phrase : retired) {
        if (phrase.contains(" ")) {
          assertThat(String.join(" ", words)).as(name).doesNotContain(phrase);
        }
      }
    }
  }

  @Test
  void aRetiredWordIsFoundInEverySpelling() {
    assertThat(
            Stream.of("seatLook", "SEAT_LOOK", "SeatLook", "porty_seat_total")
                .map(n -> words(n).toList()))
        .allSatisfy(words -> assertThat(words).contains("seat"));
  }

  @Test
  void thePluginApiUsesNoRetiredWord() throws IOException {
    assertNoneRetired(namesOfTheApi());
  }

  @Test
  void configurationKeysUseNoRetiredWord() throws Exception {
    assertNoneRetired(
        ConfigInspector.sampleConfig(Path.of("no-plugins"))
            .lines()
            .map(Pattern.compile("^#? ?([a-z0-9_]+) = ")::matcher)
            .filter(java.util.regex.Matcher::find)
            .map(found -> found.group(1))
            .toList());
  }

  @Test
  void metricsUseNoRetiredWord() throws IOException {
    assertNoneRetired(
        Pattern.compile("`(porty_[a-z_]+)`")
            .matcher(page("admin.md"))
            .results()
            .map(found -> found.group(1))
            .toList());
  }

  @Test
  void errorCodesUseNoRetiredWord() throws IOException {
    assertNoneRetired(Stream.of(FailureCode.values()).map(FailureCode::code).toList());
  }

  @Test
  void termsAreInOrder() throws IOException {
    List<String> terms =
        firstColumn("# Glossary").stream()
            .skip(1)
            .takeWhile(term -> !retiredUnchecked().contains(term.split(", ")[0]))
            .toList();
    assertThat(terms).hasSizeGreaterThan(40).isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
  }

  private static Set<String> retiredUnchecked() {
    try {
      return retired();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
