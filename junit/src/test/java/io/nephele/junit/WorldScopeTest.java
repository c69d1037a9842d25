package io.nephele.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.nephele.core.time.TurnableClock;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import java.net.ConnectException;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import software.amazon.awssdk.services.sqs.SqsClient;

/** How long a world lives and who shares it. The classes inside are tests that the tests run. */
class WorldScopeTest {
  private static EngineExecutionResults run(Class<?>... testClasses) {
    EngineTestKit.Builder kit =
        EngineTestKit.engine("junit-jupiter")
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.mode.default", "same_thread")
            .configurationParameter(
                "junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "2");
    for (Class<?> testClass : testClasses) {
      kit.selectors(selectClass(testClass));
    }
    return kit.execute();
  }

  private static void assertClosed(Nephele nephele) {
    assertThatThrownBy(() -> new Socket("127.0.0.1", nephele.endpoint().getPort()).close())
        .isInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> nephele.world().store().read(reader -> null))
        .isInstanceOf(RuntimeException.class);
  }

  private static void assertOpen(Nephele nephele) {
    assertThat(nephele.world().store().<String>read(reader -> "open")).isEqualTo("open");
  }

  private static List<String> names(SqsClient sqs) {
    return sqs.listQueues().queueUrls().stream()
        .map(url -> url.substring(url.lastIndexOf('/') + 1))
        .toList();
  }

  @NepheleTest
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class Shared {
    static final Queue<Nephele> SEEN = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void prepare(SqsClient sqs) {
      sqs.createQueue(r -> r.queueName("0"));
    }

    @Test
    @Order(1)
    void first(SqsClient sqs, Nephele nephele) {
      SEEN.add(nephele);
      sqs.createQueue(r -> r.queueName("1"));
    }

    @Test
    @Order(2)
    void second(SqsClient sqs, Nephele nephele) {
      SEEN.add(nephele);
      assertThat(names(sqs)).containsExactly("0", "1");
    }

    @AfterAll
    static void isOpenStill(Nephele nephele) {
      SEEN.add(nephele);
      assertOpen(nephele);
    }
  }

  @Test
  void testsOfAClassShareAWorldThatIsClosedAfterTheClass() {
    EngineExecutionResults results = run(Shared.class);
    results.testEvents().assertStatistics(s -> s.started(2).succeeded(2));
    results.containerEvents().assertStatistics(s -> s.failed(0));
    assertThat(Shared.SEEN).hasSize(3);
    assertThat(Shared.SEEN.stream().distinct()).hasSize(1);
    assertClosed(Shared.SEEN.peek());
  }

  @NepheleTest(scope = NepheleTest.Scope.METHOD)
  static class Own {
    static final Queue<Nephele> SEEN = new ConcurrentLinkedQueue<>();

    private final SqsClient fromConstructor;
    @Inject private SqsClient field;

    Own(SqsClient sqs) {
      this.fromConstructor = sqs;
    }

    @BeforeEach
    void prepare(SqsClient sqs, Nephele nephele) {
      SEEN.stream().filter(seen -> seen != nephele).forEach(WorldScopeTest::assertClosed);
      SEEN.add(nephele);
      sqs.createQueue(r -> r.queueName("prepared"));
    }

    @Test
    void one(SqsClient sqs) {
      check(sqs, "one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two", "three"})
    void more(String name, SqsClient sqs) {
      check(sqs, name);
    }

    private void check(SqsClient sqs, String name) {
      assertThat(sqs).isSameAs(field).isSameAs(fromConstructor);
      sqs.createQueue(r -> r.queueName(name));
      assertThat(names(sqs)).containsExactlyInAnyOrder("prepared", name);
    }
  }

  @Test
  void everyTestHasAWorldOfItsOwnWhereTheClassSaysSo() {
    run(Own.class).testEvents().assertStatistics(s -> s.started(3).succeeded(3));
    assertThat(Own.SEEN)
        .doesNotHaveDuplicates()
        .hasSize(3)
        .allSatisfy(WorldScopeTest::assertClosed);
  }

  abstract static class Meeting {
    static final CyclicBarrier MEET = new CyclicBarrier(2);
    static final Queue<Nephele> SEEN = new ConcurrentLinkedQueue<>();

    @Inject SqsClient sqs;

    @Test
    void seesOnlyItsOwn(Nephele nephele) throws Exception {
      SEEN.add(nephele);
      String own = getClass().getSimpleName();
      sqs.createQueue(r -> r.queueName(own));
      MEET.await(60, TimeUnit.SECONDS);
      assertThat(names(sqs)).containsExactly(own);
      MEET.await(60, TimeUnit.SECONDS);
    }
  }

  @NepheleTest
  static class Left extends Meeting {}

  @NepheleTest
  static class Right extends Meeting {}

  @Test
  void classesThatRunAtTheSameTimeKnowNothingOfEachOther() {
    run(Left.class, Right.class).testEvents().assertStatistics(s -> s.started(2).succeeded(2));
    assertThat(Meeting.SEEN).doesNotHaveDuplicates().hasSize(2);
  }

  @NepheleTest(virtualClock = false)
  static class RealTime {
    @Test
    void theMachinesTime(Nephele nephele, TurnableClock clock) {
      assertThat(nephele.world().clock()).isSameAs(clock).isNotInstanceOf(VirtualClock.class);
      assertThat(clock.isMachines()).isTrue();
    }

    @Test
    void hasNoClockToTurn(VirtualClock clock) {
      assertThat(clock).as("never called").isNull();
    }
  }

  @Test
  void theWorldMayHaveTheMachinesTime() {
    EngineExecutionResults results = run(RealTime.class);
    results.testEvents().assertStatistics(s -> s.started(2).succeeded(1).failed(1));
    assertThat(messages(results)).contains("virtualClock = false");
  }

  @NepheleTest
  static class StaticField {
    @Inject static SqsClient sqs;

    @Test
    void neverRuns() {}
  }

  @NepheleTest
  static class FieldOfAnotherType {
    @Inject String text;

    @Test
    void neverRuns() {}
  }

  @NepheleTest(scope = NepheleTest.Scope.METHOD)
  static class BeforeAnyTest {
    @BeforeAll
    static void prepare(SqsClient sqs) {}

    @Test
    void neverRuns() {}
  }

  @NepheleTest(scope = NepheleTest.Scope.METHOD)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstance {
    OneInstance(SqsClient sqs) {}

    @Test
    void neverRuns() {}
  }

  static List<Arguments> wrong() {
    return List.of(
        Arguments.of(StaticField.class, "@Inject is for non-static fields"),
        Arguments.of(FieldOfAnotherType.class, "FieldOfAnotherType.text"),
        Arguments.of(BeforeAnyTest.class, "there is none where no test runs"),
        Arguments.of(OneInstance.class, "there is none where no test runs"));
  }

  @ParameterizedTest
  @MethodSource
  void wrong(Class<?> testClass, String message) {
    EngineExecutionResults results = run(testClass);
    results.testEvents().assertStatistics(s -> s.succeeded(0));
    assertThat(messages(results)).contains(message);
  }

  private static String messages(EngineExecutionResults results) {
    StringBuilder messages = new StringBuilder();
    results.allEvents().failed().stream()
        .forEach(
            event ->
                event
                    .getPayload(TestExecutionResult.class)
                    .flatMap(TestExecutionResult::getThrowable)
                    .ifPresent(t -> messages.append(t.getMessage()).append('\n')));
    return messages.toString();
  }
}
