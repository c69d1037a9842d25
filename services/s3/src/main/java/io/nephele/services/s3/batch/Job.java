package io.nephele.services.s3.batch;

import io.nephele.api.s3control.CreateJobRequest;
import io.nephele.api.s3control.S3control;
import io.nephele.core.store.Key;
import io.nephele.model.Bytes;
import io.nephele.wire.cbor.StoredStructs;
import java.util.Map;

/**
 * A job.
 *
 * @param request what it was created by, as it is stored
 * @param createdAt in milliseconds since 1970
 * @param tags by key
 */
record Job(
    String id,
    String accountId,
    String region,
    String partition,
    Bytes request,
    int priority,
    long createdAt,
    Map<String, String> tags,
    State state) {

  /**
   * How far it is. Times are in milliseconds since 1970, 0 for never.
   *
   * @param status as the API names it
   * @param reason why a caller changed the status last, or null
   * @param prepared whether its tasks are known
   * @param next the number of the next task
   * @param failureCode why it failed, or null
   */
  record State(
      String status,
      String reason,
      boolean prepared,
      long total,
      long succeeded,
      long failed,
      long next,
      long startedAt,
      long suspendedAt,
      long endedAt,
      String failureCode,
      String failureReason) {

    static State begun() {
      return new State("New", null, false, 0, 0, 0, 0, 0, 0, 0, null, null);
    }

    State to(String newStatus) {
      return new State(
          newStatus,
          reason,
          prepared,
          total,
          succeeded,
          failed,
          next,
          startedAt,
          suspendedAt,
          endedAt,
          failureCode,
          failureReason);
    }

    State because(String newReason) {
      return new State(
          status,
          newReason,
          prepared,
          total,
          succeeded,
          failed,
          next,
          startedAt,
          suspendedAt,
          endedAt,
          failureCode,
          failureReason);
    }

    State prepared(long tasks) {
      return new State(
          status,
          reason,
          true,
          tasks,
          succeeded,
          failed,
          0,
          startedAt,
          suspendedAt,
          endedAt,
          failureCode,
          failureReason);
    }

    State done(long more, long moreFailed) {
      return new State(
          status,
          reason,
          prepared,
          total,
          succeeded + more - moreFailed,
          failed + moreFailed,
          next + more,
          startedAt,
          suspendedAt,
          endedAt,
          failureCode,
          failureReason);
    }

    State at(long started, long suspended, long ended) {
      return new State(
          status,
          reason,
          prepared,
          total,
          succeeded,
          failed,
          next,
          started,
          suspended,
          ended,
          failureCode,
          failureReason);
    }

    State failing(String code, String why) {
      return new State(
          "Failing",
          reason,
          prepared,
          total,
          succeeded,
          failed,
          next,
          startedAt,
          suspendedAt,
          endedAt,
          code,
          why);
    }

    boolean hasEnded() {
      return status.equals("Complete") || status.equals("Failed") || status.equals("Cancelled");
    }
  }

  Key key() {
    return Key.of(accountId).with(region).with(id);
  }

  String arn() {
    return "arn:" + partition + ":s3:" + region + ":" + accountId + ":job/" + id;
  }

  /** What it was created by. */
  CreateJobRequest created() {
    return new CreateJobRequest(
        StoredStructs.read(request.toArray(), S3control.CreateJob.model().input()));
  }

  Job with(State newState) {
    return new Job(id, accountId, region, partition, request, priority, createdAt, tags, newState);
  }

  Job withPriority(int newPriority) {
    return new Job(id, accountId, region, partition, request, newPriority, createdAt, tags, state);
  }

  Job withTags(Map<String, String> newTags) {
    return new Job(id, accountId, region, partition, request, priority, createdAt, newTags, state);
  }
}
