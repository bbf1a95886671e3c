package io.porty.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.google.inject.Inject;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import io.porty.engine.Porty;

/** What may know what: the rules of DESIGN, each broken once on purpose in {@code ..planted..}. */
final class Rules {

  static final ArchRule MODES_DO_NOT_SEE_THE_ENGINE =
      noClasses()
          .that()
          .resideInAPackage("io.porty.mode..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.porty.net..",
              "io.porty.engine..",
              "io.porty.admin..",
              "io.porty.cli..",
              "com.google.inject..");

  static final ArchRule NET_DOES_NOT_SEE_THE_ENGINE =
      noClasses()
          .that()
          .resideInAPackage("io.porty.net..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.porty.engine..",
              "io.porty.admin..",
              "io.porty.mode..",
              "io.porty.cli..",
              "com.google.inject..",
              "org.tomlj..");

  static final ArchRule ENGINE_DOES_NOT_SEE_THE_ADMIN_ENDPOINT =
      noClasses()
          .that()
          .resideInAnyPackage("io.porty.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.porty.admin..",
              "io.netty.handler.codec.http..",
              "com.google.gson..",
              "io.prometheus..");

  static final ArchRule ADMIN_SEES_NO_MODE =
      noClasses()
          .that()
          .resideInAPackage("io.porty.admin..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.porty.mode..", "io.porty.cli..");

  static final ArchRule TCP_DOES_NOT_SEE_HTTP =
      noClasses()
          .that()
          .resideInAPackage("io.porty.mode.tcp..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.porty.mode.http..");

  static final ArchRule HTTP_DOES_NOT_SEE_TCP =
      noClasses()
          .that()
          .resideInAPackage("io.porty.mode.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.porty.mode.tcp..");

  static final ArchRule ENGINE_NAMES_NO_MODE =
      noClasses()
          .that()
          .resideInAPackage("io.porty.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.porty.mode..", "io.porty.cli..");

  static final ArchRule COMMANDS_ENTER_BY_PORTY =
      noClasses()
          .that()
          .resideInAPackage("io.porty.cli..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.porty.engine..").and(not(resideInAPackage("io.porty.engine"))))
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.porty.net..",
              "io.porty.admin..",
              "io.porty.mode..",
              "io.netty..",
              "com.google.inject..");

  static final ArchRule API_NEEDS_NOTHING =
      classes()
          .that()
          .resideInAPackage("io.porty.api..")
          .and()
          .resideOutsideOfPackages("io.porty.api.mode..", "io.porty.api.listener..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.porty.api..", "java..", "javax.crypto..", "org.jspecify..");

  static final ArchRule ROUTERS_SEE_THE_API_ONLY =
      classes()
          .that()
          .resideInAPackage("io.porty.mode.http.router..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.porty.mode.http.router..",
              "io.porty.api..",
              "java..",
              "org.jspecify..",
              "io.netty.util");

  static final ArchRule NO_PACKAGE_CYCLES =
      slices().matching("io.porty.(**)").should().beFreeOfCycles();

  static final ArchRule GUICE_IN_MODULES_ONLY =
      noClasses()
          .that(not(simpleNameEndingWith("Module")))
          .and(not(JavaClass.Predicates.equivalentTo(Porty.class)))
          .should()
          .dependOnClassesThat(
              resideInAPackage("com.google.inject..")
                  .and(not(JavaClass.Predicates.equivalentTo(Inject.class))));

  /** The one bridge from Netty's own logging to SLF4J. */
  private static final String NETTY_BRIDGE =
      "io\\.porty\\.net\\.diagnostics\\.NettyLogging(\\$.*)?";

  static final ArchRule SLF4J_IS_THE_LOGGING_API =
      noClasses()
          .that()
          .haveNameNotMatching(NETTY_BRIDGE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "java.util.logging..",
                  "ch.qos.logback..",
                  "org.apache.logging..",
                  "org.apache.log4j..",
                  "io.netty.util.internal.logging.."));

  static final ArchRule ONLY_COMMANDS_PRINT =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.porty.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  private Rules() {}
}
