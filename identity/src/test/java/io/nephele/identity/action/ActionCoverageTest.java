package io.nephele.identity.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.access.ProtectedResources;
import io.nephele.identity.action.ActionDetails.ResourceUse;
import io.nephele.model.Operation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How many operations are decided on for the resources that their requests name. The figures are
 * floors, so that new models and rules do not make things worse unseen.
 */
class ActionCoverageTest {
  private enum Kind {
    /** No permission is needed. */
    FREE,
    /** The actions can be allowed for all resources only. */
    WITHOUT_RESOURCES,
    /** Every resource is named in full. */
    NAMED,
    /** Some part of an ARN is not told by the request, such as the id of what it creates. */
    IN_PART,
    /** Only all resources could be decided on, though the actions have resources. */
    NOT_NAMED
  }

  private static final ActionCatalog CATALOG = ActionCatalog.bundled();

  private static List<ActionRequest> requests(Operation operation) {
    return CATALOG.requests(
        TestCalls.of(operation), MaximalRequests.of(operation), ProtectedResources.NONE);
  }

  private static ActionDetails details(String action) {
    int colon = action.indexOf(':');
    ServiceActions service = CATALOG.service(action.substring(0, colon));
    return service == null ? null : service.action(action.substring(colon + 1));
  }

  private static Kind kind(Operation operation) {
    List<ActionRequest> requests = requests(operation);
    if (requests.isEmpty()) {
      return Kind.FREE;
    }
    boolean all = true;
    boolean part = false;
    boolean resources = false;
    for (ActionRequest request : requests) {
      if (!request.action().equals(PassedRole.ACTION)) {
        ActionDetails details = details(request.action());
        resources |= details != null && !details.resources().isEmpty();
        all &= request.resource().equals("*");
        part |= request.resource().contains("*");
      }
    }
    if (all) {
      return resources ? Kind.NOT_NAMED : Kind.WITHOUT_RESOURCES;
    }
    return part ? Kind.IN_PART : Kind.NAMED;
  }

  @Test
  void mostOperationsAreDecidedOnForNamedResources() {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    ActionCatalogTest.operations()
        .forEach(operation -> counts.merge(kind(operation), 1, Integer::sum));
    assertThat(counts.get(Kind.NAMED)).isGreaterThanOrEqualTo(4_950);
    assertThat(counts.get(Kind.IN_PART)).isLessThanOrEqualTo(900);
    assertThat(counts.get(Kind.NOT_NAMED)).isLessThanOrEqualTo(140);
    assertThat(counts.get(Kind.FREE)).isEqualTo(47);
  }

  @Test
  void aRequiredTypeIsNeverLeftOutUnlessAnotherFormOfItIsNamed() {
    // Where one type is required and no rule speaks of the operation, that type is decided on.
    ActionCatalogTest.operations()
        .filter(operation -> ServiceRules.read(operation.service().name()).all().isEmpty())
        .forEach(
            operation -> {
              List<String> actions = CATALOG.actions(operation);
              ActionDetails details = details(actions.getFirst());
              List<ResourceUse> required =
                  details.resources().stream().filter(ResourceUse::required).toList();
              if (required.size() == 1) {
                assertThat(requests(operation))
                    .as(operation.toString())
                    .anyMatch(
                        request ->
                            request.action().equals(actions.getFirst())
                                && !request.resource().equals("*"));
              }
            });
  }

  @Test
  void arnsAreWhole() {
    ActionCatalogTest.operations()
        .forEach(
            operation -> {
              for (ActionRequest request : requests(operation)) {
                assertThat(request.resource())
                    .as(operation.toString())
                    .doesNotContain("${")
                    .satisfiesAnyOf(
                        resource -> assertThat(resource).isEqualTo("*"),
                        resource -> assertThat(resource).startsWith("arn:"),
                        // A message to a telephone.
                        resource -> assertThat(request.action()).isEqualTo("sns:Publish"));
              }
            });
  }
}
