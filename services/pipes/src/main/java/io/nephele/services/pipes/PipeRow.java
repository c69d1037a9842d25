package io.nephele.services.pipes;

import io.nephele.api.pipes.CreatePipeRequest;
import io.nephele.api.pipes.Pipes;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.model.Bytes;
import io.nephele.wire.cbor.StoredStructs;
import java.util.Map;

/**
 * A pipe, as it is stored.
 *
 * @param settings the model's {@code CreatePipeRequest} without tags
 * @param desired {@code RUNNING}, {@code STOPPED} or {@code DELETED}
 * @param current one of the model's {@code PipeState}
 * @param generation changes whenever polling begins or ends
 * @param createdAt in milliseconds
 * @param modifiedAt in milliseconds
 * @param tags by key
 */
record PipeRow(
    String accountId,
    String region,
    String name,
    Bytes settings,
    String desired,
    String current,
    long generation,
    long createdAt,
    long modifiedAt,
    Map<String, String> tags) {
  static final String RUNNING = "RUNNING";
  static final String STOPPED = "STOPPED";
  static final String DELETED = "DELETED";

  static Key key(String accountId, String region, String name) {
    return Key.of(accountId).with(region).with(name);
  }

  Key key() {
    return key(accountId, region, name);
  }

  String arn() {
    return "arn:"
        + Regions.find(region).partition().id()
        + ":pipes:"
        + region
        + ":"
        + accountId
        + ":pipe/"
        + name;
  }

  /** What was asked for; not to be changed. */
  CreatePipeRequest request() {
    return new CreatePipeRequest(
        StoredStructs.read(settings.toArray(), Pipes.shape("CreatePipeRequest")));
  }

  boolean isRunning() {
    return RUNNING.equals(current);
  }

  /** Whether it is on its way from one state to another. */
  boolean isChanging() {
    return current.endsWith("ING") && !isRunning();
  }

  PipeRow toward(String nowDesired, String nowCurrent, long now) {
    return new PipeRow(
        accountId,
        region,
        name,
        settings,
        nowDesired,
        nowCurrent,
        generation + 1,
        createdAt,
        now,
        tags);
  }

  PipeRow with(Bytes nowSettings) {
    return new PipeRow(
        accountId,
        region,
        name,
        nowSettings,
        desired,
        current,
        generation,
        createdAt,
        modifiedAt,
        tags);
  }

  PipeRow arrivedAt(String nowCurrent) {
    return new PipeRow(
        accountId,
        region,
        name,
        settings,
        desired,
        nowCurrent,
        generation,
        createdAt,
        modifiedAt,
        tags);
  }

  PipeRow withTags(Map<String, String> nowTags) {
    return new PipeRow(
        accountId,
        region,
        name,
        settings,
        desired,
        current,
        generation,
        createdAt,
        modifiedAt,
        nowTags);
  }
}
