package io.nephele.services.s3.batch;

import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.InvocationResponse;
import io.nephele.api.lambda.Lambda;
import io.nephele.api.s3control.LambdaInvokeOperation;
import io.nephele.core.json.JsonText;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Invokes functions with one task each. */
final class LambdaTasks {
  private static final String FIRST_SCHEMA = "1.0";

  private final BatchWorld batch;

  LambdaTasks(BatchWorld batch) {
    this.batch = batch;
  }

  /** Invokes a function; returns what it says of the task. */
  String invoke(Job job, LambdaInvokeOperation operation, Task task) {
    InvocationResponse answer =
        batch.call(
            job,
            Lambda.Invoke,
            new InvocationRequest()
                .functionName(operation.functionArn())
                .invocationType("RequestResponse")
                .payload(Bytes.of(event(job, operation, task).getBytes(StandardCharsets.UTF_8))),
            null);
    String text =
        answer.payload() == null
            ? ""
            : new String(answer.payload().toArray(), StandardCharsets.UTF_8);
    if (answer.functionError() != null) {
      throw AwsException.client("LambdaFunctionError", 400, text);
    }
    if (!(JsonText.parse(text) instanceof Map<?, ?> result)
        || !(result.get("results") instanceof List<?> results)
        || results.isEmpty()
        || !(results.getFirst() instanceof Map<?, ?> told)) {
      throw AwsException.client(
          "InvalidLambdaResponse", 400, "The function did not return results of the task");
    }
    String says = String.valueOf(told.get("resultString"));
    if (!"Succeeded".equals(told.get("resultCode"))) {
      throw AwsException.client(String.valueOf(told.get("resultCode")), 400, says);
    }
    return says;
  }

  private String event(Job job, LambdaInvokeOperation operation, Task task) {
    boolean first =
        operation.invocationSchemaVersion() == null
            || operation.invocationSchemaVersion().equals(FIRST_SCHEMA);
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("taskId", batch.s3().world().ids().hex(32));
    one.put("s3Key", CopyTasks.encode(task.key()));
    one.put("s3VersionId", task.versionId());
    if (first) {
      one.put("s3BucketArn", "arn:" + job.partition() + ":s3:::" + task.bucket());
    } else {
      one.put("s3Bucket", task.bucket());
    }
    Map<String, Object> of = new LinkedHashMap<>();
    of.put("id", job.id());
    if (!first && operation.userArguments() != null) {
      of.put("userArguments", operation.userArguments());
    }
    Map<String, Object> event = new LinkedHashMap<>();
    event.put(
        "invocationSchemaVersion", first ? FIRST_SCHEMA : operation.invocationSchemaVersion());
    event.put("invocationId", batch.s3().world().ids().uuid().toString());
    event.put("job", of);
    event.put("tasks", List.of(one));
    return JsonText.write(event);
  }
}
