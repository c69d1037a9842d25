package io.nephele.services.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.schemas.SchemasClient;
import software.amazon.awssdk.services.schemas.model.BadRequestException;
import software.amazon.awssdk.services.schemas.model.CodeGenerationStatus;
import software.amazon.awssdk.services.schemas.model.NotFoundException;
import software.amazon.awssdk.services.schemas.model.Type;

/** The registry writes classes for schemas. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class CodeBindingsTest {
  private static final String EC2 = "aws.ec2@EC2InstanceStateChangeNotification";
  private static final String FOLDER = "schema/aws/ec2/ec2instancestatechangenotification/";

  /** Names that languages have for themselves, nested objects, lists, maps, types that recur. */
  private static final String ORDER =
      """
      {"openapi":"3.0.0","info":{"version":"1.0.0","title":"Order"},"paths":{},
      "components":{"schemas":{"Order":{"type":"object","properties":{
      "class":{"type":"string"},"import":{"type":"boolean"},"order-id":{"type":"integer"},
      "orderId":{"type":"number"},"2nd":{"type":"string","format":"date-time"},
      "lines":{"type":"array","items":{"type":"object","properties":{"sku":{"type":"string"}}}},
      "labels":{"type":"object","additionalProperties":{"type":"string"}},
      "part":{"$ref":"#/components/schemas/Order"},"any":{}}}}}}\
      """;

  @Inject SchemasClient schemas;

  private Map<String, String> files(String registry, String schema, String language)
      throws IOException {
    assertThat(
            schemas
                .putCodeBinding(p -> p.registryName(registry).schemaName(schema).language(language))
                .status())
        .isEqualTo(CodeGenerationStatus.CREATE_IN_PROGRESS);
    assertThat(
            schemas
                .describeCodeBinding(
                    d -> d.registryName(registry).schemaName(schema).language(language))
                .status())
        .isEqualTo(CodeGenerationStatus.CREATE_COMPLETE);
    byte[] zipped =
        schemas
            .getCodeBindingSource(
                g -> g.registryName(registry).schemaName(schema).language(language))
            .body()
            .asByteArray();
    Map<String, String> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  @Test
  @Fact({"schemas-001", "events-007"})
  void awsOwnEventsHaveCodeInFourLanguages() throws IOException {
    Map<String, String> java = files("aws.events", EC2, "Java8");
    assertThat(java)
        .containsOnlyKeys(
            FOLDER + "AWSEvent.java",
            FOLDER + "EC2InstanceStateChangeNotification.java",
            FOLDER + "marshaller/Marshaller.java");
    assertThat(java.get(FOLDER + "EC2InstanceStateChangeNotification.java"))
        .contains(
            "package schema.aws.ec2.ec2instancestatechangenotification;",
            "@JsonProperty(\"instance-id\")\n  private String instanceId = null;",
            "public String getInstanceId()");
    assertThat(java.get(FOLDER + "AWSEvent.java"))
        .contains("class AWSEvent<T>", "private T detail");

    assertThat(files("aws.events", EC2, "Python36"))
        .containsKeys("schema/__init__.py", FOLDER + "__init__.py", FOLDER + "Marshaller.py")
        .extractingByKey(FOLDER + "EC2InstanceStateChangeNotification.py")
        .asString()
        .contains("'instance_id': \"instance-id\"", "def __init__(self, instance_id=None");
    assertThat(files("aws.events", EC2, "TypeScript3").get(FOLDER + "AWSEvent.ts"))
        .contains("export class AWSEvent<T>", "'detailType'?: string;", "'time'?: Date;");
    assertThat(files("aws.events", EC2, "Go1").get(FOLDER + "AWSEvent.go"))
        .contains(
            "package ec2instancestatechangenotification",
            "DetailType string `json:\"detail-type,omitempty\"`",
            "Time time.Time");
  }

  @Test
  void codeOfAwkwardNamesCompiles(@TempDir Path folder) throws IOException {
    own(ORDER, Type.OPEN_API3);
    List<JavaFileObject> sources = new ArrayList<>();
    files("own", "Order", "Java8")
        .forEach(
            (name, text) -> {
              if (!name.contains("marshaller/")) {
                sources.add(new Source(name, text));
              }
            });
    sources.add(
        new Source(
            "com/fasterxml/jackson/annotation/JsonProperty.java",
            "package com.fasterxml.jackson.annotation; public @interface JsonProperty {"
                + " String value(); }"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options = List.of("-d", folder.toString(), "-proc:none", "-cp", folder.toString());
    assertThat(compiler.getTask(said, null, null, options, null, sources).call())
        .as(() -> said.toString())
        .isTrue();
  }

  @Test
  void codeIsOfWhatThereIs() {
    own(ORDER, Type.OPEN_API3);
    assertThatThrownBy(
            () ->
                schemas.getCodeBindingSource(
                    g -> g.registryName("own").schemaName("Order").language("Go1")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () ->
                schemas.putCodeBinding(
                    g -> g.registryName("own").schemaName("Order").language("Cobol")))
        .isInstanceOf(BadRequestException.class);
    assertThatThrownBy(
            () ->
                schemas.putCodeBinding(
                    g -> g.registryName("own").schemaName("None").language("Go1")))
        .isInstanceOf(NotFoundException.class);
    schemas.deleteSchema(d -> d.registryName("own").schemaName("Order"));
    schemas.createSchema(
        c ->
            c.registryName("own")
                .schemaName("Order")
                .type(Type.JSON_SCHEMA_DRAFT4)
                .content("{\"type\":\"object\"}"));
    assertThatThrownBy(
            () ->
                schemas.putCodeBinding(
                    g -> g.registryName("own").schemaName("Order").language("Go1")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("OpenApi3");
  }

  private void own(String content, Type type) {
    schemas.createRegistry(r -> r.registryName("own"));
    schemas.createSchema(
        c -> c.registryName("own").schemaName("Order").type(type).content(content));
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    private Source(String path, String text) {
      super(URI.create("string:///" + path), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
