package io.nephele.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.model.Json;
import io.nephele.model.Member;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.Shape;
import io.nephele.model.ShapeType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImporterTest {
  private static final String SMITHY =
      """
      {"shapes": {
        "x#Toys": {"type": "service", "version": "2020-01-01",
          "resources": [{"target": "x#ToyResource"}],
          "errors": [{"target": "x#Broken"}],
          "traits": {"aws.api#service": {"sdkId": "Toys", "arnNamespace": "toys"},
            "aws.auth#sigv4": {"name": "toybox"}, "aws.protocols#awsJson1_0": {},
            "aws.protocols#awsQueryCompatible": {}, "smithy.api#documentation": "prose"}},
        "x#ToyResource": {"type": "resource", "create": {"target": "x#MakeToy"}},
        "x#MakeToy": {"type": "operation", "input": {"target": "x#MakeToyRequest"},
          "output": {"target": "smithy.api#Unit"},
          "traits": {"smithy.api#documentation": "prose", "smithy.api#idempotent": {}}},
        "x#MakeToyRequest": {"type": "structure", "members": {
          "Name": {"target": "x#Name", "traits": {"smithy.api#required": {}}},
          "Plain": {"target": "x#Plain"},
          "Colour": {"target": "x#Colour"}}},
        "x#Name": {"type": "string", "traits": {"smithy.api#length": {"min": 1, "max": 9}}},
        "x#Plain": {"type": "string", "traits": {"smithy.api#documentation": "prose"}},
        "x#Colour": {"type": "enum", "members": {
          "RED": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "red"}}}},
        "x#Broken": {"type": "structure", "members": {},
          "traits": {"smithy.api#error": "server"}},
        "x#Unreached": {"type": "string", "traits": {"smithy.api#length": {"max": 1}}}
      }}
      """;

  private static Service parse(Map<String, Object> ast) {
    return Service.parse(
        SmithyImporter.compact("toys", ast, null).getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> json(String text) {
    return Json.object(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void keepsWhatOperationsReachAndDropsProse() {
    Service toys = parse(json(SMITHY));
    assertThat(toys.signingName()).isEqualTo("toybox");
    assertThat(toys.protocols()).containsExactly(Protocol.AWS_JSON_1_0, Protocol.AWS_QUERY);
    assertThat(toys.operationNames()).containsExactly("MakeToy");
    assertThat(toys.shapeNames()).containsExactly("Broken", "Colour", "MakeToyRequest", "Name");
    assertThat(SmithyImporter.compact("toys", json(SMITHY), null)).doesNotContain("prose");
  }

  @Test
  void readsOperationsOfResourcesWithTheServicesErrors() {
    Operation make = parse(json(SMITHY)).operation("MakeToy");
    assertThat(make.idempotent()).isTrue();
    assertThat(make.hasUnitOutput()).isTrue();
    assertThat(make.errors()).extracting(Shape::name).containsExactly("Broken");
    assertThat(make.errors().getFirst().errorStatus()).isEqualTo(500);
  }

  @Test
  void keepsConstraintsAndEnumValues() {
    Shape request = parse(json(SMITHY)).operation("MakeToy").input();
    Member name = request.member("Name");
    assertThat(name.required()).isTrue();
    assertThat(name.constraints().maxLength()).isEqualTo(9);
    assertThat(request.member("Plain").target().name()).isEqualTo("@string");
    assertThat(request.member("Colour").target().type()).isEqualTo(ShapeType.ENUM);
    assertThat(request.member("Colour").constraints().enumeration()).containsExactly("red");
  }

  @Test
  void translatesC2j() {
    Map<String, Object> c2j =
        json(
            """
            {"metadata": {"apiVersion": "2016-10-24", "endpointPrefix": "old", "jsonVersion": "1.1", "protocol": "json",
              "serviceFullName": "Old Service", "serviceId": "Old", "targetPrefix": "Old_2016"},
             "operations": {"Do": {"name": "Do", "input": {"shape": "DoRequest"}, "errors": [{"shape": "Wrong"}]}},
             "shapes": {
               "DoRequest": {"type": "structure", "required": ["Many"], "members": {"Many": {"shape": "Names"}}},
               "Names": {"type": "list", "member": {"shape": "Name"}, "max": 3},
               "Name": {"type": "string", "pattern": "[a-z]+", "min": 1},
               "Wrong": {"type": "structure", "exception": true, "members": {}}}}
            """);
    assertThat(C2jModel.isC2j(c2j)).isTrue();
    Service old = parse(C2jModel.toSmithy(c2j));
    assertThat(old.shapeName()).isEqualTo("Old_2016");
    assertThat(old.title()).isEqualTo("Old Service");
    Member many = old.operation("Do").input().member("Many");
    assertThat(many.required()).isTrue();
    assertThat(many.constraints().maxLength()).isEqualTo(3);
    assertThat(many.target().listMember().constraints().pattern()).isEqualTo("[a-z]+");
    assertThat(old.operation("Do").errors().getFirst().isClientError()).isTrue();
  }

  @Test
  void twoShapesOfOneNameAreRefused() {
    Map<String, Object> ast =
        json(
            SMITHY
                .replace("x#Name\", \"traits\"", "y#Name\", \"traits\"")
                .replace("\"x#Plain\"}", "\"x#Name\"}")
                .replace("\"x#Unreached\"", "\"y#Name\""));
    assertThatThrownBy(() -> parse(ast)).hasMessageContaining("share a name");
  }
}
