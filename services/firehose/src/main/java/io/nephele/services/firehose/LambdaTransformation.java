package io.nephele.services.firehose;

import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.InvocationResponse;
import io.nephele.api.lambda.Lambda;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Regions;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Has records transformed by a function of Lambda. */
final class LambdaTransformation {
  private static final int MOST_RECORDS = 10_000;

  private final FirehoseWorld firehose;

  LambdaTransformation(FirehoseWorld firehose) {
    this.firehose = firehose;
  }

  /** What the function makes of records; those that it fails on are added to the failures. */
  List<Item> transform(
      DeliveryStream stream,
      Processors processors,
      String role,
      List<Item> records,
      List<Failure> failures) {
    List<Item> transformed = new ArrayList<>();
    long most = (long) (processors.lambdaMegabytes() * (1 << 20));
    List<Item> batch = new ArrayList<>();
    long bytes = 0;
    for (Item record : records) {
      if (!batch.isEmpty()
          && (bytes + record.data().length > most || batch.size() == MOST_RECORDS)) {
        new Batch(stream, processors, role, batch).run(transformed, failures);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(record);
      bytes += record.data().length;
    }
    if (!batch.isEmpty()) {
      new Batch(stream, processors, role, batch).run(transformed, failures);
    }
    return transformed;
  }

  /** Records that are given to the function at once. */
  private final class Batch {
    private final DeliveryStream stream;
    private final Processors processors;
    private final String role;
    private final List<Item> items;

    Batch(DeliveryStream stream, Processors processors, String role, List<Item> items) {
      this.stream = stream;
      this.processors = processors;
      this.role = processors.lambdaRole() == null ? role : processors.lambdaRole();
      this.items = items;
    }

    void run(List<Item> transformed, List<Failure> failures) {
      String code = null;
      String message = null;
      int attempts = 0;
      while (attempts <= processors.lambdaRetries()) {
        attempts++;
        try {
          InvocationResponse response = invoke();
          if (response.functionError() == null) {
            read(response.payload(), transformed, failures, attempts);
            return;
          }
          code = "Lambda.FunctionError";
          message = "The Lambda function was successfully invoked but it returned an error result.";
        } catch (AwsException e) {
          code = "Lambda.InvokeAccessDenied";
          message = "The Lambda function could not be invoked: " + e.getMessage();
          if (!e.code().contains("AccessDenied")) {
            code = e.status() == 404 ? "Lambda.FunctionNotFound" : "Lambda.InvocationFailure";
          }
        }
      }
      for (Item item : items) {
        fail(failures, item, code, message, attempts);
      }
    }

    private void fail(
        List<Failure> failures, Item item, String code, String message, int attempts) {
      failures.add(
          new Failure(Failure.PROCESSING, code, message, item, processors.lambdaArn(), attempts));
    }

    private InvocationResponse invoke() {
      Principal principal = firehose.assume(role, stream);
      return firehose
          .world()
          .call(
              Lambda.Invoke,
              new InvocationRequest()
                  .functionName(processors.lambdaArn())
                  .invocationType("RequestResponse")
                  .payload(Bytes.utf8(JsonText.write(event()))),
              principal,
              Regions.find(stream.region()),
              FirehoseWorld.origin(stream));
    }

    private Map<String, Object> event() {
      List<Object> records = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("recordId", recordId(i));
        record.put("approximateArrivalTimestamp", items.get(i).arrivedAt());
        record.put("data", Base64.getEncoder().encodeToString(items.get(i).data()));
        records.add(record);
      }
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("invocationId", firehose.world().ids().uuid().toString());
      event.put("deliveryStreamArn", stream.arn());
      event.put("region", stream.region());
      if (stream.source() != null) {
        event.put("sourceKinesisStreamArn", stream.source().streamArn());
      }
      event.put("records", records);
      return event;
    }

    /** As long as AWS's: a sequence number and a place. */
    private String recordId(int index) {
      return "49%054d%06d".formatted(items.get(index).arrivedAt(), index);
    }

    private void read(Bytes payload, List<Item> transformed, List<Failure> failures, int attempts) {
      Map<String, Map<?, ?>> answers = new HashMap<>();
      Object parsed = payload == null ? null : JsonText.parse(payload.utf8());
      if (parsed instanceof Map<?, ?> answer && answer.get("records") instanceof List<?> list) {
        for (Object each : list) {
          if (each instanceof Map<?, ?> record && record.get("recordId") instanceof String id) {
            answers.put(id, record);
          }
        }
      }
      for (int i = 0; i < items.size(); i++) {
        Item item = items.get(i);
        Map<?, ?> answer = answers.get(recordId(i));
        if (answer == null) {
          fail(
              failures,
              item,
              "Lambda.MissingRecordId",
              "One or more record Ids were not returned. Ensure that the Lambda function returns"
                  + " all received record Ids.",
              attempts);
          continue;
        }
        Object result = answer.get("result");
        if ("Ok".equals(result)) {
          take(item, answer, transformed, failures, attempts);
        } else if (!"Dropped".equals(result)) {
          boolean known = "ProcessingFailed".equals(result);
          fail(
              failures,
              item,
              known ? "Lambda.ProcessingFailedStatus" : "Lambda.InvalidResult",
              known
                  ? "ProcessingFailed status set for record"
                  : "Result of a record must be Ok, Dropped or ProcessingFailed.",
              attempts);
        }
      }
    }

    private void take(
        Item item, Map<?, ?> answer, List<Item> transformed, List<Failure> failures, int attempts) {
      try {
        byte[] data =
            Base64.getDecoder()
                .decode(String.valueOf(answer.get("data")).getBytes(StandardCharsets.US_ASCII));
        transformed.add(new Item(data, item.arrivedAt(), partitions(item, answer)));
      } catch (IllegalArgumentException e) {
        fail(
            failures,
            item,
            "Lambda.DataNotBase64",
            "The data of a record that the Lambda function returned is not base64 encoded.",
            attempts);
      }
    }

    private static Map<String, String> partitions(Item item, Map<?, ?> answer) {
      Map<String, String> partitions = new HashMap<>(item.partitions());
      if (answer.get("metadata") instanceof Map<?, ?> metadata
          && metadata.get("partitionKeys") instanceof Map<?, ?> keys) {
        keys.forEach((name, value) -> partitions.put("lambda." + name, String.valueOf(value)));
      }
      return partitions;
    }
  }
}
