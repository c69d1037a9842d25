package io.nephele.services.pipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.pipes.PipesClient;
import software.amazon.awssdk.services.pipes.model.ConflictException;
import software.amazon.awssdk.services.pipes.model.CreatePipeRequest;
import software.amazon.awssdk.services.pipes.model.NotFoundException;
import software.amazon.awssdk.services.pipes.model.Pipe;
import software.amazon.awssdk.services.pipes.model.PipeState;
import software.amazon.awssdk.services.pipes.model.RequestedPipeState;
import software.amazon.awssdk.services.pipes.model.ValidationException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Pipes take messages from queues, and go from state to state. */
@SuppressWarnings("unchecked")
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class QueueSourceTest {
  @Inject PipesClient pipes;
  @Inject SqsClient sqs;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private String from;
  private String to;

  @BeforeEach
  void queues() {
    Setting.role(iam);
    from = Setting.queue(sqs, "from");
    to = Setting.queue(sqs, "to");
  }

  private CreatePipeRequest.Builder pipe() {
    return CreatePipeRequest.builder().name("pipe").source(from).target(to).roleArn(Setting.ROLE);
  }

  private PipeState state() {
    return pipes.describePipe(d -> d.name("pipe")).currentState();
  }

  @Test
  void whatMatchesIsMadeAnewAndPassedOn() {
    pipes.createPipe(
        pipe()
            .sourceParameters(
                s ->
                    s.filterCriteria(
                        f -> f.filters(x -> x.pattern("{\"body\":{\"kind\":[\"good\"]}}"))))
            .targetParameters(
                t ->
                    t.inputTemplate(
                        """
                        {"n":<$.body.items[0].n>,"said":"<$.body.said>","pipe":"<aws.pipes.pipe-name>","no":<$.body.no>}\
                        """))
            .build());
    clock.advance(Duration.ofSeconds(2));
    Setting.send(
        sqs, "from", "{\"kind\":\"good\",\"items\":[{\"n\":7}],\"said\":\"a \\\"word\\\"\"}");
    Setting.send(sqs, "from", "{\"kind\":\"bad\"}");
    clock.advance(Duration.ofSeconds(2));
    assertThat(Setting.bodies(sqs, "to"))
        .containsExactly("{\"n\":7,\"said\":\"a \\\"word\\\"\",\"pipe\":\"pipe\",\"no\":\"\"}");
    clock.advance(Duration.ofMinutes(5));
    assertThat(Setting.bodies(sqs, "from")).isEmpty();
    assertThat(Setting.bodies(sqs, "to")).isEmpty();
  }

  @Test
  void withoutATemplateTheEventItselfIsPassedOn() {
    pipes.createPipe(pipe().build());
    clock.advance(Duration.ofSeconds(2));
    Setting.send(sqs, "from", "plain");
    clock.advance(Duration.ofSeconds(2));
    assertThat(Setting.bodies(sqs, "to"))
        .singleElement()
        .asString()
        .contains("\"body\":\"plain\"", "\"eventSource\":\"aws:sqs\"", from);
  }

  @Test
  void whatTheTargetDoesNotTakeComesBack() {
    pipes.createPipe(pipe().target(to + "gether").build());
    clock.advance(Duration.ofSeconds(2));
    Setting.send(sqs, "from", "again");
    clock.advance(Duration.ofMinutes(2));
    Setting.queue(sqs, "together");
    clock.advance(Duration.ofMinutes(2));
    assertThat(Setting.bodies(sqs, "together")).hasSize(1);
  }

  @Test
  void aPipeGoesFromStateToState() {
    assertThat(pipes.createPipe(pipe().desiredState(RequestedPipeState.STOPPED).build()))
        .satisfies(
            made -> {
              assertThat(made.currentState()).isEqualTo(PipeState.CREATING);
              assertThat(made.arn()).isEqualTo("arn:aws:pipes:us-east-1:000000000000:pipe/pipe");
            });
    assertThatThrownBy(() -> pipes.startPipe(s -> s.name("pipe")))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> pipes.createPipe(pipe().build()))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("Pipe pipe already exists.");
    Setting.send(sqs, "from", "waiting");
    clock.advance(Duration.ofSeconds(30));
    assertThat(state()).isEqualTo(PipeState.STOPPED);
    assertThat(Setting.bodies(sqs, "to")).isEmpty();

    assertThat(pipes.startPipe(s -> s.name("pipe")).currentState()).isEqualTo(PipeState.STARTING);
    clock.advance(Duration.ofSeconds(2));
    assertThat(state()).isEqualTo(PipeState.RUNNING);
    assertThat(Setting.bodies(sqs, "to")).hasSize(1);

    pipes.stopPipe(s -> s.name("pipe"));
    assertThat(state()).isEqualTo(PipeState.STOPPING);
    clock.advance(Duration.ofMinutes(1));
    Setting.send(sqs, "from", "not taken");
    clock.advance(Duration.ofMinutes(1));
    assertThat(Setting.bodies(sqs, "to")).isEmpty();

    pipes.deletePipe(d -> d.name("pipe"));
    assertThat(state()).isEqualTo(PipeState.DELETING);
    clock.advance(Duration.ofSeconds(2));
    assertThatThrownBy(this::state)
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Pipe pipe does not exist.");
  }

  @Test
  void aPipeIsUpdatedListedAndTagged() {
    String arn =
        pipes
            .createPipe(
                pipe()
                    .description("old")
                    .sourceParameters(s -> s.sqsQueueParameters(q -> q.batchSize(1)))
                    .tags(Map.of("a", "1"))
                    .build())
            .arn();
    clock.advance(Duration.ofSeconds(2));
    pipes.updatePipe(
        u ->
            u.name("pipe")
                .roleArn(Setting.ROLE)
                .targetParameters(t -> t.inputTemplate("new <$.body>")));
    clock.advance(Duration.ofSeconds(30));
    Setting.send(sqs, "from", "word");
    clock.advance(Duration.ofSeconds(2));
    assertThat(Setting.bodies(sqs, "to")).containsExactly("new \"word\"");
    assertThat(pipes.describePipe(d -> d.name("pipe")))
        .satisfies(
            told -> {
              assertThat(told.description()).isEqualTo("old");
              assertThat(told.sourceParameters().sqsQueueParameters().batchSize()).isEqualTo(1);
              assertThat(told.tags()).containsExactly(Map.entry("a", "1"));
            });
    pipes.tagResource(t -> t.resourceArn(arn).tags(Map.of("b", "2")));
    pipes.untagResource(t -> t.resourceArn(arn).tagKeys("a"));
    assertThat(pipes.listTagsForResource(t -> t.resourceArn(arn)).tags())
        .containsExactly(Map.entry("b", "2"));
    assertThat(pipes.listPipes(l -> l.sourcePrefix(from).currentState(PipeState.RUNNING)).pipes())
        .extracting(Pipe::name)
        .containsExactly("pipe");
    assertThat(pipes.listPipes(l -> l.targetPrefix("arn:aws:sns")).pipes()).isEmpty();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> pipes.createPipe(pipe().roleArn(Setting.ROLE + "s").build()))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("must allow AWS EventBridge Pipes to assume the role.");
    assertThatThrownBy(
            () ->
                pipes.createPipe(
                    pipe()
                        .sourceParameters(
                            s -> s.filterCriteria(f -> f.filters(x -> x.pattern("{\"a\":1}"))))
                        .build()))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Event pattern is not valid.");
    assertThatThrownBy(
            () ->
                pipes.createPipe(
                    pipe().source("arn:aws:kafka:us-east-1:000000000000:cluster/a/b").build()))
        .hasMessageContaining("Nephele does not implement sources such as");
    assertThatThrownBy(
            () ->
                pipes.createPipe(
                    pipe().source("arn:aws:kinesis:us-east-1:000000000000:stream/s").build()))
        .hasMessageContaining("KinesisStreamParameters");
  }
}
