package io.nephele.services.events;

import io.nephele.api.events.ConnectionAuthResponseParameters;
import io.nephele.api.events.CreateConnectionRequest;
import io.nephele.api.events.CreateConnectionResponse;
import io.nephele.api.events.DeauthorizeConnectionRequest;
import io.nephele.api.events.DeauthorizeConnectionResponse;
import io.nephele.api.events.DeleteConnectionRequest;
import io.nephele.api.events.DeleteConnectionResponse;
import io.nephele.api.events.DescribeConnectionRequest;
import io.nephele.api.events.DescribeConnectionResponse;
import io.nephele.api.events.ListConnectionsRequest;
import io.nephele.api.events.ListConnectionsResponse;
import io.nephele.api.events.UpdateConnectionRequest;
import io.nephele.api.events.UpdateConnectionResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes, describes, changes and removes connections. */
final class Connections {
  private final EventsWorld events;
  private final ConnectionSecrets secrets;
  private final Table<Connection> connections = Table.of("events.connections", Connection.class);

  Connections(EventsWorld events, ConnectionSecrets secrets) {
    this.events = events;
    this.secrets = secrets;
  }

  CreateConnectionResponse create(CreateConnectionRequest in, Call call) {
    requirePublic(in.invocationConnectivityParameters());
    Map<String, Object> parameters = AuthParameters.of(in.authParameters().struct());
    check(in.authorizationType(), parameters);
    Key key = Connection.key(call.accountId(), call.region().name(), in.name());
    if (events.read(reader -> connections.contains(reader, key))) {
      throw EventsErrors.exists("Connection", in.name());
    }
    String uuid = events.world().ids().uuid().toString();
    String secret =
        secrets.create(
            "events!connection/" + in.name() + "/" + uuid, parameters, in.kmsKeyIdentifier(), call);
    long now = events.now();
    Connection connection =
        new Connection(
            call.accountId(),
            call.region().name(),
            in.name(),
            uuid,
            in.description(),
            in.authorizationType(),
            secret,
            Connection.AUTHORIZED,
            now,
            now,
            now);
    events.write(
        transaction -> {
          if (connections.contains(transaction, key)) {
            throw EventsErrors.exists("Connection", in.name());
          }
          connections.put(transaction, key, connection);
          return null;
        });
    return new CreateConnectionResponse()
        .connectionArn(connection.arn())
        .connectionState(connection.state())
        .creationTime(Instant.ofEpochMilli(now))
        .lastModifiedTime(Instant.ofEpochMilli(now));
  }

  private static void requirePublic(Object connectivity) {
    if (connectivity != null) {
      throw EventsErrors.notImplemented("connections to private APIs yet");
    }
  }

  private static void check(String type, Map<String, Object> parameters) {
    String wanted =
        switch (type) {
          case "BASIC" -> "BasicAuthParameters";
          case "API_KEY" -> "ApiKeyAuthParameters";
          default -> "OAuthParameters";
        };
    if (!parameters.containsKey(wanted)) {
      throw EventsErrors.validation(
          "Parameter AuthParameters is not valid. Reason: "
              + wanted
              + " must be specified for authorization type "
              + type
              + ".");
    }
  }

  /** A connection by its ARN, or null. */
  Connection find(Reader reader, String arn) {
    String[] parts = arn.split("[:/]");
    if (parts.length < 8) {
      return null;
    }
    Connection connection = connections.get(reader, Connection.key(parts[4], parts[3], parts[6]));
    return connection != null && connection.arn().equals(arn) ? connection : null;
  }

  private Connection require(Reader reader, String name, Call call) {
    Connection connection =
        connections.get(reader, Connection.key(call.accountId(), call.region().name(), name));
    if (connection == null) {
      throw new io.nephele.api.events.ResourceNotFoundException(
          "Failed to describe the connection(s). Connection '" + name + "' does not exist.");
    }
    return connection;
  }

  DescribeConnectionResponse describe(DescribeConnectionRequest in, Call call) {
    Connection connection = events.read(reader -> require(reader, in.name(), call));
    ConnectionAuthResponseParameters parameters = new ConnectionAuthResponseParameters();
    AuthParameters.fill(parameters.struct(), secrets.read(connection));
    return new DescribeConnectionResponse()
        .connectionArn(connection.arn())
        .name(connection.name())
        .description(connection.description())
        .connectionState(connection.state())
        .authorizationType(connection.type())
        .secretArn(connection.secretArn())
        .authParameters(parameters)
        .creationTime(Instant.ofEpochMilli(connection.createdAt()))
        .lastModifiedTime(Instant.ofEpochMilli(connection.modifiedAt()))
        .lastAuthorizedTime(authorized(connection));
  }

