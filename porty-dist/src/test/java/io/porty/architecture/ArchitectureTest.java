package io.porty.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule holds for Porty, and fails for the class that breaks it on purpose: a rule that cannot
 * fail keeps nothing.
 */
class ArchitectureTest {

  private static final JavaClasses PORTY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.porty");

  private static final JavaClasses PLANTED =
      new ClassFileImporter()
          .withImportOption(new ImportOption.OnlyIncludeTests())
          .withImportOption(l -> l.contains("lanted"))
          .importPackages("io.porty");

  static Stream<Arguments> rules() throws IllegalAccessException {
    List<Arguments> all = new ArrayList<>();
    for (Field field : Rules.class.getDeclaredFields()) {
      if (ArchRule.class.isAssignableFrom(field.getType())) {
        all.add(Arguments.of(field.getName(), field.get(null)));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void holds(String name, ArchRule rule) {
    rule.check(PORTY);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void failsOnItsPlantedViolation(String name, ArchRule rule) {
    assertThat(rule.evaluate(PLANTED).hasViolation()).isTrue();
  }

  @Test
  void looksAtAllOfPorty() {
    assertThat(PORTY).hasSizeGreaterThan(100);
    assertThat(PORTY.stream().map(c -> c.getPackageName()).distinct())
        .contains(
            "io.porty.cli",
            "io.porty.engine",
            "io.porty.mode.tcp",
            "io.porty.mode.http.exchange",
            "io.porty.api");
  }
}
