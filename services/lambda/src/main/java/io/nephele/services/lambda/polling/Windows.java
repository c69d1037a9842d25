package io.nephele.services.lambda.polling;

import io.nephele.core.json.JsonText;
import io.nephele.services.lambda.invoke.Invoker;
import io.nephele.services.lambda.mappings.Checkpoint;
import io.nephele.services.lambda.mappings.MappingRow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tumbling windows: the function gets what it returned for the batch before, and is told when the
 * window ends. One whose state becomes too large ends before its time.
 */
final class Windows {
  private static final int MOST_STATE = 1024 * 1024;
  private static final String NO_STATE = "{}";

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
        if (!end(row, checkpoint, null)) {
          return false;
        }
        checkpoint = checkpoint.inWindow(-1, null);
      }
      if (checkpoint.windowStart() < 0) {
        sources.mappings().put(row, shardId, checkpoint.inWindow(start, NO_STATE));
      }
      if (!inWindow(row, items.subList(from, to))) {
        return false;
      }
      from = to;
    }
    return true;
  }

  private boolean inWindow(MappingRow row, List<StreamItem> items) throws InterruptedException {
    int size = row.configuration().batchSize();
    for (int from = 0; from < items.size(); from += size) {
      Window window = new Window(row, false, null);
      List<StreamItem> batch = items.subList(from, Math.min(items.size(), from + size));
      if (!batches.inBatches(row, batch, size, window)) {
        return false;
      }
      Checkpoint checkpoint = sources.mappings().checkpoint(row, shardId);
      if (window.tooLarge != null && checkpoint != null) {
        if (!end(row, checkpoint, window.tooLarge)) {
          return false;
        }
        // What is left of the window begins with nothing.
        Checkpoint anew = checkpoint.inWindow(checkpoint.windowStart(), NO_STATE);
        sources.mappings().put(row, shardId, anew);
      }
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
      end(row, checkpoint, null);
    }
  }

  /**
   * Has the function end a window, as often as it may be tried; false if the turn has ended.
   *
   * @param tooLarge the state for which it ends before its time, or null
   */
  private boolean end(MappingRow row, Checkpoint checkpoint, String tooLarge)
      throws InterruptedException {
    if (!batches.end(row, new Window(row, true, tooLarge))) {
      return false;
    }
    sources.mappings().put(row, shardId, checkpoint.inWindow(-1, null));
    return true;
  }

  /** What a window adds to events, and keeps of answers. */
  private final class Window implements StreamBatches.Extra {
    private final MappingRow row;
    private final boolean last;
    private final String early;
    private String tooLarge;

    Window(MappingRow row, boolean last, String early) {
      this.row = row;
      this.last = last;
      this.early = early;
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
      Object state = JsonText.parse(early == null ? checkpoint.windowState() : early);
      event.put("state", state instanceof Map<?, ?> ? state : Map.of());
      event.put("shardId", shardId);
      event.put("eventSourceARN", row.source().toString());
      event.put("isFinalInvokeForWindow", last);
      event.put("isWindowTerminatedEarly", early != null);
    }

    @Override
    public void answered(Invoker.Done done) {
      Object answer = JsonText.parse(done.outcome().payload().utf8());
      Object state = answer instanceof Map<?, ?> map ? map.get("state") : null;
      String text = state instanceof Map<?, ?> ? JsonText.write(state) : NO_STATE;
      Checkpoint checkpoint = sources.mappings().checkpoint(row, shardId);
      if (text.length() > MOST_STATE) {
        tooLarge = text;
      } else if (checkpoint != null) {
        Checkpoint kept = checkpoint.inWindow(checkpoint.windowStart(), text);
        sources.mappings().put(row, shardId, kept);
      }
    }
  }
}