  private static Instant authorized(Connection connection) {
    return connection.authorizedAt() == 0 ? null : Instant.ofEpochMilli(connection.authorizedAt());
  }

  UpdateConnectionResponse update(UpdateConnectionRequest in, Call call) {
    requirePublic(in.invocationConnectivityParameters());
    Connection before = events.read(reader -> require(reader, in.name(), call));
    String type = in.authorizationType() == null ? before.type() : in.authorizationType();
    if (in.authParameters() != null) {
      Map<String, Object> parameters =
          AuthParameters.merged(
              secrets.read(before), AuthParameters.of(in.authParameters().struct()));
      check(type, parameters);
      secrets.change(before, parameters);
    }
    Connection changed = put(before, in.description(), type, Connection.AUTHORIZED, events.now());
    return new UpdateConnectionResponse()
        .connectionArn(changed.arn())
        .connectionState(changed.state())
        .creationTime(Instant.ofEpochMilli(changed.createdAt()))
        .lastModifiedTime(Instant.ofEpochMilli(changed.modifiedAt()))
        .lastAuthorizedTime(authorized(changed));
  }

  private Connection put(
      Connection before, String description, String type, String state, long authorizedAt) {
    Connection changed =
        new Connection(
            before.accountId(),
            before.region(),
            before.name(),
            before.uuid(),
            description == null ? before.description() : description,
            type,
            before.secretArn(),
            state,
            before.createdAt(),
            events.now(),
            authorizedAt);
    events.write(
        transaction -> {
          connections.put(transaction, changed.key(), changed);
          return null;
        });
    return changed;
  }

  DeauthorizeConnectionResponse deauthorize(DeauthorizeConnectionRequest in, Call call) {
    Connection before = events.read(reader -> require(reader, in.name(), call));
    secrets.change(before, Map.of());
    Connection changed =
        put(before, null, before.type(), Connection.DEAUTHORIZED, before.authorizedAt());
    return new DeauthorizeConnectionResponse()
        .connectionArn(changed.arn())
        .connectionState(changed.state())
        .creationTime(Instant.ofEpochMilli(changed.createdAt()))
        .lastModifiedTime(Instant.ofEpochMilli(changed.modifiedAt()))
        .lastAuthorizedTime(authorized(changed));
  }

  DeleteConnectionResponse delete(DeleteConnectionRequest in, Call call) {
    Connection connection = events.read(reader -> require(reader, in.name(), call));
    secrets.delete(connection);
    events.write(
        transaction -> {
          connections.delete(transaction, connection.key());
          return null;
        });
    return new DeleteConnectionResponse()
        .connectionArn(connection.arn())
        .connectionState("DELETING")
        .creationTime(Instant.ofEpochMilli(connection.createdAt()))
        .lastModifiedTime(Instant.ofEpochMilli(connection.modifiedAt()))
        .lastAuthorizedTime(authorized(connection));
  }

  ListConnectionsResponse list(ListConnectionsRequest in, Call call) {
    List<Connection> all =
        events.read(
            reader -> {
              List<Connection> found = new ArrayList<>();
              for (Table.Row<Connection> row :
                  connections.scan(reader, Key.of(call.accountId()).with(call.region().name()))) {
                Connection connection = row.value();
                if ((in.namePrefix() == null || connection.name().startsWith(in.namePrefix()))
                    && (in.connectionState() == null
                        || in.connectionState().equals(connection.state()))) {
                  found.add(connection);
                }
              }
              return found;
            });
    Pages<Connection> pages = Pages.of(all, Connection::name, in.nextToken(), in.limit());
    return new ListConnectionsResponse()
        .connections(
            pages.map(
                connection ->
                    new io.nephele.api.events.Connection()
                        .connectionArn(connection.arn())
                        .name(connection.name())
                        .connectionState(connection.state())
                        .authorizationType(connection.type())
                        .creationTime(Instant.ofEpochMilli(connection.createdAt()))
                        .lastModifiedTime(Instant.ofEpochMilli(connection.modifiedAt()))
                        .lastAuthorizedTime(authorized(connection))))
        .nextToken(pages.nextToken());
  }
}
