package io.nephele.core.worlds;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * Differences for programs, as one JSON object: {@code before} and {@code after} name the worlds,
 * {@code differences} lists rows, {@code summary} counts them by table.
 */
public final class DiffJson implements DiffReport {
  private final JsonGenerator json;
  private final String before;
  private final String after;

  /**
   * Differences written there.
   *
   * @param before what the first world is called
   * @param after what the second world is called
   */
  public DiffJson(JsonGenerator json, String before, String after) {
    this.json = json;
    this.before = before;
    this.after = after;
  }

  @Override
  public void begin() throws IOException {
    json.writeStartObject();
    json.writeStringField("before", before);
    json.writeStringField("after", after);
    json.writeArrayFieldStart("differences");
  }

  @Override
  public void row(RowDiff diff) throws IOException {
    RowName row = diff.row();
    json.writeStartObject();
    json.writeStringField("change", diff.change().word());
    json.writeStringField("service", row.service());
    json.writeStringField("table", row.table());
    if (row.account() != null) {
      json.writeStringField("account", row.account());
    }
    if (row.region() != null) {
      json.writeStringField("region", row.region());
    }
    json.writeArrayFieldStart("key");
    for (Object part : row.parts()) {
      DiffValues.write(part, json);
    }
    json.writeEndArray();
    if (!diff.keyParts().isEmpty()) {
      json.writeArrayFieldStart("keyParts");
      for (String name : diff.keyParts()) {
        json.writeString(name);
      }
      json.writeEndArray();
    }
    if (diff.resource() != null) {
      json.writeStringField("resource", diff.resource());
    }
    if (diff.change() == RowDiff.Change.CHANGED) {
      fields(diff);
    } else {
      json.writeFieldName("value");
      DiffValues.write(diff.value(), json);
    }
    json.writeEndObject();
  }

  private void fields(RowDiff diff) throws IOException {
    json.writeArrayFieldStart("fields");
    for (FieldChange field : diff.fields()) {
      json.writeStartObject();
      json.writeStringField("path", field.path());
      if (field.before() != null) {
        json.writeFieldName("before");
        DiffValues.write(field.before(), json);
      }
      if (field.after() != null) {
        json.writeFieldName("after");
        DiffValues.write(field.after(), json);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  @Override
  public void end(DiffSummary summary) throws IOException {
    json.writeEndArray();
    json.writeArrayFieldStart("summary");
    for (DiffSummary.Counts counts : summary.tables().values()) {
      json.writeStartObject();
      json.writeStringField("service", counts.service());
      json.writeStringField("table", counts.table());
      json.writeBooleanField("internal", counts.internal());
      json.writeNumberField("added", counts.added());
      json.writeNumberField("removed", counts.removed());
      json.writeNumberField("changed", counts.changed());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeBooleanField("same", summary.isSame());
    json.writeNumberField("listed", summary.listed());
    json.writeNumberField("unlisted", summary.unlisted());
    json.writeNumberField("internal", summary.internal());
    json.writeEndObject();
    json.flush();
  }
}
