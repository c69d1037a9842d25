package io.nephele.services.lambda.polling;

import io.nephele.core.json.JsonText;
import io.nephele.services.lambda.invoke.Invoker;
import io.nephele.services.lambda.mappings.Checkpoint;
import io.nephele.services.lambda.mappings.MappingRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tumbling windows: the function gets what it returned for the batch before, and is told when the
 * window ends.
 */
final class Windows {
  private static final int MOST_STATE = 1024 * 1024;

  private final Sources sources;
  private final String shardId;
  private final StreamBatches batches;

  Windows(Sources sources, String shardId, StreamBatches batches) {
    this.sources = sources;
    this.shardId = shardId;
    this.batches = batches;
  }

  /** Processes records window by window; false if the turn has ended. */
  boolean process(MappingRow row, List<StreamItem> items) throws InterruptedException {
    long seconds = row.configuration().tumblingWindowInSeconds();
    int from = 0;
    while (from < items.size()) {
      long start = start(items.get(from), seconds);
      int to = from;
      while (to < items.size() && start(items.get(to), seconds) == start) {
        to++;
      }
      Checkpoint checkpoint = sources.mappings().checkpoint(row, shardId);
      if (checkpoint == null) {
        return false;
      }
      if (checkpoint.windowStart() >= 0 && checkpoint.windowStart() != start) {
        end(row, checkpoint);
        checkpoint = checkpoint.inWindow(-1, null);
      }
      if (checkpoint.windowStart() < 0) {
        checkpoint = checkpoint.inWindow(start, "{}");
        sources.mappings().put(row, shardId, checkpoint);
      }
      Window window = new Window(row, false);
      if (!batches.inBatches(
          row, items.subList(from, to), row.configuration().batchSize(), window)) {
        return false;
      }
      from = to;
    }
    return true;
  }

  private static long start(StreamItem item, long seconds) {
    return item.arrivedAt().getEpochSecond() / seconds * seconds;
  }

  /** Ends the window if its time is over, or there is nothing more to come. */
  void endDue(MappingRow row, boolean ended) throws InterruptedException {
    Checkpoint checkpoint = sources.mappings().checkpoint(row, shardId);
    if (checkpoint == null || checkpoint.windowStart() < 0) {
      return;
    }
    long end = checkpoint.windowStart() + row.configuration().tumblingWindowInSeconds();
    if (ended || sources.lambda().now().getEpochSecond() >= end) {
      end(row, checkpoint);
    }
  }

  private void end(MappingRow row, Checkpoint checkpoint) throws InterruptedException {
    Window last = new Window(row, true);
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("Records", new ArrayList<>());
    last.add(event);
    sources.invoke(row, JsonText.write(event), null);
    sources.mappings().put(row, shardId, checkpoint.inWindow(-1, null));
  }

  /** What a window adds to events, and keeps of answers. */
  private final class Window implements StreamBatches.Extra {
    private final MappingRow row;
    private final boolean last;

    Window(MappingRow row, boolean last) {
      this.row = row;
      this.last = last;
    }

    @Override
    public void add(Map<String, Object> event) {
      Checkpoint checkpoint = sources.mappings().checkpoint(row, shardId);
      long start = checkpoint.windowStart();
      long seconds = row.configuration().tumblingWindowInSeconds();
      Map<String, Object> window = new LinkedHashMap<>();
      window.put("start", Instant.ofEpochSecond(start).toString());
      window.put("end", Instant.ofEpochSecond(start + seconds).toString());
      event.put("window", window);
      Object state = JsonText.parse(checkpoint.windowState());
      event.put("state", state instanceof Map<?, ?> ? state : Map.of());
      event.put("shardId", shardId);
      event.put("eventSourceARN", row.source().toString());
      event.put("isFinalInvokeForWindow", last);
      event.put("isWindowTerminatedEarly", false);
    }

    @Override
    public void answered(Invoker.Done done) {
      Object answer = JsonText.parse(done.outcome().payload().utf8());
      Object state = answer instanceof Map<?, ?> map ? map.get("state") : null;
      String text = state instanceof Map<?, ?> ? JsonText.write(state) : "{}";
      Checkpoint checkpoint = sources.mappings().checkpoint(row, shardId);
      if (checkpoint != null) {
        sources
            .mappings()
            .put(
                row,
                shardId,
                checkpoint.inWindow(
                    checkpoint.windowStart(), text.length() > MOST_STATE ? "{}" : text));
      }
    }
  }
}
