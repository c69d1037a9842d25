package io.nephele.services.events;

import io.nephele.api.secretsmanager.CreateSecretRequest;
import io.nephele.api.secretsmanager.DeleteSecretRequest;
import io.nephele.api.secretsmanager.GetSecretValueRequest;
import io.nephele.api.secretsmanager.PutSecretValueRequest;
import io.nephele.api.secretsmanager.Secretsmanager;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.AwsException;
import java.util.Map;

/** The parameters of connections in Secrets Manager, in whose accounts' names they are kept. */
final class ConnectionSecrets {
  private final EventsWorld events;

  ConnectionSecrets(EventsWorld events) {
    this.events = events;
  }

  /** Makes a secret; its ARN. */
  String create(String name, Map<String, Object> parameters, String kmsKey, Call call) {
    return events
        .world()
        .call(
            Secretsmanager.CreateSecret,
            new CreateSecretRequest()
                .name(name)
                .kmsKeyId(kmsKey)
                .clientRequestToken(events.world().ids().uuid().toString())
                .secretString(JsonText.write(parameters)),
            call.principal(),
            call.region(),
            call.origin().through(EventsWorld.PRINCIPAL))
        .arn();
  }

  /** What a secret says. */
  Map<?, ?> read(Connection connection) {
    String text =
        events
            .world()
            .call(
                Secretsmanager.GetSecretValue,
                new GetSecretValueRequest().secretId(connection.secretArn()),
                principal(connection),
                region(connection),
                origin(connection))
            .secretString();
    return (Map<?, ?>) JsonText.parse(text);
  }

  void change(Connection connection, Map<String, Object> parameters) {
    events
        .world()
        .call(
            Secretsmanager.PutSecretValue,
            new PutSecretValueRequest()
                .secretId(connection.secretArn())
                .clientRequestToken(events.world().ids().uuid().toString())
                .secretString(JsonText.write(parameters)),
            principal(connection),
            region(connection),
            origin(connection));
  }

  void delete(Connection connection) {
    try {
      events
          .world()
          .call(
              Secretsmanager.DeleteSecret,
              new DeleteSecretRequest()
                  .secretId(connection.secretArn())
                  .forceDeleteWithoutRecovery(true),
              principal(connection),
              region(connection),
              origin(connection));
    } catch (AwsException e) {
      if (!e.code().contains("NotFound")) {
        throw e;
      }
    }
  }

  /** EventBridge acts by a role linked to it, which may do this in the account. */
  private static Principal principal(Connection connection) {
    return Principal.root(region(connection).partition(), connection.accountId());
  }

  private static Region region(Connection connection) {
    return Regions.find(connection.region());
  }

  private static Origin origin(Connection connection) {
    return Origin.service(EventsWorld.PRINCIPAL, connection.arn());
  }
}
