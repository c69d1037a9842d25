package io.nephele.conformance.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.nephele.conformance.ProjectFolder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the house to its plan ({@code docs/architecture.md}). */
class ArchitectureTest {
  /** The rooms in their order: each may use only those before it. */
  private static final List<String> ROOMS =
      List.of(
          "model",
          "importer",
          "generator",
          "api",
          "wire",
          "policy",
          "core",
          "stores",
          "identity",
          "machine",
          "edge",
          "embedded",
          "junit",
          "services",
          "app",
          "conformance",
          "bench");

  /**
   * The only places where the machine's time and randomness come in. Users' programs run in real
   * time, whatever a world's clock shows, and are measured by it.
   */
  private static final Set<String> TIME_AND_RANDOMNESS =
      Set.of(
          "io.nephele.core.time.RealClock",
          "io.nephele.core.ids.Ids",
          "io.nephele.machine.MachineTime");

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("jmh_generated")) // not written by us
            .importPaths(ProjectFolder.mainClasses());
    assertThat(classes.size()).isGreaterThan(100);
  }

  @Test
  void aRoomUsesOnlyRoomsAboveIt() {
    for (int i = 0; i < ROOMS.size(); i++) {
      String[] below =
          ROOMS.subList(i + 1, ROOMS.size()).stream()
              .map(room -> "io.nephele." + room + "..")
              .toArray(String[]::new);
      if (below.length > 0) {
        noClasses()
            .that(resideInAPackage("io.nephele." + ROOMS.get(i) + ".."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(below)
            .allowEmptyShould(true)
            .check(classes);
      }
    }
  }

  @Test
  void everyClassLivesInARoom() {
    for (JavaClass type : classes) {
      String[] parts = type.getPackageName().split("\\.");
      assertThat(parts.length).as(type.getName()).isGreaterThanOrEqualTo(3);
      assertThat(ROOMS).as(type.getName()).contains(parts[2]);
    }
  }

  @Test
  void servicesKnowNothingOfOneAnother() {
    slices().matching("io.nephele.services.(*)..").should().notDependOnEachOther().check(classes);
  }

  @Test
  void identityIsKeptByIamAndStsAlone() {
    noClasses()
        .that()
        .resideInAPackage("io.nephele.services..")
        .and()
        .resideOutsideOfPackages("io.nephele.services.iam..", "io.nephele.services.sts..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.nephele.identity..")
        .check(classes);
  }

  @Test
  void partsOfIdentityRunInNoCircles() {
    slices().matching("io.nephele.identity.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void timeAndRandomnessComeFromTheWorld() {
    noClasses()
        .that(livesInAWorld())
        .should()
        .callMethodWhere(readsTimeOrRandomness())
        .orShould()
        .callConstructorWhere(makesRandomness())
        .check(classes);
  }

  @Test
  void nothingIsStaticAndMutable() {
    fields()
        .that(
            new DescribedPredicate<JavaField>("are static and written by us") {
              @Override
              public boolean test(JavaField field) {
                Set<JavaModifier> modifiers = field.getModifiers();
                return modifiers.contains(STATIC) && !modifiers.contains(SYNTHETIC);
              }
            })
        .should()
        .haveModifier(FINAL)
        .check(classes);
  }

  @Test
  void jettyStaysBehindTheFrontDoor() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.nephele.edge..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.jetty..")
        .check(classes);
  }

  @Test
  void onlyTheStoreKnowsItsEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.nephele.core.store..", "io.nephele.stores.folder..") // which reads old files
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.h2..")
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.nephele.stores.rocks..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.rocksdb..")
        .check(classes);
  }

  private static DescribedPredicate<JavaClass> livesInAWorld() {
    return new DescribedPredicate<>("live in a world") {
      @Override
      public boolean test(JavaClass type) {
        String name = type.getName();
        boolean outside =
            name.startsWith("io.nephele.bench.")
                || name.startsWith("io.nephele.importer.")
                || name.startsWith("io.nephele.generator.")
                || name.startsWith("io.nephele.conformance.")
                || name.startsWith("io.nephele.app.");
        return !outside
            && TIME_AND_RANDOMNESS.stream()
                .noneMatch(known -> name.equals(known) || name.startsWith(known + "$"));
      }
    };
  }

  private static DescribedPredicate<JavaCall<?>> readsTimeOrRandomness() {
    return new DescribedPredicate<>("reads the machine's time or randomness, or sleeps") {
      @Override
      public boolean test(JavaCall<?> call) {
        String owner = call.getTargetOwner().getName();
        String method = call.getTarget().getName();
        boolean noArguments = call.getTarget().getParameterTypes().isEmpty();
        return switch (owner) {
          case "java.lang.System" ->
              method.equals("currentTimeMillis") || method.equals("nanoTime");
          case "java.lang.Thread" -> method.equals("sleep");
          case "java.lang.Math" -> method.equals("random");
          case "java.util.UUID" -> method.equals("randomUUID");
          case "java.util.concurrent.ThreadLocalRandom" -> method.equals("current");
          case "java.util.concurrent.locks.LockSupport" ->
              method.equals("parkNanos") || method.equals("parkUntil");
          default -> owner.startsWith("java.time.") && method.equals("now") && noArguments;
        };
      }
    };
  }

  private static DescribedPredicate<JavaCall<?>> makesRandomness() {
    return new DescribedPredicate<>("makes randomness or dates of its own") {
      @Override
      public boolean test(JavaCall<?> call) {
        String owner = call.getTargetOwner().getName();
        return switch (owner) {
          case "java.util.Random", "java.security.SecureRandom", "java.util.Date" ->
              call.getTarget().getParameterTypes().isEmpty();
          default -> false;
        };
      }
    };
  }
}
