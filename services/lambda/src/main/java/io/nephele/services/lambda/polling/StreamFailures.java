package io.nephele.services.lambda.polling;

import io.nephele.api.lambda.DestinationConfig;
import io.nephele.core.json.JsonText;
import io.nephele.core.logging.LazyLogger;
import io.nephele.model.AwsException;
import io.nephele.services.lambda.invoke.Invoker;
import io.nephele.services.lambda.mappings.MappingRow;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells a mapping's destination of records that were given up. */
final class StreamFailures {
  private static final System.Logger LOG = new LazyLogger(StreamFailures.class);

  private StreamFailures() {}

  /**
   * Tells of records that were given up, if somebody wants to know.
   *
   * @param done the last run, or null if there was none
   */
  static void tell(
      Sources sources,
      MappingRow row,
      String shardId,
      List<StreamItem> items,
      String condition,
      int count,
      Invoker.Done done) {
    DestinationConfig destinations = row.configuration().destinationConfig();
    String to =
        destinations == null || destinations.onFailure() == null
            ? null
            : destinations.onFailure().destination();
    if (to == null || to.isEmpty()) {
      return;
    }
    FunctionRef function = row.function().with(null);
    Map<String, Object> document = new LinkedHashMap<>();
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("requestId", sources.lambda().uuid());
    request.put("functionArn", row.function().arn());
    request.put("condition", condition);
    request.put("approximateInvokeCount", count);
    document.put("requestContext", request);
    if (done != null) {
      Map<String, Object> response = new LinkedHashMap<>();
      response.put("statusCode", 200);
      response.put("executedVersion", done.version());
      response.put("functionError", done.outcome().functionError());
      document.put("responseContext", response);
    }
    document.put("version", "1.0");
    document.put("timestamp", Times.withLetter(sources.lambda().now()));
    document.put(StreamSource.batchInfo(row), info(row, shardId, items));
    try {
      if (to.contains(":s3:::")) {
        List<Object> records = new ArrayList<>();
        items.forEach(item -> records.add(item.record()));
        document.put("payload", JsonText.write(Map.of("Records", records)));
        String prefix = "aws/lambda/" + row.uuid() + '/' + shardId;
        sources.deliverer().put(sources.role(row), function, to, prefix, JsonText.write(document));
      } else {
        sources.deliverer().send(sources.role(row), function, to, JsonText.write(document));
      }
      sources.count(row, "OnFailureDestinationDeliveredEventCount", items.size());
    } catch (AwsException e) {
      LOG.log(System.Logger.Level.INFO, "{0} did not take a failure: {1}", to, e.getMessage());
      sources.metrics().count(function, null, "DestinationDeliveryFailures", 1);
    }
  }

  private static Map<String, Object> info(MappingRow row, String shardId, List<StreamItem> items) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("shardId", shardId);
    info.put("startSequenceNumber", items.getFirst().sequenceNumber());
    info.put("endSequenceNumber", items.getLast().sequenceNumber());
    info.put("approximateArrivalOfFirstRecord", Times.withLetter(items.getFirst().arrivedAt()));
    info.put("approximateArrivalOfLastRecord", Times.withLetter(items.getLast().arrivedAt()));
    info.put("batchSize", items.size());
    info.put("streamArn", row.source().toString());
    return info;
  }
}
