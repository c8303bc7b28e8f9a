package dev.fanfare;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.AsyncResult;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;

/**
 * The inner walls of the house; Maven modules are the outer ones. ARCHITECTURE.md says who may know
 * whom.
 */
@AnalyzeClasses(packages = "dev.fanfare", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String GATEWAY = "dev.fanfare.gateway.";
  private static final DescribedPredicate<JavaClass> JDK =
      resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..");
  private static final DescribedPredicate<JavaClass> PROTOCOL =
      resideInAPackage("dev.fanfare.protocol..");
  private static final DescribedPredicate<JavaClass> LOG = resideInAPackage(GATEWAY + "log..");
  private static final DescribedPredicate<JavaClass> PORT = resideInAPackage(GATEWAY + "port..");

  @ArchTest
  static final ArchRule noPackageKnowsItselfThroughAnother =
      slices().matching("dev.fanfare.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theVocabularyKnowsTheJdkOnly =
      classes()
          .that()
          .resideInAPackage("dev.fanfare.protocol..")
          .should()
          .onlyDependOnClassesThat(JDK.or(PROTOCOL));

  @ArchTest
  static final ArchRule theLogKnowsTheJdkAndTheVocabularyOnly =
      classes()
          .that()
          .resideInAPackage(GATEWAY + "log..")
          .should()
          .onlyDependOnClassesThat(JDK.or(PROTOCOL).or(LOG));

  @ArchTest
  static final ArchRule dialectInterfacesKnowTheVocabularyOnly =
      classes()
          .that()
          .resideInAPackage(GATEWAY + "dialect")
          .should()
          .onlyDependOnClassesThat(JDK.or(PROTOCOL).or(resideInAPackage(GATEWAY + "dialect")));

  @ArchTest
  static final ArchRule coreKnowsFuturesOfVertxAndNothingElseOfIt =
      noClasses()
          .that()
          .resideInAnyPackage(
              GATEWAY + "session..",
              GATEWAY + "channel..",
              GATEWAY + "presence..",
              GATEWAY + "history..",
              GATEWAY + "auth..",
              GATEWAY + "limits..",
              GATEWAY + "metering..",
              GATEWAY + "port..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.vertx..", "io.netty..", "com.fasterxml..", "com.hazelcast..")
                  .and(
                      DescribedPredicate.not(
                          type(Future.class)
                              .or(type(Promise.class))
                              .or(type(Completable.class))
                              .or(type(AsyncResult.class))
                              .or(type(Handler.class)))));

  @ArchTest
  static final ArchRule insideCoreTheArrowsPointOneWay =
      noClasses()
          .that()
          .resideInAnyPackage(
              GATEWAY + "presence..",
              GATEWAY + "history..",
              GATEWAY + "auth..",
              GATEWAY + "limits..",
              GATEWAY + "metering..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GATEWAY + "session..", GATEWAY + "channel..");

  @ArchTest
  static final ArchRule portsKnowTheLogAndTheVocabularyOnly =
      noClasses()
          .that()
          .resideInAPackage(GATEWAY + "port..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.fanfare..")
                  .and(DescribedPredicate.not(PROTOCOL.or(LOG).or(PORT))));

  @ArchTest
  static final ArchRule dialectsKnowNeitherPortsNorSockets =
      noClasses()
          .that()
          .resideInAPackage(GATEWAY + "dialect.*..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              GATEWAY + "port..",
              GATEWAY + "session..",
              GATEWAY + "channel..",
              GATEWAY + "log..",
              GATEWAY + "edge..",
              "io.vertx..",
              "io.netty..");

  @ArchTest
  static final ArchRule backendsKnowPortsAndTheLogOnly =
      noClasses()
          .that()
          .resideInAPackage(GATEWAY + "backend..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              GATEWAY + "session..",
              GATEWAY + "channel..",
              GATEWAY + "dialect..",
              GATEWAY + "edge..",
              GATEWAY + "boot..");

  @ArchTest
  static final ArchRule theEdgeIsHandedItsDialectsAndKnowsNoBackend =
      noClasses()
          .that()
          .resideInAPackage(GATEWAY + "edge..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GATEWAY + "dialect.*..", GATEWAY + "backend..", GATEWAY + "boot..");

  @ArchTest
  static final ArchRule nobodyKnowsBoot =
      noClasses()
          .that()
          .resideOutsideOfPackage(GATEWAY + "boot..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(GATEWAY + "boot..");
}
