package io.nephele.services.iam;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.nephele.policy.ConditionOperator;
import io.nephele.policy.PolicyDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the condition keys that a policy document reads: in its conditions, and as variables in
 * resources and in the values of conditions. Keys are answered as they are written. Documents need
 * not be complete.
 */
final class ContextKeyNames {
  private static final int MAX_DEPTH = 20;
  private static final Set<String> DOCUMENT_FIELDS = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT_FIELDS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final Set<String> keys = new LinkedHashSet<>();
  private final List<String> templates = new ArrayList<>();
  private String version = "";

  private ContextKeyNames() {}

  /** A document is not one of a policy. */
  static final class NotAPolicyException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** The keys of a document, in the order in which they stand there, each once. */
  static Set<String> of(String document) throws NotAPolicyException {
    ContextKeyNames names = new ContextKeyNames();
    try (JsonParser parser = FACTORY.createParser(document)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new NotAPolicyException();
      }
      names.readDocument(parser);
      if (parser.nextToken() != null) {
        throw new NotAPolicyException();
      }
    } catch (IOException e) {
      throw new NotAPolicyException();
    }
    if (names.version.equals(PolicyDocument.VERSION_2012)) {
      names.templates.forEach(names::addVariables);
    }
    return names.keys;
  }

  private void readDocument(JsonParser parser) throws IOException, NotAPolicyException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (!DOCUMENT_FIELDS.contains(field)) {
        throw new NotAPolicyException();
      }
      if (field.equals("Version") && value == JsonToken.VALUE_STRING) {
        version = parser.getText();
      } else if (field.equals("Statement") && value == JsonToken.START_OBJECT) {
        readStatement(parser);
      } else if (field.equals("Statement") && value == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new NotAPolicyException();
          }
          readStatement(parser);
        }
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readStatement(JsonParser parser) throws IOException, NotAPolicyException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (!STATEMENT_FIELDS.contains(field)) {
        throw new NotAPolicyException();
      }
      switch (field) {
        case "Resource", "NotResource" -> readTexts(parser);
        case "Condition" -> {
          if (value != JsonToken.START_OBJECT) {
            throw new NotAPolicyException();
          }
          readCondition(parser);
        }
        default -> parser.skipChildren();
      }
    }
  }

  /** Operators, in each keys, for each values. */
  private void readCondition(JsonParser parser) throws IOException, NotAPolicyException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean known = ConditionOperator.isOperator(parser.currentName());
      if (parser.nextToken() != JsonToken.START_OBJECT || !known) {
        throw new NotAPolicyException();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        keys.add(parser.currentName());
        parser.nextToken();
        readTexts(parser);
      }
    }
  }

  private void readTexts(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        readText(parser);
      }
    } else {
      readText(parser);
    }
  }

  private void readText(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      templates.add(parser.getText());
    } else {
      parser.skipChildren();
    }
  }

  /** Adds the names in <code>${name}</code> and <code>${name, 'default'}</code>. */
  private void addVariables(String template) {
    for (int open = template.indexOf("${"); open >= 0; open = template.indexOf("${", open + 2)) {
      int close = template.indexOf('}', open);
      if (close < 0) {
        return;
      }
      int comma = template.indexOf(',', open);
      int end = comma < 0 || comma > close ? close : comma;
      keys.add(template.substring(open + 2, end).strip());
    }
  }
}
