package io.nephele.services.firehose;

import io.nephele.core.json.JsonText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Takes records through a stream's processors. */
final class Processing {
  private static final int MOST_UNPACKED = 64 << 20;

  private final LambdaTransformation lambda;

  Processing(LambdaTransformation lambda) {
    this.lambda = lambda;
  }

  /** What came of some records. */
  record Result(List<Item> items, List<Failure> failures) {}

  /**
   * Processes records.
   *
   * @param role the destination's
   */
  Result process(DeliveryStream stream, Processors processors, String role, List<Item> records) {
    List<Failure> failures = new ArrayList<>();
    List<Item> items = records;
    if (processors.decompress()) {
      items = decompressed(items, processors.extractMessages(), failures);
    }
    if (processors.subRecordType() != null) {
      items = apart(items, processors, failures);
    }
    if (processors.lambdaArn() != null) {
      items = lambda.transform(stream, processors, role, items, failures);
    }
    if (processors.partitionQuery() != null) {
      items = partitioned(items, processors.partitionQuery(), failures);
    }
    if (processors.delimiter() != null) {
      items = delimited(items, processors.delimiter());
    }
    return new Result(items, failures);
  }

  private static List<Item> decompressed(
      List<Item> items, boolean messagesOnly, List<Failure> failures) {
    List<Item> unpacked = new ArrayList<>();
    for (Item item : items) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(item.data()))) {
        byte[] data = in.readNBytes(MOST_UNPACKED + 1);
        if (data.length > MOST_UNPACKED) {
          throw new IOException("The record is too large.");
        }
        if (messagesOnly) {
          messages(item, data, unpacked);
        } else {
          unpacked.add(item.withData(data));
        }
      } catch (IOException e) {
        failures.add(
            new Failure(
                "decompression-failed",
                "Decompression.Error",
                "The record could not be decompressed.",
                item,
                null,
                1));
      }
    }
    return unpacked;
  }

  /** The messages of a batch of CloudWatch Logs; those that only try the way have none. */
  private static void messages(Item item, byte[] data, List<Item> unpacked) throws IOException {
    Object parsed = JsonText.parse(new String(data, StandardCharsets.UTF_8));
    if (!(parsed instanceof Map<?, ?> batch)) {
      throw new IOException("The record is no batch of log events.");
    }
    if ("DATA_MESSAGE".equals(batch.get("messageType"))
        && batch.get("logEvents") instanceof List<?> events) {
      for (Object event : events) {
        if (event instanceof Map<?, ?> fields && fields.get("message") instanceof String text) {
          unpacked.add(item.withData(text.getBytes(StandardCharsets.UTF_8)));
        }
      }
    }
  }

  private static List<Item> apart(List<Item> items, Processors processors, List<Failure> failures) {
    List<Item> parts = new ArrayList<>();
    for (Item item : items) {
      try {
        List<byte[]> found =
            processors.subRecordType().equals("JSON")
                ? JsonParts.of(item.data())
                : split(item.data(), processors.subRecordDelimiter());
        for (byte[] part : found) {
          parts.add(item.withData(part));
        }
      } catch (IOException e) {
        failures.add(
            new Failure(
                Failure.PROCESSING,
                "DynamicPartitioning.DeaggregationFailed",
                "The record could not be taken apart: it is no valid JSON.",
                item,
                null,
                1));
      }
    }
    return parts;
  }

  private static List<byte[]> split(byte[] data, byte[] delimiter) {
    List<byte[]> parts = new ArrayList<>();
    int from = 0;
    for (int at = 0; at <= data.length - delimiter.length; ) {
      if (Arrays.equals(data, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
        parts.add(Arrays.copyOfRange(data, from, at));
        at += delimiter.length;
        from = at;
      } else {
        at++;
      }
    }
    if (from < data.length) {
      parts.add(Arrays.copyOfRange(data, from, data.length));
    }
    return parts;
  }

  private static List<Item> partitioned(List<Item> items, String text, List<Failure> failures) {
    PartitionQuery query = PartitionQuery.parse(text);
    List<Item> found = new ArrayList<>();
    for (Item item : items) {
      try {
        Map<String, String> partitions = new HashMap<>(item.partitions());
        query.keys(item.data()).forEach((name, value) -> partitions.put("query." + name, value));
        found.add(new Item(item.data(), item.arrivedAt(), partitions));
      } catch (IOException e) {
        failures.add(
            new Failure(
                Failure.PROCESSING,
                "DynamicPartitioning.MetadataExtractionFailed",
                "Partition keys could not be found in the record by the query.",
                item,
                null,
                1));
      }
    }
    return found;
  }

  private static List<Item> delimited(List<Item> items, byte[] delimiter) {
    List<Item> ended = new ArrayList<>();
    for (Item item : items) {
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      data.writeBytes(item.data());
      data.writeBytes(delimiter);
      ended.add(item.withData(data.toByteArray()));
    }
    return ended;
  }
}
