package io.nephele.services.xray;

import io.nephele.api.xray.GetSamplingStatisticSummariesRequest;
import io.nephele.api.xray.GetSamplingStatisticSummariesResult;
import io.nephele.api.xray.GetSamplingTargetsRequest;
import io.nephele.api.xray.GetSamplingTargetsResult;
import io.nephele.api.xray.SamplingStatisticSummary;
import io.nephele.api.xray.SamplingStatisticsDocument;
import io.nephele.api.xray.SamplingTargetDocument;
import io.nephele.api.xray.UnprocessedStatistics;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells SDKs how much of a rule's reservoir is theirs: it is shared by those who told of themselves
 * lately.
 */
final class SamplingTargets {
  /** How long SDKs wait until they ask again, in seconds. */
  private static final int INTERVAL = 10;

  /** How long a client counts, and its share is its own: what it misses a few reports. */
  private static final Duration SHARE = Duration.ofSeconds(3L * INTERVAL);

  private static final Duration STATISTICS = Duration.ofHours(1);
  private static final int PAGE = 100;

  private final World world;
  private final SamplingRules rules;
  private final Table<Client> clients = Table.of("xray.clients", Client.class);
  private final Table<Sampled> statistics = Table.of("xray.samplings", Sampled.class);

  SamplingTargets(World world, SamplingRules rules) {
    this.world = world;
    this.rules = rules;
  }

  /** A client that reported for a rule, in milliseconds. */
  record Client(long seenAt) {}

  /** What clients reported of a rule within a minute. */
  record Sampled(long requests, long borrowed, long sampled, long lastAt) {
    Sampled plus(Sampled other) {
      return new Sampled(
          requests + other.requests,
          borrowed + other.borrowed,
          sampled + other.sampled,
          Math.max(lastAt, other.lastAt));
    }
  }

  GetSamplingTargetsResult get(GetSamplingTargetsRequest in, Call call) {
    if (in.samplingBoostStatisticsDocuments() != null
        && !in.samplingBoostStatisticsDocuments().isEmpty()) {
      throw XRayErrors.notImplemented("SamplingBoostStatisticsDocuments of GetSamplingTargets");
    }
    return world
        .store()
        .write(
            transaction -> {
              List<SamplingTargetDocument> targets = new ArrayList<>();
              List<UnprocessedStatistics> unprocessed = new ArrayList<>();
              for (SamplingStatisticsDocument document : in.samplingStatisticsDocuments()) {
                StoredRule rule = rules.find(transaction, document.ruleName(), call);
                if (rule == null) {
                  unprocessed.add(
                      new UnprocessedStatistics()
                          .ruleName(document.ruleName())
                          .errorCode("400")
                          .message("Unknown rule"));
                } else {
                  count(transaction, document, call);
                  targets.add(target(transaction, rule, document.clientID(), call));
                }
              }
              return new GetSamplingTargetsResult()
                  .samplingTargetDocuments(targets)
                  .lastRuleModification(Instant.ofEpochMilli(rules.changedAt(transaction, call)))
                  .unprocessedStatistics(unprocessed)
                  .unprocessedBoostStatistics(List.of());
            });
  }

  private SamplingTargetDocument target(
      Transaction transaction, StoredRule rule, String clientId, Call call) {
    Key key = SamplingRules.owner(call).with(rule.name());
    long now = call.time().toEpochMilli();
    clients.put(transaction, key.with(clientId), new Client(now));
    int active = 0;
    int before = 0;
    for (Table.Row<Client> row : clients.scan(transaction, key)) {
      if (row.value().seenAt() < now - SHARE.toMillis()) {
        clients.delete(transaction, row.key());
        continue;
      }
      active++;
      before += row.key().compareTo(key.with(clientId)) < 0 ? 1 : 0;
    }
    // The first clients get what does not divide evenly.
    int share = rule.reservoirSize() / active;
    int quota = share + (before < rule.reservoirSize() % active ? 1 : 0);
    return new SamplingTargetDocument()
        .ruleName(rule.name())
        .fixedRate(rule.fixedRate())
        .reservoirQuota(quota)
        .reservoirQuotaTTL(call.time().plus(SHARE))
        .interval(INTERVAL);
  }

  private void count(Transaction transaction, SamplingStatisticsDocument document, Call call) {
    Key owner = SamplingRules.owner(call);
    long now = call.time().toEpochMilli();
    statistics.deleteRange(
        transaction,
        KeyRange.between(owner.with(0L), owner.with((now - STATISTICS.toMillis()) / 60_000)));
    Key key = owner.with(now / 60_000).with(document.ruleName());
    Sampled reported =
        new Sampled(
            document.requestCount(),
            document.borrowCount() == null ? 0 : document.borrowCount(),
            document.sampledCount(),
            now);
    Sampled before = statistics.get(transaction, key);
    statistics.put(transaction, key, before == null ? reported : before.plus(reported));
  }

  GetSamplingStatisticSummariesResult summaries(
      GetSamplingStatisticSummariesRequest in, Call call) {
    Map<String, Sampled> byRule = new TreeMap<>();
    Key owner = SamplingRules.owner(call);
    long first = (call.time().toEpochMilli() - STATISTICS.toMillis()) / 60_000;
    world
        .store()
        .read(
            reader -> {
              byRule.clear();
              KeyRange recent = KeyRange.prefix(owner).startingAt(owner.with(first));
              for (Table.Row<Sampled> row : statistics.scan(reader, recent, Direction.FORWARD)) {
                KeyReader parts = row.key().without(owner).reader();
                parts.nextLong();
                byRule.merge(parts.nextText(), row.value(), Sampled::plus);
              }
              return null;
            });
    List<SamplingStatisticSummary> all = new ArrayList<>();
    byRule.forEach(
        (rule, sampled) ->
            all.add(
                new SamplingStatisticSummary()
                    .ruleName(rule)
                    .timestamp(Instant.ofEpochMilli(sampled.lastAt()))
                    .requestCount(Math.clamp(sampled.requests(), 0, Integer.MAX_VALUE))
                    .borrowCount(Math.clamp(sampled.borrowed(), 0, Integer.MAX_VALUE))
                    .sampledCount(Math.clamp(sampled.sampled(), 0, Integer.MAX_VALUE))));
    Pages<SamplingStatisticSummary> page = Pages.of(all, in.nextToken(), PAGE);
    return new GetSamplingStatisticSummariesResult()
        .samplingStatisticSummaries(page.items())
        .nextToken(page.nextToken());
  }
}
