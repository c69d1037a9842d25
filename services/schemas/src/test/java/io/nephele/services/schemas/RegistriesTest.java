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
import software.amazon.awssdk.services.schemas.model.ConflictException;
import software.amazon.awssdk.services.schemas.model.ForbiddenException;
import software.amazon.awssdk.services.schemas.model.NotFoundException;
import software.amazon.awssdk.services.schemas.model.PreconditionFailedException;
import software.amazon.awssdk.services.schemas.model.RegistrySummary;
import software.amazon.awssdk.services.schemas.model.SchemaSummary;
import software.amazon.awssdk.services.schemas.model.SchemaVersionSummary;
import software.amazon.awssdk.services.schemas.model.SearchSchemaSummary;
import software.amazon.awssdk.services.schemas.model.Type;

/** Registries keep schemas and their versions. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class RegistriesTest {
  @Inject SchemasClient schemas;

  private static String document(String property) {
    return """
    {"openapi":"3.0.0","info":{"version":"1.0.0","title":"Order"},"paths":{},"components":
    {"schemas":{"AWSEvent":{"type":"object","properties":{"detail":
    {"$ref":"#/components/schemas/Order"}}},"Order":{"type":"object","properties":
    {"%s":{"type":"string","nullable":true},"parent":{"$ref":"#/components/schemas/AWSEvent"}}}}}}\
    """
        .formatted(property);
  }

  private String make() {
    schemas.createRegistry(r -> r.registryName("shop").description("All of it"));
    return schemas
        .createSchema(
            s ->
                s.registryName("shop")
                    .schemaName("shop@Order")
                    .type(Type.OPEN_API3)
                    .content(document("colour"))
                    .tags(Map.of("a", "1")))
        .schemaArn();
  }

  @Test
  void aSchemaHasVersions() {
    assertThat(make()).isEqualTo("arn:aws:schemas:us-east-1:000000000000:schema/shop/shop@Order");
    assertThat(update(document("colour"))).isEqualTo("1");
    assertThat(update(document("size"))).isEqualTo("2");
    assertThat(describe(null)).isEqualTo(document("size"));
    assertThat(describe("1")).isEqualTo(document("colour"));
    assertThat(
            schemas
                .listSchemaVersions(l -> l.registryName("shop").schemaName("shop@Order"))
                .schemaVersions())
        .extracting(SchemaVersionSummary::schemaVersion)
        .containsExactly("1", "2");
    schemas.deleteSchemaVersion(
        d -> d.registryName("shop").schemaName("shop@Order").schemaVersion("2"));
    assertThat(describe(null)).isEqualTo(document("colour"));
    assertThat(update(document("weight"))).isEqualTo("3");
    assertThat(schemas.listSchemas(l -> l.registryName("shop")).schemas())
        .extracting(SchemaSummary::versionCount)
        .containsExactly(2L);
    assertThatThrownBy(() -> describe("2")).isInstanceOf(NotFoundException.class);
  }

  private String update(String content) {
    return schemas
        .updateSchema(
            u ->
                u.registryName("shop")
                    .schemaName("shop@Order")
                    .content(content)
                    .type(Type.OPEN_API3))
        .schemaVersion();
  }

  private String describe(String version) {
    return schemas
        .describeSchema(d -> d.registryName("shop").schemaName("shop@Order").schemaVersion(version))
        .content();
  }

  @Test
  void registriesAreMadeOnceAndDeletedEmpty() {
    make();
    assertThatThrownBy(() -> schemas.createRegistry(r -> r.registryName("shop")))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> schemas.deleteRegistry(r -> r.registryName("shop")))
        .isInstanceOf(ConflictException.class);
    schemas.deleteSchema(d -> d.registryName("shop").schemaName("shop@Order"));
    assertThat(schemas.listRegistries(l -> l.scope("LOCAL")).registries())
        .extracting(RegistrySummary::registryName)
        .containsExactly("shop");
    schemas.deleteRegistry(r -> r.registryName("shop"));
    assertThatThrownBy(() -> schemas.describeRegistry(r -> r.registryName("shop")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> schemas.createRegistry(r -> r.registryName("aws.mine")))
        .isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(() -> schemas.createRegistry(r -> r.registryName("no space")))
        .isInstanceOf(BadRequestException.class);
  }

  @Test
  void contentsAreChecked() {
    make();
    assertThatThrownBy(() -> update("{")).isInstanceOf(BadRequestException.class);
    assertThatThrownBy(() -> update("{\"openapi\":\"2.0\"}"))
        .isInstanceOf(BadRequestException.class);
  }

  @Test
  void schemasAreFoundByWords() {
    make();
    update(document("size"));
    assertThat(
            schemas.searchSchemas(s -> s.registryName("shop").keywords("ORDER colour")).schemas())
        .singleElement()
        .satisfies(found -> assertThat(found.schemaVersions()).hasSize(1));
    assertThat(schemas.searchSchemas(s -> s.registryName("shop").keywords("tree")).schemas())
        .isEmpty();
  }

  @Test
  void aSchemaIsExported() {
    make();
    Map<?, ?> exported =
        (Map<?, ?>)
            JsonText.parse(
                schemas
                    .exportSchema(
                        e ->
                            e.registryName("shop")
                                .schemaName("shop@Order")
                                .type("JSONSchemaDraft4"))
                    .content());
    assertThat(exported.get("$schema")).isEqualTo("http://json-schema.org/draft-04/schema#");
    assertThat(JsonText.write(exported.get("properties")))
        .isEqualTo("{\"detail\":{\"$ref\":\"#/definitions/Order\"}}");
    assertThat(JsonText.write(exported.get("definitions")))
        .contains("\"colour\":{\"type\":[\"string\",\"null\"]}", "\"parent\":{\"$ref\":\"#\"}");
  }

  @Test
  void awsHasARegistryOfItsOwn() {
    String name = "aws.ec2@EC2InstanceStateChangeNotification";
    assertThat(schemas.describeSchema(d -> d.registryName("aws.events").schemaName(name)).content())
        .contains(
            "\"x-amazon-events-source\":\"aws.ec2\"",
            "\"x-amazon-events-detail-type\":\"EC2 Instance State-change Notification\"",
            "\"instance-id\":{\"type\":\"string\"}");
    assertThat(
            schemas
                .searchSchemas(s -> s.registryName("aws.events").keywords("instance-id state"))
                .schemas())
        .extracting(SearchSchemaSummary::schemaName)
        .contains(name);
    assertThat(
            schemas.listSchemasPaginator(l -> l.registryName("aws.events").limit(50)).stream()
                .mapToInt(page -> page.schemas().size())
                .sum())
        .isGreaterThan(300);
    assertThatThrownBy(
            () -> schemas.deleteSchema(d -> d.registryName("aws.events").schemaName(name)))
        .isInstanceOf(ForbiddenException.class);
  }

  @Test
  void everySchemaOfAwsIsADocument() {
    AwsEvents events = new AwsEvents();
    for (String name : events.names()) {
      String content = events.content(name);
      Documents.check("OpenApi3", content);
      String exported = Documents.jsonSchema(content);
      Map<?, ?> definitions = (Map<?, ?>) ((Map<?, ?>) JsonText.parse(exported)).get("definitions");
      java.util.regex.Matcher references =
          java.util.regex.Pattern.compile("\"#/definitions/([^\"]+)\"").matcher(exported);
      while (references.find()) {
        assertThat(definitions.containsKey(references.group(1))).as(name).isTrue();
      }
    }
  }

  @Test
  void tagsAndPolicies() {
    String arn = make();
    schemas.tagResource(t -> t.resourceArn(arn).tags(Map.of("b", "2")));
    schemas.untagResource(u -> u.resourceArn(arn).tagKeys("a"));
    assertThat(schemas.listTagsForResource(l -> l.resourceArn(arn)).tags())
        .containsExactly(Map.entry("b", "2"));
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
        "Action":"schemas:*","Resource":"*"}]}\
        """;
    assertThatThrownBy(() -> schemas.getResourcePolicy(p -> p.registryName("shop")))
        .isInstanceOf(NotFoundException.class);
    String revision =
        schemas.putResourcePolicy(p -> p.registryName("shop").policy(policy)).revisionId();
    assertThat(schemas.getResourcePolicy(p -> p.registryName("shop")).revisionId())
        .isEqualTo(revision);
    assertThatThrownBy(
            () ->
                schemas.putResourcePolicy(
                    p -> p.registryName("shop").policy(policy).revisionId("other")))
        .isInstanceOf(PreconditionFailedException.class);
    schemas.deleteResourcePolicy(p -> p.registryName("shop"));
    assertThatThrownBy(() -> schemas.getResourcePolicy(p -> p.registryName("shop")))
        .isInstanceOf(NotFoundException.class);
  }
}
