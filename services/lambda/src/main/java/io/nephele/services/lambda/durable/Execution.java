package io.nephele.services.lambda.durable;

import io.nephele.core.store.Key;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import java.time.Instant;

/**
 * A durable execution as it was started.
 *
 * @param version the version that runs it
 * @param name as the caller named it, or made up
 * @param id tells executions of the same name apart
 * @param input JSON
 * @param timeoutSeconds how long it may take
 * @param retentionDays how long it is kept when it has ended
 * @param traceHeader or null
 */
record Execution(
    String accountId,
    String region,
    String function,
    String version,
    String name,
    String id,
    Instant startedAt,
    String input,
    int timeoutSeconds,
    int retentionDays,
    String traceHeader) {
  private static final String PART = "/durable-execution/";

  /** The function's version that runs it. */
  FunctionRef ref() {
    return FunctionRef.of(accountId, region, function).with(version);
  }

  String arn() {
    return ref().arn() + PART + name + '/' + id;
  }

  /** Where its rows are. */
  Key place() {
    return ref().place().with(id);
  }

  /** When its time is over. */
  Instant deadline() {
    return startedAt.plusSeconds(timeoutSeconds);
  }

  /** Where the rows of the execution of an ARN are; an error to the caller if it is none. */
  static Key place(String arn) {
    int part = arn.indexOf(PART);
    FunctionRef ref = part < 0 ? null : FunctionRef.ofArn(arn.substring(0, part));
    if (ref == null || arn.indexOf('/', part + PART.length()) < 0) {
      throw LambdaErrors.invalid("Invalid durable execution ARN: " + arn);
    }
    return ref.place().with(arn.substring(arn.lastIndexOf('/') + 1));
  }
}
