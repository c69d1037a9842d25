package io.nephele.services.pipes;

import io.nephele.core.arn.Arn;
import io.nephele.core.json.JsonText;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells a pipe's dead-letter queue of records that were given up. */
final class StreamFailures {
  private static final System.Logger LOG = new LazyLogger(StreamFailures.class);

  private final PipesWorld pipes;

  StreamFailures(PipesWorld pipes) {
    this.pipes = pipes;
  }

  /** Tells where the records are, if somebody wants to know. */
  void tell(
      PipeRow row, StreamSettings settings, String shard, List<Item> items, String condition) {
    String to = settings.deadLetterArn();
    if (to == null) {
      return;
    }
    Arn stream = Arn.parse(row.request().source());
    Map<String, Object> where = new LinkedHashMap<>();
    where.put("shardId", shard);
    where.put("startSequenceNumber", items.getFirst().id());
    where.put("endSequenceNumber", items.getLast().id());
    where.put("approximateArrivalOfFirstRecord", items.getFirst().arrivedAt().toString());
    where.put("approximateArrivalOfLastRecord", items.getLast().arrivedAt().toString());
    where.put("batchSize", items.size());
    where.put("streamArn", stream.toString());
    Map<String, Object> letter = new LinkedHashMap<>();
    letter.put("context", Map.of("partnerResourceArn", row.arn(), "condition", condition));
    letter.put("version", "1.0");
    letter.put("timestamp", pipes.now().toString());
    letter.put(StreamSource.isTable(stream) ? "DDBStreamBatchInfo" : "KinesisBatchInfo", where);
    try {
      Targets.Caller caller = pipes.caller(row);
      if (Arn.parse(to).service().equals("sns")) {
        pipes.targets().topic(to, JsonText.write(letter), caller);
      } else {
        pipes.targets().queue(to, JsonText.write(letter), Targets.MessageOptions.NONE, caller);
      }
    } catch (AwsException e) {
      LOG.log(System.Logger.Level.INFO, "{0} did not take a letter: {1}", to, e.getMessage());
    }
  }
}
