package io.nephele.identity.action;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.call.Call;
import io.nephele.model.Operation;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What IAM policies have to allow for a call: the actions of every operation of every service, the
 * ARNs of the resources that a request names, and the condition keys that follow from both.
 *
 * <h2>Actions</h2>
 *
 * An operation's action has its name, under the service's prefix ({@code sqs:SendMessage}), unless
 * the rules kept by hand ({@code actions/rules}, read by {@link ServiceRules}) say otherwise. A
 * rule may name several actions, each needed on a condition on the request. Beside these an
 * operation needs {@code iam:PassRole} for each role in the request that the service will assume
 * ({@link PassedRole}), and an action for tagging where AWS asks for one when resources are created
 * with tags. Other actions that AWS's documentation calls dependent are not here: the service
 * performs them in its own calls, with the caller's permissions, and they are decided on there.
 *
 * <h2>Resources</h2>
 *
 * The reference names the types of resources of an action, and for each a pattern of its ARN. Types
 * that it calls required are always decided on, the others when the request names one. How an ARN
 * is found is told by {@link ResourcePlan}, which members name a resource by {@link MemberNames}.
 * An action without resources, or whose resources are all optional and not named, is decided on for
 * {@code *}.
 *
 * <p>An asterisk in a resource stands for what the request does not tell (the id of what is being
 * created). It is literal text to policies, as is all that comes from a request: it matches a
 * wildcard of a policy and nothing else, so it never widens what a policy allows.
 *
 * <h2>Condition keys</h2>
 *
 * {@link RequestKeys} and {@link KeySources} tell. Thread-safe; plans and references are made when
 * first asked for and kept.
 */
public final class ActionCatalog {
  private static final ActionCatalog BUNDLED = new ActionCatalog();

  private final Map<Operation, OperationPlan> plans = new ConcurrentHashMap<>();
  private final Map<String, ServiceActions> references = new ConcurrentHashMap<>();
  private final Map<String, ServiceRules> rules = new ConcurrentHashMap<>();
  private volatile ServiceNames names;

  private ActionCatalog() {}

  /** The catalogue that comes with Nephele. */
  public static ActionCatalog bundled() {
    return BUNDLED;
  }

  /**
   * What must be allowed for a call.
   *
   * @param resources what the called service knows of its resources, {@link
   *     ProtectedResources#NONE} if nothing
   * @return empty if the operation needs no permission; null if its actions are not known
   */
  public List<ActionRequest> requests(Call call, Struct request, ProtectedResources resources) {
    return plan(call.operation()).requests(new CallContext(call, request, resources));
  }

  /** All actions that an operation may need; empty if it needs none or they are not known. */
  public List<String> actions(Operation operation) {
    return plan(operation).actions();
  }

  /**
   * Whether an operation only reads: its first action lists or reads, or, where no action of it is
   * known, its name says so.
   */
  public boolean isReadOnly(Operation operation) {
    List<String> actions = actions(operation);
    if (!actions.isEmpty()) {
      String action = actions.getFirst();
      int colon = action.indexOf(':');
      ServiceActions reference = service(action.substring(0, colon));
      ActionDetails details =
          reference == null ? null : reference.action(action.substring(colon + 1));
      if (details != null) {
        return details.level() == AccessLevel.LIST || details.level() == AccessLevel.READ;
      }
    }
    String name = operation.name();
    return operation.readonly()
        || name.startsWith("Get")
        || name.startsWith("List")
        || name.startsWith("Describe");
  }

  /** Why an operation needs no permission; null if it needs one or is not known. */
  public String freeReason(Operation operation) {
    return plan(operation).reason();
  }

  /** What stands before the colon of a service's actions, for example {@code states}. */
  public String prefix(Service service) {
    return names(service.name()).prefix();
  }

  /** All actions of a prefix, or null if none are known. */
  public ServiceActions service(String prefix) {
    ServiceActions known = references.get(prefix);
    return known != null ? known : references.computeIfAbsent(prefix, ServiceActions::read);
  }

  /** The prefixes of all services of the models. */
  public List<String> prefixes() {
    return serviceNames().prefixes();
  }

  private OperationPlan plan(Operation operation) {
    OperationPlan known = plans.get(operation);
    return known != null ? known : plans.computeIfAbsent(operation, this::makePlan);
  }

  private OperationPlan makePlan(Operation operation) {
    String service = operation.service().name();
    ServiceRules kept = rules.computeIfAbsent(service, ServiceRules::read);
    return new OperationPlanner(operation, names(service), kept, this::service).plan();
  }

  private ServiceNames.Names names(String service) {
    ServiceNames.Names found = serviceNames().of(service);
    if (found == null) {
      throw new IllegalStateException("services.tsv has no service " + service);
    }
    return found;
  }

  private ServiceNames serviceNames() {
    ServiceNames read = names;
    if (read == null) {
      read = ServiceNames.read();
      names = read;
    }
    return read;
  }
}
