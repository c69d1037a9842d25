package io.nephele.services.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.schemas.SchemasClient;
import software.amazon.awssdk.services.schemas.model.BadRequestException;
import software.amazon.awssdk.services.schemas.model.Type;

/** Schemas are inferred from events. */
@NepheleTest
final class DiscoveryTest {
  @Inject SchemasClient schemas;

  private Map<?, ?> inferred(String... events) {
    String content =
        schemas.getDiscoveredSchema(g -> g.events(events).type(Type.OPEN_API3)).content();
    Documents.check("OpenApi3", content);
    Map<?, ?> components = (Map<?, ?>) ((Map<?, ?>) JsonText.parse(content)).get("components");
    return (Map<?, ?>) components.get("schemas");
  }

  private static String event(String detail) {
    return """
    {"version":"0","id":"1","source":"shop","detail-type":"Order placed","detail":%s}\
    """
        .formatted(detail);
  }

  @Test
  void whatEventsHaveInCommonIsRequired() {
    Map<?, ?> found =
        inferred(
            event("{\"n\":1,\"at\":\"2031-01-02T03:04:05Z\",\"who\":{\"name\":\"a\"}}"),
            event("{\"n\":1.5,\"at\":\"2031-01-02T03:04:05Z\",\"items\":[{\"id\":1}]}"));
    assertThat(found.keySet().stream().map(Object::toString))
        .containsExactly("AWSEvent", "OrderPlaced", "Who", "Items");
    assertThat(JsonText.write(found.get("OrderPlaced")))
        .isEqualTo(
            "{\"type\":\"object\",\"required\":[\"n\",\"at\"],\"properties\":{\"n\":{\"type\":"
                + "\"number\"},\"at\":{\"type\":\"string\",\"format\":\"date-time\"},\"who\":"
                + "{\"$ref\":\"#/components/schemas/Who\"},\"items\":{\"type\":\"array\",\"items\":"
                + "{\"$ref\":\"#/components/schemas/Items\"}}}}");
    assertThat(JsonText.write(found.get("AWSEvent")))
        .contains(
            "\"x-amazon-events-source\":\"shop\"",
            "\"detail\":{\"$ref\":\"#/components/schemas/OrderPlaced\"}");
  }

  @Test
  void anyObjectHasASchema() {
    assertThat(JsonText.write(inferred("{\"a\":null,\"b\":[],\"c\":true}").get("Event")))
        .contains(
            "\"a\":{\"type\":\"object\",\"nullable\":true}",
            "\"b\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}}",
            "\"c\":{\"type\":\"boolean\"}");
    assertThat(
            schemas
                .getDiscoveredSchema(
                    g -> g.events("{\"a\":{\"b\":1}}").type(Type.JSON_SCHEMA_DRAFT4))
                .content())
        .contains("\"$schema\"", "#/definitions/A");
    assertThatThrownBy(() -> inferred("[]")).isInstanceOf(BadRequestException.class);
  }
}
