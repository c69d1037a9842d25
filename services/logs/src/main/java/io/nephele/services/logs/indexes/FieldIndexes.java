package io.nephele.services.logs.indexes;

import io.nephele.api.logs.DeleteIndexPolicyRequest;
import io.nephele.api.logs.DeleteIndexPolicyResponse;
import io.nephele.api.logs.DescribeFieldIndexesRequest;
import io.nephele.api.logs.DescribeFieldIndexesResponse;
import io.nephele.api.logs.DescribeIndexPoliciesRequest;
import io.nephele.api.logs.DescribeIndexPoliciesResponse;
import io.nephele.api.logs.FieldIndex;
import io.nephele.api.logs.IndexPolicy;
import io.nephele.api.logs.PutIndexPolicyRequest;
import io.nephele.api.logs.PutIndexPolicyResponse;
import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.logs.events.GroupScan;
import io.nephele.services.logs.events.StreamScan;
import io.nephele.services.logs.insights.WantedFields;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The policies that say by which fields the events of groups are indexed. Queries read all events
 * anyway, so an index costs nothing; it says which events {@code filterIndex} finds.
 */
public final class FieldIndexes {
  private static final int MOST_FIELDS = 20;
  private static final int LONGEST_NAME = 100;

  private final LogsWorld logs;
  private final GroupScan scan;

  /** By {@link Group#contentKey}. */
  private final Table<Row> table = Table.ofOftenRead("logs.indexPolicies", Row.class);

  /** The indexes of a world. */
  public FieldIndexes(LogsWorld logs, GroupScan scan) {
    this.logs = logs;
    this.scan = scan;
  }

  /**
   * A policy.
   *
   * @param since the fields, and since when they are indexed, in milliseconds since 1970
   */
  record Row(String document, Map<String, Long> since, long updatedAt) {}

  /** The fields that a group has indexes of, and since when, in milliseconds since 1970. */
  public Map<String, Long> of(Reader reader, Group group) {
    Row row = table.get(reader, group.contentKey());
    return row == null ? Map.of() : row.since;
  }

  /** Removes that of a group. */
  public void remove(Transaction transaction, Group group) {
    table.delete(transaction, group.contentKey());
  }

  /** Answers PutIndexPolicy. */
  public PutIndexPolicyResponse put(PutIndexPolicyRequest in, Call call) {
    List<String> fields = fields(in.policyDocument());
    return logs.write(
        transaction -> {
          Group group = logs.identified(transaction, in.logGroupIdentifier(), call);
          if (!group.kind().equals(Group.STANDARD)) {
            throw LogsErrors.invalid(
                "Field index policies are not supported for log groups of class " + group.kind());
          }
          Map<String, Long> before = of(transaction, group);
          Map<String, Long> since = new HashMap<>();
          for (String field : fields) {
            since.put(field, before.getOrDefault(field, logs.now()));
          }
          Row row = new Row(in.policyDocument(), since, logs.now());
          table.put(transaction, group.contentKey(), row);
          return new PutIndexPolicyResponse().indexPolicy(description(group, row));
        });
  }

  /** The fields in {@code {"Fields": ["a", "b"]}}. */
  private static List<String> fields(String document) {
    if (!(JsonText.parse(document) instanceof Map<?, ?> policy)
        || policy.size() != 1
        || !(policy.get("Fields") instanceof List<?> fields)
        || fields.isEmpty()) {
      throw LogsErrors.invalid(
          "The policy document is invalid: it must be of the form {\"Fields\": [\"name\"]}.");
    }
    if (fields.size() > MOST_FIELDS) {
      throw LogsErrors.invalid("An index policy can have at most " + MOST_FIELDS + " fields.");
    }
    List<String> names = new ArrayList<>();
    for (Object field : fields) {
      if (!(field instanceof String name) || name.isEmpty() || name.length() > LONGEST_NAME) {
        throw LogsErrors.invalid(
            "The policy document is invalid: fields are texts of up to 100 characters.");
      }
      names.add(name);
    }
    return names;
  }

  private static IndexPolicy description(Group group, Row row) {
    return new IndexPolicy()
        .logGroupIdentifier(group.arn())
        .policyDocument(row.document)
        .lastUpdateTime(row.updatedAt)
        .source("LOG_GROUP");
  }

  /** Answers DeleteIndexPolicy. */
  public DeleteIndexPolicyResponse delete(DeleteIndexPolicyRequest in, Call call) {
    logs.write(
        transaction -> {
          Group group = logs.identified(transaction, in.logGroupIdentifier(), call);
          if (!table.contains(transaction, group.contentKey())) {
            throw LogsErrors.notFound("The specified index policy does not exist.");
          }
          remove(transaction, group);
          return null;
        });
    return new DeleteIndexPolicyResponse();
  }

  /** Answers DescribeIndexPolicies. */
  public DescribeIndexPoliciesResponse policies(DescribeIndexPoliciesRequest in, Call call) {
    return logs.read(
        reader -> {
          List<IndexPolicy> found = new ArrayList<>();
          for (String identifier : in.logGroupIdentifiers()) {
            Group group = logs.identified(reader, identifier, call);
            Row row = table.get(reader, group.contentKey());
            if (row != null) {
              found.add(description(group, row));
            }
          }
          return new DescribeIndexPoliciesResponse().indexPolicies(found);
        });
  }

  /** Answers DescribeFieldIndexes. */
  public DescribeFieldIndexesResponse indexes(DescribeFieldIndexesRequest in, Call call) {
    List<FieldIndex> found = new ArrayList<>();
    for (String identifier : in.logGroupIdentifiers()) {
      Group group = logs.read(reader -> logs.identified(reader, identifier, call));
      Map<String, Long> since = logs.read(reader -> of(reader, group));
      if (!since.isEmpty()) {
        found.addAll(describe(group, new TreeMap<>(since)));
      }
    }
    return new DescribeFieldIndexesResponse().fieldIndexes(found);
  }

  private List<FieldIndex> describe(Group group, Map<String, Long> since) {
    WantedFields wanted = new WantedFields(since.keySet());
    Map<String, FieldIndex> found = new TreeMap<>();
    since.forEach(
        (name, time) ->
            found.put(
                name,
                new FieldIndex()
                    .logGroupIdentifier(group.arn())
                    .fieldIndexName(name)
                    .type("FIELD_INDEX")));
    List<StreamScan> parts =
        scan.readAll(
            reader ->
                scan.parts(reader, List.of(group), Long.MIN_VALUE, Long.MAX_VALUE, logs.now()));
    for (StreamScan part : parts) {
      scan.readAll(
          reader ->
              scan.scan(
                  reader,
                  part,
                  event -> {
                    String text = event.transformed();
                    for (String name : wanted.of(text == null ? event.message() : text).keySet()) {
                      if (event.ingestedAt() >= since.get(name)) {
                        add(found.get(name), event.timestamp(), event.ingestedAt());
                      }
                    }
                  }));
    }
    return List.copyOf(found.values());
  }

  private static void add(FieldIndex index, long timestamp, long ingestedAt) {
    if (index.firstEventTime() == null || index.firstEventTime() > timestamp) {
      index.firstEventTime(timestamp);
    }
    if (index.lastEventTime() == null || index.lastEventTime() < timestamp) {
      index.lastEventTime(timestamp);
    }
    if (index.lastScanTime() == null || index.lastScanTime() < ingestedAt) {
      index.lastScanTime(ingestedAt);
    }
  }
}
