package io.nephele.services.lambda.polling;

import io.nephele.core.sources.StreamReader;
import io.nephele.core.time.Signal;
import io.nephele.services.lambda.mappings.Checkpoint;
import io.nephele.services.lambda.mappings.MappingRow;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Polls the shards of a stream at the same time, children after their parents. */
final class StreamPoller implements Poller {
  private static final Duration BETWEEN_LISTS = Duration.ofSeconds(10);
  private static final String TRIM_HORIZON = "TRIM_HORIZON";

  private final Sources sources;
  private final StreamSource source;

  StreamPoller(Sources sources, StreamSource source) {
    this.sources = sources;
    this.source = source;
  }

  @Override
  public void poll(MappingRow row, Turn turn) throws InterruptedException {
    Set<String> running = ConcurrentHashMap.newKeySet();
    Signal ended = new Signal();
    boolean begun = sources.mappings().hasCheckpoints(row);
    try {
      while (turn.current() != null) {
        long seen = ended.version();
        begin(row, turn, running, ended, begun);
        begun = true;
        sources
            .lambda()
            .world()
            .waits()
            .await(ended, seen, sources.lambda().now().plus(BETWEEN_LISTS));
      }
    } finally {
      awaitAll(running, ended, turn);
    }
  }

  /** Begins to poll the shards whose turn it is. */
  private void begin(MappingRow row, Turn turn, Set<String> running, Signal ended, boolean begun) {
    List<StreamReader.Shard> shards = source.shards(row);
    Set<String> unfinished = new HashSet<>();
    for (StreamReader.Shard shard : shards) {
      Checkpoint checkpoint = sources.mappings().checkpoint(row, shard.id());
      if (checkpoint == null || !checkpoint.finished()) {
        unfinished.add(shard.id());
      }
    }
    String first = begun ? TRIM_HORIZON : row.configuration().startingPosition();
    for (StreamReader.Shard shard : shards) {
      boolean waits = shard.parents().stream().anyMatch(unfinished::contains);
      if (!unfinished.contains(shard.id()) || waits || !running.add(shard.id())) {
        continue;
      }
      Checkpoint known = sources.mappings().checkpoint(row, shard.id());
      boolean isNew = known == null;
      if (isNew) {
        Checkpoint made = Checkpoint.begin(first, sources.lambda().now());
        sources.mappings().put(row, shard.id(), made);
      }
      ShardPoller poller = new ShardPoller(sources, source, shard.id(), turn, isNew);
      sources
          .lambda()
          .world()
          .clock()
          .start(
              "shard " + shard.id(),
              () -> {
                try {
                  poller.run(row);
                } finally {
                  running.remove(shard.id());
                  ended.give();
                }
              });
    }
  }

  private void awaitAll(Set<String> running, Signal ended, Turn turn) throws InterruptedException {
    while (!running.isEmpty() && !turn.isStopping()) {
      long seen = ended.version();
      if (!running.isEmpty()) {
        sources
            .lambda()
            .world()
            .waits()
            .await(ended, seen, sources.lambda().now().plus(BETWEEN_LISTS));
      }
    }
  }
}
