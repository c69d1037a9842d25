package io.nephele.services.firehose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Finds the keys of a record's partition in it by a query in the language of JQ 1.6. */
final class PartitionQuery {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonQuery query;
  private final Scope scope;

  private PartitionQuery(JsonQuery query) {
    this.query = query;
    this.scope = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
  }

  /** The query of that text, or the caller's error if it is none. */
  static PartitionQuery parse(String text) {
    try {
      return new PartitionQuery(JsonQuery.compile(text, Versions.JQ_1_6));
    } catch (JsonQueryException e) {
      throw FirehoseErrors.invalid("MetadataExtractionQuery is not a valid JQ expression.");
    }
  }

  /**
   * The values that the query finds in a record, by their names.
   *
   * @throws IOException if the record is no JSON or the query finds no object of plain values
   */
  Map<String, String> keys(byte[] record) throws IOException {
    JsonNode[] found = new JsonNode[1];
    try {
      query.apply(
          scope,
          JSON.readTree(record),
          value -> {
            if (found[0] == null) {
              found[0] = value;
            }
          });
    } catch (StackOverflowError e) {
      throw new IOException("The query does not end.", e);
    }
    if (found[0] == null || !found[0].isObject()) {
      throw new IOException("The query gave no object.");
    }
    Map<String, String> keys = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : found[0].properties()) {
      if (!field.getValue().isValueNode() || field.getValue().isNull()) {
        throw new IOException("Partition key " + field.getKey() + " is not a plain value.");
      }
      keys.put(field.getKey(), field.getValue().asText());
    }
    return keys;
  }
}
