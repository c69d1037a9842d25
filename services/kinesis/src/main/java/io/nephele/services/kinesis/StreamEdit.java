package io.nephele.services.kinesis;

import java.util.List;
import java.util.Map;

/** A stream that is being changed; for one thread, and for a moment. */
final class StreamEdit {
  private final Stream before;
  private String status;
  private String mode;
  private int retentionHours;
  private String encryption;
  private String keyId;
  private List<String> shardMetrics;
  private Map<String, String> tags;
  private String policy;
  private int maxRecordKib;
  private int warmMibps;
  private long nextShard;
  private long layout;
  private List<Long> countUpdates;
  private List<Long> modeUpdates;
  private StreamChange change;

  StreamEdit(Stream before) {
    this.before = before;
    this.status = before.status();
    this.mode = before.mode();
    this.retentionHours = before.retentionHours();
    this.encryption = before.encryption();
    this.keyId = before.keyId();
    this.shardMetrics = before.shardMetrics();
    this.tags = before.tags();
    this.policy = before.policy();
    this.maxRecordKib = before.maxRecordKib();
    this.warmMibps = before.warmMibps();
    this.nextShard = before.nextShard();
    this.layout = before.layout();
    this.countUpdates = before.countUpdates();
    this.modeUpdates = before.modeUpdates();
    this.change = before.change();
  }

  StreamEdit status(String value) {
    this.status = value;
    return this;
  }

  StreamEdit mode(String value) {
    this.mode = value;
    return this;
  }

  StreamEdit retentionHours(int value) {
    this.retentionHours = value;
    return this;
  }

  StreamEdit encryption(String value) {
    this.encryption = value;
    return this;
  }

  StreamEdit keyId(String value) {
    this.keyId = value;
    return this;
  }

  StreamEdit shardMetrics(List<String> value) {
    this.shardMetrics = value;
    return this;
  }

  StreamEdit tags(Map<String, String> value) {
    this.tags = value;
    return this;
  }

  StreamEdit policy(String value) {
    this.policy = value;
    return this;
  }

  StreamEdit maxRecordKib(int value) {
    this.maxRecordKib = value;
    return this;
  }

  StreamEdit warmMibps(int value) {
    this.warmMibps = value;
    return this;
  }

  StreamEdit nextShard(long value) {
    this.nextShard = value;
    return this;
  }

  StreamEdit layout(long value) {
    this.layout = value;
    return this;
  }

  StreamEdit countUpdates(List<Long> value) {
    this.countUpdates = value;
    return this;
  }

  StreamEdit modeUpdates(List<Long> value) {
    this.modeUpdates = value;
    return this;
  }

  StreamEdit change(StreamChange value) {
    this.change = value;
    return this;
  }

  /** The stream as it is now. */
  Stream done() {
    return new Stream(
        before.accountId(),
        before.region(),
        before.name(),
        before.number(),
        before.id(),
        before.createdAt(),
        status,
        mode,
        retentionHours,
        encryption,
        keyId,
        shardMetrics,
        tags,
        policy,
        maxRecordKib,
        warmMibps,
        nextShard,
        layout,
        countUpdates,
        modeUpdates,
        change);
  }
}
