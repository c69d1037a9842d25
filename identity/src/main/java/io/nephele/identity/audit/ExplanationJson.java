package io.nephele.identity.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.nephele.core.faults.FaultHit;
import io.nephele.identity.audit.Explanation.Decided;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Tells explanations to programs. */
public final class ExplanationJson {
  private static final JsonFactory JSON = new JsonFactory();

  private ExplanationJson() {}

  /** A JSON object whose member {@code calls} has one object for each explanation. */
  public static String of(List<Explanation> explanations) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeArrayFieldStart("calls");
      for (Explanation explanation : explanations) {
        write(json, explanation);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  private static void write(JsonGenerator json, Explanation explanation) throws IOException {
    json.writeStartObject();
    json.writeStringField("requestId", explanation.requestId());
    json.writeStringField("time", explanation.time().toString());
    json.writeStringField("principal", explanation.principal());
    json.writeStringField("operation", explanation.operation());
    json.writeBooleanField("allowed", explanation.allowed());
    writeText(json, "error", explanation.error());
    writeText(json, "message", explanation.message());
    writeAll(json, "decisions", explanation.decisions());
    writeAll(json, "matchedStatements", explanation.statements());
    json.writeArrayFieldStart("policies");
    for (String policy : explanation.policies()) {
      json.writeString(policy);
    }
    json.writeEndArray();
    if (!explanation.faults().isEmpty()) {
      json.writeArrayFieldStart("faults");
      for (FaultHit fault : explanation.faults()) {
        json.writeStartObject();
        json.writeStringField("rule", fault.rule());
        json.writeStringField("what", fault.what());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void writeAll(JsonGenerator json, String field, List<Decided> all)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Decided decided : all) {
      json.writeStartObject();
      json.writeStringField("action", decided.action());
      json.writeStringField("resource", decided.resource());
      json.writeStringField("outcome", decided.outcome());
      writeText(json, "policyKind", decided.kind());
      writeText(json, "policy", decided.policy());
      writeText(json, "statement", decided.statement());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeText(JsonGenerator json, String field, String value) throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }
}
