package io.nephele.services.ssm;

import io.nephele.core.World;
import io.nephele.core.events.ServiceEvent;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells EventBridge of changes of parameters and of their policies. */
final class ParameterEvents {
  static final String CREATE = "Create";
  static final String UPDATE = "Update";
  static final String DELETE = "Delete";
  static final String LABEL = "LabelParameterVersion";

  private final World world;

  ParameterEvents(World world) {
    this.world = world;
  }

  /** Tells of a change, once the transaction is committed. */
  void changed(
      Transaction transaction, Key place, String operation, String name, ParameterVersion version) {
    emit(transaction, place, "Parameter Store Change", name, change(operation, name, version));
  }

  /** Tells that a version was not written, and why. */
  void failed(
      Transaction transaction, Key place, String operation, NewVersion wanted, String exception) {
    Map<String, Object> detail = change(operation, wanted.name(), wanted.version());
    detail.put("exception", exception);
    emit(transaction, place, "Parameter Store Change", wanted.name(), detail);
  }

  private static Map<String, Object> change(
      String operation, String name, ParameterVersion version) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("operation", operation);
    detail.put("name", name);
    detail.put("type", version.type());
    if (PublicParameters.IMAGE.equals(version.dataType())) {
      detail.put("dataType", version.dataType());
    }
    if (version.description() != null) {
      detail.put("description", version.description());
    }
    return detail;
  }

  /** Tells that a policy has been applied. */
  void applied(
      Transaction transaction,
      Key place,
      String name,
      ParameterVersion version,
      ParameterPolicy policy) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("policy-type", policy.type());
    detail.put("parameter-name", name);
    detail.put("parameter-type", version.type());
    detail.put("policy-content", policy.text());
    detail.put("action-status", "Success");
    detail.put("action-reason", reason(policy));
    emit(transaction, place, "Parameter Store Policy Action", name, detail);
  }

  private static String reason(ParameterPolicy policy) {
    return switch (policy.type()) {
      case ParameterPolicy.EXPIRATION -> "The parameter has expired and was deleted.";
      case ParameterPolicy.EXPIRATION_NOTIFICATION -> "The parameter is about to expire.";
      default -> "The parameter has not changed for the time that its policy names.";
    };
  }

  private void emit(
      Transaction transaction,
      Key place,
      String detailType,
      String name,
      Map<String, Object> detail) {
    KeyReader parts = place.reader();
    String accountId = parts.nextText();
    String region = parts.nextText();
    String partition = Regions.find(region).partition().id();
    world
        .events()
        .emit(
            transaction,
            new ServiceEvent(
                "ssm.amazonaws.com",
                "aws.ssm",
                accountId,
                region,
                detailType,
                List.of(ParameterName.arn(partition, region, accountId, name)),
                JsonText.write(detail),
                world.clock().now().toEpochMilli()));
  }
}
