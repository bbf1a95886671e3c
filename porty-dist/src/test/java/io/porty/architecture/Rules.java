package io.porty.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.google.inject.Inject;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.FileDescriptor;
import io.porty.api.PluginImplements;
import io.porty.api.PortyImplements;
import java.lang.annotation.Annotation;

/** What may know what: the rules of DESIGN, each broken once on purpose in {@code ..planted..}. */
final class Rules {

  static final ArchRule EVERY_INTERFACE_OF_THE_API_SAYS_WHO_IMPLEMENTS_IT =
      classes()
          .that()
          .resideInAPackage("io.porty.api..")
          .and()
          .areInterfaces()
          .and()
          .arePublic()
          .and(not(assignableTo(Annotation.class)))
          .should(beMarkedOnce());

  private static ArchCondition<JavaClass> beMarkedOnce() {
    return new ArchCondition<>("be marked as a plugin's or as Porty's") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean plugins = type.isAnnotatedWith(PluginImplements.class);
        boolean own = type.isAnnotatedWith(PortyImplements.class);
        if (plugins == own) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " is not marked once"));
        }
      }
    };
  }

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
          .and(not(name("io.porty.engine.Engine")))
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

  private static final String[] WIRES = {
    "io.porty.mode.http.h1..", "io.porty.mode.http.h2..", "io.porty.mode.http.hpack.."
  };

  static final ArchRule EXCHANGES_SEE_NO_WIRE =
      noClasses()
          .that()
          .resideInAPackage("io.porty.mode.http.exchange..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(WIRES)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Channel.class);

  /**
   * A phase calls its exchange by an interface that it declares: no file is seen from both sides.
   */
  static final ArchRule EXCHANGES_RUN_ONE_WAY =
      slices()
          .assignedFrom(
              new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                  return type.getPackageName().equals("io.porty.mode.http.exchange")
                      ? SliceIdentifier.of(type.getName().replaceAll("\\$.*", ""))
                      : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                  return "files of an exchange";
                }
              })
          .should()
          .beFreeOfCycles();

  static final ArchRule HTTP_1_SEES_NO_HTTP_2 =
      noClasses()
          .that()
          .resideInAPackage("io.porty.mode.http.h1..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.porty.mode.http.h2..", "io.porty.mode.http.hpack..");

  static final ArchRule HTTP_2_SEES_NO_HTTP_1 =
      noClasses()
          .that()
          .resideInAnyPackage("io.porty.mode.http.h2..", "io.porty.mode.http.hpack..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.porty.mode.http.h1..");

  static final ArchRule WIRES_SEE_NO_EXCHANGE =
      noClasses()
          .that()
          .resideInAnyPackage(WIRES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.porty.mode.http.exchange..");

  static final ArchRule STREAMS_SEE_NEITHER_SIDE =
      noClasses()
          .that()
          .resideInAPackage("io.porty.mode.http.stream..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.porty.mode.http.exchange..",
              "io.porty.mode.http.h1..",
              "io.porty.mode.http.h2..",
              "io.porty.mode.http.hpack..",
              "io.porty.mode.http.pool..");

  static final ArchRule ONLY_CONDUITS_END_A_CHANNEL =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.porty.net.conduit..", "io.porty.net.epoll..")
          .and()
          // A channel itself, whose conduit calls it.
          .haveNameNotMatching("io\\.porty\\.mode\\.http\\.h2\\.StreamChannel(Config)?")
          .should(callMethodWhere(endsAChannel()))
          .orShould()
          .accessField(ChannelOption.class, "SO_LINGER");

  private static DescribedPredicate<JavaMethodCall> endsAChannel() {
    return DescribedPredicate.describe(
        "it shuts a channel down, or looks at its outbound buffer",
        call -> {
          JavaClass owner = call.getTargetOwner();
          String name = call.getName();
          return owner.isAssignableTo(Channel.Unsafe.class) && name.equals("outboundBuffer")
              || name.startsWith("shutdown")
                  && (owner.isAssignableTo(DuplexChannel.class)
                      || owner.isAssignableTo(FileDescriptor.class));
        });
  }

  private Rules() {}
}
