package io.nephele.services.firehose;

import io.nephele.api.firehose.ProcessingConfiguration;
import io.nephele.api.firehose.Processor;
import io.nephele.api.firehose.ProcessorParameter;
import java.util.HashMap;
import java.util.Map;

/**
 * What is done with records on their way.
 *
 * @param lambdaArn the function that transforms them, or null
 * @param lambdaRole the role by which it is invoked, or null for the destination's
 * @param lambdaMegabytes how much it is given at a time
 * @param lambdaRetries how often it is tried again
 * @param subRecordType how records are taken apart: {@code JSON}, {@code DELIMITED} or null
 * @param subRecordDelimiter what separates delimited ones
 * @param partitionQuery the JQ query that finds the keys of partitions, or null
 * @param delimiter what is put after each record, or null
 * @param decompress whether records are GZIP files, as CloudWatch Logs sends them
 * @param extractMessages whether only the messages of CloudWatch Logs are kept
 */
record Processors(
    String lambdaArn,
    String lambdaRole,
    double lambdaMegabytes,
    int lambdaRetries,
    String subRecordType,
    byte[] subRecordDelimiter,
    String partitionQuery,
    byte[] delimiter,
    boolean decompress,
    boolean extractMessages) {

  private static final Processors NONE =
      new Processors(null, null, 0, 0, null, null, null, null, false, false);
  private static final String DEFAULT_MEGABYTES = "1";
  private static final String DEFAULT_RETRIES = "3";
  private static final int MOST_RETRIES = 300;

  /** What a configuration says; nothing if it is null or switched off. */
  static Processors of(ProcessingConfiguration configuration) {
    if (configuration == null
        || Boolean.FALSE.equals(configuration.enabled())
        || configuration.processors() == null) {
      return NONE;
    }
    Map<String, Map<String, String>> byType = new HashMap<>();
    for (Processor processor : configuration.processors()) {
      Map<String, String> parameters = new HashMap<>();
      if (processor.parameters() != null) {
        for (ProcessorParameter parameter : processor.parameters()) {
          parameters.put(parameter.parameterName(), parameter.parameterValue());
        }
      }
      if (byType.put(processor.type(), parameters) != null) {
        throw FirehoseErrors.invalid(
            "Only one processor of type " + processor.type() + " is supported.");
      }
    }
    Map<String, String> lambda = byType.get("Lambda");
    Map<String, String> parts = byType.get("RecordDeAggregation");
    Map<String, String> metadata = byType.get("MetadataExtraction");
    Map<String, String> append = byType.get("AppendDelimiterToRecord");
    Map<String, String> logs = byType.get("CloudWatchLogProcessing");
    return new Processors(
        lambda == null ? null : required(lambda, "LambdaArn"),
        lambda == null ? null : lambda.get("RoleArn"),
        lambda == null ? 0 : number(lambda, "BufferSizeInMBs", DEFAULT_MEGABYTES),
        lambda == null ? 0 : retries(lambda),
        parts == null ? null : subRecordType(parts),
        parts == null ? null : subRecordDelimiter(parts),
        metadata == null ? null : query(metadata),
        append == null ? null : delimiter(append),
        byType.containsKey("Decompression"),
        logs != null && "true".equals(logs.get("DataMessageExtraction")));
  }

  private static String required(Map<String, String> parameters, String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw FirehoseErrors.invalid("Processor parameter " + name + " must be specified.");
    }
    return value;
  }

  private static double number(Map<String, String> parameters, String name, String otherwise) {
    String value = parameters.getOrDefault(name, otherwise);
    try {
      double number = Double.parseDouble(value);
      if (number > 0 && number <= 1024) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw FirehoseErrors.invalid("Processor parameter " + name + " is not valid: " + value);
  }

  private static int retries(Map<String, String> lambda) {
    String value = lambda.getOrDefault("NumberOfRetries", DEFAULT_RETRIES);
    try {
      int retries = Integer.parseInt(value);
      if (retries >= 0 && retries <= MOST_RETRIES) {
        return retries;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw FirehoseErrors.invalid("Processor parameter NumberOfRetries is not valid: " + value);
  }

  private static String subRecordType(Map<String, String> parts) {
    String type = required(parts, "SubRecordType");
    if (!type.equals("JSON") && !type.equals("DELIMITED")) {
      throw FirehoseErrors.invalid("Processor parameter SubRecordType is not valid: " + type);
    }
    return type;
  }

  private static byte[] subRecordDelimiter(Map<String, String> parts) {
    if (!parts.get("SubRecordType").equals("DELIMITED")) {
      return null;
    }
    byte[] decoded = decoded(required(parts, "Delimiter"));
    if (decoded.length == 0) {
      throw FirehoseErrors.invalid("Processor parameter Delimiter is not valid.");
    }
    return decoded;
  }

  private static byte[] decoded(String base64) {
    try {
      return java.util.Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw FirehoseErrors.invalid("Processor parameter Delimiter must be base64 encoded.");
    }
  }

  private static String query(Map<String, String> metadata) {
    String engine = required(metadata, "JsonParsingEngine");
    if (!engine.equals("JQ-1.6")) {
      throw FirehoseErrors.invalid("Processor parameter JsonParsingEngine is not valid: " + engine);
    }
    String query = required(metadata, "MetadataExtractionQuery");
    PartitionQuery.parse(query);
    return query;
  }

  /** A newline unless another is given, in which {@code \n} stands for one. */
  private static byte[] delimiter(Map<String, String> append) {
    String given = append.getOrDefault("Delimiter", "\\n");
    return given.replace("\\n", "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
