package io.nephele.wire.protocoltest;

import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.wire.Protocols;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.smithy.model.knowledge.TopDownIndex;
import software.amazon.smithy.model.shapes.OperationShape;
import software.amazon.smithy.model.shapes.ServiceShape;
import software.amazon.smithy.model.shapes.Shape;
import software.amazon.smithy.model.shapes.ShapeId;
import software.amazon.smithy.protocoltests.traits.AppliesTo;
import software.amazon.smithy.protocoltests.traits.HttpMalformedRequestTestCase;
import software.amazon.smithy.protocoltests.traits.HttpMalformedRequestTestsTrait;
import software.amazon.smithy.protocoltests.traits.HttpMessageTestCase;
import software.amazon.smithy.protocoltests.traits.HttpRequestTestCase;
import software.amazon.smithy.protocoltests.traits.HttpRequestTestsTrait;
import software.amazon.smithy.protocoltests.traits.HttpResponseTestCase;
import software.amazon.smithy.protocoltests.traits.HttpResponseTestsTrait;

/** All official tests that apply to servers. */
final class ProtocolCases {
  private final Protocols protocols = new Protocols();
  private final List<ProtocolCase> cases = new ArrayList<>();

  private ProtocolCases() {}

  static List<ProtocolCase> load() {
    ProtocolTestServices loaded = ProtocolTestServices.load();
    ProtocolCases collector = new ProtocolCases();
    loaded.services().forEach((shape, service) -> collector.addService(loaded, shape, service));
    return List.copyOf(collector.cases);
  }

  private void addService(ProtocolTestServices loaded, ServiceShape shape, Service service) {
    Set<ShapeId> errors = new LinkedHashSet<>();
    Operation any = service.operations().getFirst();
    for (OperationShape operationShape :
        TopDownIndex.of(loaded.model()).getContainedOperations(shape)) {
      Operation operation = service.operation(operationShape.getId().getName());
      addOperation(operationShape, operation);
      errors.addAll(operationShape.getErrors(shape));
    }
    for (ShapeId error : errors) {
      Shape errorShape = loaded.model().expectShape(error);
      for (HttpResponseTestCase test : responses(errorShape)) {
        Protocol protocol = protocol(test);
        ResponseCheck check = new ResponseCheck(protocols.of(protocol), any, test);
        add(
            test.getId(),
            ProtocolCase.Kind.ERROR,
            any,
            protocol,
            () -> check.error(service.shape(error.getName())));
      }
    }
  }

  private void addOperation(OperationShape shape, Operation operation) {
    shape
        .getTrait(HttpRequestTestsTrait.class)
        .map(HttpRequestTestsTrait::getTestCases)
        .orElse(List.of())
        .stream()
        .filter(ProtocolCases::applies)
        .forEach(test -> addRequest(test, operation));
    for (HttpResponseTestCase test : responses(shape)) {
      Protocol protocol = protocol(test);
      ResponseCheck check = new ResponseCheck(protocols.of(protocol), operation, test);
      add(test.getId(), ProtocolCase.Kind.RESPONSE, operation, protocol, check::result);
    }
    shape
        .getTrait(HttpMalformedRequestTestsTrait.class)
        .map(HttpMalformedRequestTestsTrait::getTestCases)
        .orElse(List.of())
        .forEach(test -> addMalformed(test, operation));
  }

  private void addRequest(HttpRequestTestCase test, Operation operation) {
    Protocol protocol = protocol(test);
    RequestCheck check = new RequestCheck(protocols.of(protocol), operation, test);
    add(test.getId(), ProtocolCase.Kind.REQUEST, operation, protocol, check::run);
  }

  private void addMalformed(HttpMalformedRequestTestCase test, Operation operation) {
    Protocol protocol = Protocol.ofTraitName(test.getProtocol().getName());
    MalformedCheck check = new MalformedCheck(protocols.of(protocol), operation, test);
    add(test.getId(), ProtocolCase.Kind.MALFORMED, operation, protocol, check::run);
  }

  private void add(
      String id,
      ProtocolCase.Kind kind,
      Operation operation,
      Protocol protocol,
      ProtocolCase.Check check) {
    cases.add(new ProtocolCase(id, kind, operation, protocol, check));
  }

  private static List<HttpResponseTestCase> responses(Shape shape) {
    return shape
        .getTrait(HttpResponseTestsTrait.class)
        .map(HttpResponseTestsTrait::getTestCases)
        .orElse(List.of())
        .stream()
        .filter(ProtocolCases::applies)
        .toList();
  }

  private static boolean applies(HttpMessageTestCase test) {
    return test.getAppliesTo().orElse(AppliesTo.SERVER) == AppliesTo.SERVER;
  }

  private static Protocol protocol(HttpMessageTestCase test) {
    return Protocol.ofTraitName(test.getProtocol().getName());
  }
}
