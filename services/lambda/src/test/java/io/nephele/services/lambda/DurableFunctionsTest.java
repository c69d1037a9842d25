package io.nephele.services.lambda;

import static io.nephele.services.lambda.TestFunctions.may;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.DurableConfig;
import software.amazon.awssdk.services.lambda.model.Event;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;
import software.amazon.awssdk.services.lambda.model.GetDurableExecutionResponse;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Durable functions go on after waits, retries, callbacks and calls of other functions. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class DurableFunctionsTest {
  /** What AWS's SDK for durable functions does, as far as these functions need it. */
  private static final String DURABLE =
      """
      import json, os, urllib.parse, urllib.request

      class Execution:
        def __init__(self, event):
          self.arn, self.token = event['DurableExecutionArn'], event['CheckpointToken']
          self.ops = {o['Id']: o for o in event['InitialExecutionState']['Operations']}
          execution = next(o for o in self.ops.values() if o['Type'] == 'EXECUTION')
          self.input = json.loads(execution['ExecutionDetails']['InputPayload'])

        def checkpoint(self, **update):
          path = '/2025-12-01/durable-executions/%s/checkpoint' % urllib.parse.quote(self.arn, safe='')
          key = 'AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/lambda/aws4_request, '
          request = urllib.request.Request(
              os.environ['AWS_ENDPOINT_URL'] + path,
              json.dumps({'CheckpointToken': self.token, 'Updates': [update]}).encode(),
              {'Content-Type': 'application/json',
               'Authorization': key + 'SignedHeaders=host, Signature=0'})
          try:
            answer = json.load(urllib.request.urlopen(request))
          except urllib.error.HTTPError as e:
            raise ValueError(e.read().decode())
          self.token = answer.get('CheckpointToken')
          for o in answer['NewExecutionState']['Operations']:
            self.ops[o['Id']] = o
          return self.ops[update['Id']] if update['Id'] in self.ops else None

        def begin(self, id, type, **more):
          if id not in self.ops:
            self.checkpoint(Id=id, Type=type, Action='START', Name=id, **more)
          return self.ops[id]

      PENDING = {'Status': 'PENDING'}
      def done(result):
        return {'Status': 'SUCCEEDED', 'Result': json.dumps(result)}
      """;

  @Inject Nephele nephele;
  @Inject LambdaClient lambda;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  private TestFunctions functions;
  private String role;

  @BeforeEach
  void role() {
    functions = new TestFunctions(nephele);
    role = functions.role("runner", may("lambda:*", "*"), may("sqs:*", "*"));
  }

  private void durable(String name, String source, Consumer<DurableConfig.Builder> config) {
    functions.python(name, role, DURABLE + source, b -> b.durableConfig(config));
  }

  /** Begins an execution, whose ARN is returned. */
  private String begin(String name, String input) {
    return lambda
        .invoke(
            b ->
                b.functionName(name)
                    .qualifier("$LATEST")
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromUtf8String(input)))
        .durableExecutionArn();
  }

  private GetDurableExecutionResponse get(String arn) {
    return lambda.getDurableExecution(b -> b.durableExecutionArn(arn));
  }

  private List<String> history(String arn) {
    return lambda.getDurableExecutionHistory(b -> b.durableExecutionArn(arn)).events().stream()
        .map(Event::eventTypeAsString)
        .toList();
  }

  @Test
  void stepsAreRetriedAndWaitsEndByTheClock() {
    durable(
        "worker",
        """
        def handler(event, context):
          e = Execution(event)
          step = e.begin('step', 'STEP')
          if step['StepDetails'].get('Attempt', 0) < 1:
            e.checkpoint(Id='step', Type='STEP', Action='RETRY', Error={'ErrorMessage': 'not yet'},
                         StepOptions={'NextAttemptDelaySeconds': 10})
            return PENDING
          if step['Status'] != 'SUCCEEDED':
            if step['Status'] == 'READY':
              e.checkpoint(Id='step', Type='STEP', Action='START')
            step = e.checkpoint(Id='step', Type='STEP', Action='SUCCEED', Payload='"made"')
          if e.begin('pause', 'WAIT', WaitOptions={'WaitSeconds': 3600})['Status'] != 'SUCCEEDED':
            return PENDING
          return done([e.input, step['StepDetails']['Result'], step['StepDetails']['Attempt']])
        """,
        c -> c.executionTimeout(7200).retentionPeriodInDays(1));
    String arn = begin("worker", "{\"n\": 1}");
    assertThat(arn)
        .startsWith(
            "arn:aws:lambda:us-east-1:000000000000:function:worker:$LATEST/durable-execution/");
    clock.advance(Duration.ofSeconds(5));
    assertThat(history(arn))
        .containsExactly("ExecutionStarted", "StepStarted", "StepFailed", "InvocationCompleted");
    clock.advance(Duration.ofMinutes(59));
    assertThat(get(arn).status()).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(get(arn).result()).isNull();
    clock.advance(Duration.ofMinutes(2));
    assertThat(history(arn))
        .as("%s", get(arn))
        .containsExactly(
            "ExecutionStarted",
            "StepStarted",
            "StepFailed",
            "InvocationCompleted",
            "StepStarted",
            "StepSucceeded",
            "WaitStarted",
            "InvocationCompleted",
            "WaitSucceeded",
            "InvocationCompleted",
            "ExecutionSucceeded");
    assertThat(get(arn).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(get(arn).result()).isEqualTo("[{\"n\": 1}, \"\\\"made\\\"\", 2]");
    assertThat(
            lambda
                .listDurableExecutionsByFunction(
                    b -> b.functionName("worker").statuses(ExecutionStatus.SUCCEEDED))
                .durableExecutions())
        .hasSize(1);
    clock.advance(Duration.ofDays(1));
    assertThatThrownBy(() -> get(arn)).hasMessageContaining("Durable execution not found");
  }

  @Test
  void callbacksAreAnsweredOrTimeOut() {
    durable(
        "asker",
        """
        def handler(event, context):
          e = Execution(event)
          asked = e.begin('ask', 'CALLBACK', CallbackOptions=e.input)
          if asked['Status'] == 'STARTED':
            return PENDING
          details = asked['CallbackDetails']
          return done([asked['Status'], details.get('Result'), details.get('Error', {}).get('ErrorType')])
        """,
        c -> c.executionTimeout(600));
    String arn = begin("asker", "{\"TimeoutSeconds\": 300, \"HeartbeatTimeoutSeconds\": 60}");
    String late = begin("asker", "{\"HeartbeatTimeoutSeconds\": 60}");
    clock.advance(Duration.ofSeconds(50));
    String callback = callback(arn);
    LambdaClient other =
        Clients.create(LambdaClient.class, nephele.endpoint(), "us-east-1", "111122223333");
    assertThatThrownBy(() -> other.getDurableExecution(b -> b.durableExecutionArn(arn)))
        .hasMessageContaining("lambda:GetDurableExecution on resource: " + arn);
    assertThatThrownBy(
            () -> other.sendDurableExecutionCallbackHeartbeat(b -> b.callbackId(callback)))
        .hasMessageContaining("lambda:SendDurableExecutionCallbackHeartbeat on resource: " + arn);
    lambda.sendDurableExecutionCallbackHeartbeat(b -> b.callbackId(callback));
    clock.advance(Duration.ofSeconds(50));
    assertThat(get(late).result()).isEqualTo("[\"TIMED_OUT\", null, \"Callback.Heartbeat\"]");
    assertThatThrownBy(
            () -> lambda.sendDurableExecutionCallbackSuccess(b -> b.callbackId(callback(late))))
        .hasMessageContaining("has ended");
    assertThat(get(arn).status()).isEqualTo(ExecutionStatus.RUNNING);
    lambda.sendDurableExecutionCallbackSuccess(
        b -> b.callbackId(callback).result(SdkBytes.fromUtf8String("\"yes\"")));
    clock.advance(Duration.ofSeconds(1));
    assertThat(get(arn).result()).isEqualTo("[\"SUCCEEDED\", \"\\\"yes\\\"\", null]");
  }

  private String callback(String arn) {
    return lambda.getDurableExecutionHistory(b -> b.durableExecutionArn(arn)).events().stream()
        .filter(e -> e.callbackStartedDetails() != null)
        .findFirst()
        .orElseThrow()
        .callbackStartedDetails()
        .callbackId();
  }

  @Test
  void otherFunctionsAreInvokedAndCallersWait() {
    functions.python("adder", role, "def handler(e, c):\n  return e['a'] + e['b']\n");
    durable(
        "caller",
        """
        def handler(event, context):
          e = Execution(event)
          call = e.begin('call', 'CHAINED_INVOKE', Payload=json.dumps(e.input),
                         ChainedInvokeOptions={'FunctionName': 'adder'})
          if call['Status'] == 'STARTED':
            return PENDING
          if call['Status'] == 'FAILED':
            return {'Status': 'FAILED', 'Error': call['ChainedInvokeDetails']['Error']}
          return done(int(call['ChainedInvokeDetails']['Result']) * 10)
        """,
        c -> c.executionTimeout(60));
    String first = begin("caller", "{\"a\": 1, \"b\": 2}");
    String second = begin("caller", "{\"a\": 1}");
    clock.advance(Duration.ofSeconds(1));
    assertThat(get(first).result()).as("%s", history(first)).isEqualTo("30");
    assertThat(get(second).status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(get(second).error().errorType()).isEqualTo("KeyError");

    InvokeResponse known =
        lambda.invoke(
            b ->
                b.functionName("caller")
                    .qualifier("$LATEST")
                    .invocationType(InvocationType.EVENT)
                    .durableExecutionName("once")
                    .payload(SdkBytes.fromUtf8String("{\"a\": 2, \"b\": 2}")));
    clock.advance(Duration.ofSeconds(1));
    InvokeResponse again =
        lambda.invoke(
            b ->
                b.functionName("caller")
                    .qualifier("$LATEST")
                    .durableExecutionName("once")
                    .payload(SdkBytes.fromUtf8String("{\"a\": 2, \"b\": 2}")));
    assertThat(again.durableExecutionArn()).isEqualTo(known.durableExecutionArn());
    assertThat(again.payload().asUtf8String()).isEqualTo("40");
    assertThatThrownBy(
            () ->
                lambda.invoke(
                    b ->
                        b.functionName("caller")
                            .qualifier("$LATEST")
                            .durableExecutionName("once")
                            .payload(SdkBytes.fromUtf8String("{\"a\": 3, \"b\": 2}"))))
        .hasMessageContaining("has been started already");
    assertThatThrownBy(() -> functions.invoke("caller", "{}"))
        .hasMessageContaining("unqualified ARN");
  }

  @Test
  void queuesBeginExecutions() {
    String queue = sqs.createQueue(b -> b.queueName("jobs")).queueUrl();
    String arn = "arn:aws:sqs:us-east-1:000000000000:jobs";
    durable(
        "worker",
        """
        def handler(event, context):
          e = Execution(event)
          if e.begin('pause', 'WAIT', WaitOptions={'WaitSeconds': 5})['Status'] != 'SUCCEEDED':
            return PENDING
          return done([r['body'] for r in e.input['Records']])
        """,
        c -> c.executionTimeout(20));
    assertThatThrownBy(
            () ->
                lambda.createEventSourceMapping(b -> b.functionName("worker").eventSourceArn(arn)))
        .hasMessageContaining("unqualified ARN");
    lambda.createEventSourceMapping(b -> b.functionName("worker:$LATEST").eventSourceArn(arn));
    sqs.sendMessage(b -> b.queueUrl(queue).messageBody("job"));
    clock.advance(Duration.ofSeconds(10));
    String execution =
        lambda
            .listDurableExecutionsByFunction(b -> b.functionName("worker"))
            .durableExecutions()
            .getFirst()
            .durableExecutionArn();
    assertThat(get(execution).result()).isEqualTo("[\"job\"]");
    assertThat(
            sqs.getQueueAttributes(b -> b.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
                .attributes())
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0");
  }

  @Test
  void executionsAreStoppedTimeOutAndFail() {
    durable(
        "odd",
        """
        def handler(event, context):
          e = Execution(event)
          if e.input == 'crash':
            raise ValueError('no')
          if e.input == 'stale':
            e.token = 'c3RhbGU='
            e.checkpoint(Id='x', Type='STEP', Action='START')
          if e.input == 'wait':
            e.begin('w', 'WAIT', WaitOptions={'WaitSeconds': 5000})
          return PENDING
        """,
        c -> c.executionTimeout(300));
    String nothing = begin("odd", "\"nothing\"");
    String crash = begin("odd", "\"crash\"");
    String stale = begin("odd", "\"stale\"");
    String stopped = begin("odd", "\"wait\"");
    String waits = begin("odd", "\"wait\"");
    clock.advance(Duration.ofSeconds(60));
    assertThat(get(nothing).error().errorMessage())
        .isEqualTo("Cannot return PENDING status with no pending operations.");
    assertThat(get(crash).error().errorMessage()).isEqualTo("no");
    assertThat(history(crash)).filteredOn("InvocationCompleted"::equals).hasSize(6);
    assertThat(get(stale).error().errorMessage()).contains("Invalid checkpoint token");
    lambda.stopDurableExecution(
        b -> b.durableExecutionArn(stopped).error(e -> e.errorMessage("enough")));
    assertThat(get(stopped).status()).isEqualTo(ExecutionStatus.STOPPED);
    assertThat(get(stopped).error().errorMessage()).isEqualTo("enough");
    clock.advance(Duration.ofSeconds(241));
    assertThat(get(waits).status()).isEqualTo(ExecutionStatus.TIMED_OUT);
    lambda.deleteFunction(b -> b.functionName("odd"));
    assertThatThrownBy(() -> get(waits)).hasMessageContaining("Durable execution not found");
  }
}
