package io.nephele.services.events;

import io.nephele.api.schemas.CreateSchemaRequest;
import io.nephele.api.schemas.GetDiscoveredSchemaRequest;
import io.nephele.api.schemas.Schemas;
import io.nephele.api.schemas.UpdateSchemaRequest;
import io.nephele.core.arn.Arn;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import java.util.List;

/** Has the schema registry know events of buses that have a discoverer. */
final class Discoveries {
  private static final String REGISTRY = "discovered-schemas";
  private static final String TYPE = "OpenApi3";

  private final Targets targets;

  Discoveries(Targets targets) {
    this.targets = targets;
  }

  /** Puts the schema of an event into the registry, unless it is there. */
  void tell(Event event, Arn discoverer, Targets.Caller caller) {
    String content =
        targets
            .call(
                Schemas.GetDiscoveredSchema,
                new GetDiscoveredSchemaRequest().events(List.of(event.json())).type(TYPE),
                discoverer,
                caller)
            .content();
    String name = name(event.source() + "@" + capitals(event.detailType()));
    try {
      targets.call(
          Schemas.CreateSchema,
          new CreateSchemaRequest()
              .registryName(REGISTRY)
              .schemaName(name)
              .type(TYPE)
              .content(content),
          discoverer,
          caller);
    } catch (AwsException e) {
      if (!e.code().equals("ConflictException")) {
        throw e;
      }
      targets.call(
          Schemas.UpdateSchema,
          new UpdateSchemaRequest()
              .registryName(REGISTRY)
              .schemaName(name)
              .type(TYPE)
              .content(content),
          discoverer,
          caller);
    }
  }

  /** Words as one, each with a capital. */
  private static String capitals(String words) {
    StringBuilder joined = new StringBuilder();
    for (String word : words.split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        joined.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
      }
    }
    return joined.toString();
  }

  /** What may be the name of a schema. */
  private static String name(String text) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits = c < 128 && Character.isLetterOrDigit(c) || ".-_@".indexOf(c) >= 0;
      name.append(fits ? c : '-');
    }
    return name.toString();
  }
}
