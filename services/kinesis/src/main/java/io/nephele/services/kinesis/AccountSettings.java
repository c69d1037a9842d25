package io.nephele.services.kinesis;

import io.nephele.api.kinesis.DescribeAccountSettingsInput;
import io.nephele.api.kinesis.DescribeAccountSettingsOutput;
import io.nephele.api.kinesis.MinimumThroughputBillingCommitmentOutput;
import io.nephele.api.kinesis.UpdateAccountSettingsInput;
import io.nephele.api.kinesis.UpdateAccountSettingsOutput;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import java.time.Instant;

/** The settings of accounts in regions: whether they commit themselves to a least throughput. */
final class AccountSettings {
  private static final long LEAST_MILLIS = 86_400_000;
  private static final String ENABLED = "ENABLED";
  private static final String DISABLED = "DISABLED";

  private final KinesisWorld kinesis;
  private final Table<Commitment> commitments = Table.of("kinesis.commitments", Commitment.class);

  /**
   * A commitment.
   *
   * @param startedAt in milliseconds
   * @param endsAt in milliseconds, or 0 while nobody has ended it
   */
  record Commitment(long startedAt, long endsAt) {
    boolean holds(long now) {
      return endsAt == 0 || now < endsAt;
    }
  }

  AccountSettings(KinesisWorld kinesis) {
    this.kinesis = kinesis;
  }

  DescribeAccountSettingsOutput describe(DescribeAccountSettingsInput in, Call call) {
    Commitment known = kinesis.read(reader -> commitments.get(reader, key(call)));
    return new DescribeAccountSettingsOutput().minimumThroughputBillingCommitment(told(known));
  }

  UpdateAccountSettingsOutput update(UpdateAccountSettingsInput in, Call call) {
    boolean enable = ENABLED.equals(in.minimumThroughputBillingCommitment().status());
    Commitment after =
        kinesis
            .world()
            .store()
            .write(
                transaction -> {
                  Commitment before = commitments.get(transaction, key(call));
                  Commitment changed = changed(before, enable, kinesis.now());
                  if (changed != null) {
                    commitments.put(transaction, key(call), changed);
                  }
                  return changed;
                });
    return new UpdateAccountSettingsOutput().minimumThroughputBillingCommitment(told(after));
  }

  private static Commitment changed(Commitment before, boolean enable, long now) {
    boolean holds = before != null && before.holds(now);
    if (enable) {
      return holds ? new Commitment(before.startedAt, 0) : new Commitment(now, 0);
    }
    boolean ends = holds && before.endsAt == 0;
    return ends
        ? new Commitment(before.startedAt, Math.max(now, before.startedAt + LEAST_MILLIS))
        : before;
  }

  private MinimumThroughputBillingCommitmentOutput told(Commitment commitment) {
    MinimumThroughputBillingCommitmentOutput told = new MinimumThroughputBillingCommitmentOutput();
    if (commitment == null) {
      return told.status(DISABLED);
    }
    long now = kinesis.now();
    told.startedAt(Instant.ofEpochMilli(commitment.startedAt));
    if (!commitment.holds(now)) {
      return told.status(DISABLED).endedAt(Instant.ofEpochMilli(commitment.endsAt));
    }
    return told.status(commitment.endsAt == 0 ? ENABLED : "ENABLED_UNTIL_EARLIEST_ALLOWED_END")
        .earliestAllowedEndAt(Instant.ofEpochMilli(commitment.startedAt + LEAST_MILLIS));
  }

  /**
   * Refuses warm throughput, which may be null, where the account is not committed or it is too
   * much.
   */
  void checkWarm(Reader reader, Call call, Integer warmMibps) {
    if (warmMibps == null) {
      return;
    }
    Commitment commitment = commitments.get(reader, key(call));
    if (commitment == null || !commitment.holds(kinesis.now())) {
      throw KinesisErrors.validation(
          "Warm throughput needs MinimumThroughputBillingCommitment to be ENABLED in the account"
              + " settings.");
    }
    if (warmMibps > Limits.SHARDS_OF_STREAM) {
      throw KinesisErrors.limit(
          "WarmThroughputMiBps can be at most " + Limits.SHARDS_OF_STREAM + ".");
    }
  }

  private static Key key(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }
}
