package io.nephele.services.ssm;

import io.nephele.api.ssm.DeleteParameterRequest;
import io.nephele.api.ssm.DeleteParameterResult;
import io.nephele.api.ssm.DeleteParametersRequest;
import io.nephele.api.ssm.DeleteParametersResult;
import io.nephele.api.ssm.GetParameterRequest;
import io.nephele.api.ssm.GetParameterResult;
import io.nephele.api.ssm.GetParametersRequest;
import io.nephele.api.ssm.GetParametersResult;
import io.nephele.api.ssm.Parameter;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The operations that get parameters by name, and those that delete them. */
final class Parameters {
  private final World world;
  private final ParameterTables tables;
  private final SecureValues secrets;
  private final Expirations expirations;
  private final ParameterEvents events;
  private final ReservedParameters reserved;

  Parameters(
      World world,
      ParameterTables tables,
      SecureValues secrets,
      Expirations expirations,
      ParameterEvents events,
      ReservedParameters reserved) {
    this.world = world;
    this.tables = tables;
    this.secrets = secrets;
    this.expirations = expirations;
    this.events = events;
    this.reserved = reserved;
  }

  GetParameterResult get(GetParameterRequest in, Call call) {
    return new GetParameterResult()
        .parameter(find(in.name(), Boolean.TRUE.equals(in.withDecryption()), call));
  }

  GetParametersResult getAll(GetParametersRequest in, Call call) {
    requireDistinct(in.names());
    boolean decrypted = Boolean.TRUE.equals(in.withDecryption());
    List<Parameter> found = new ArrayList<>();
    List<String> invalid = new ArrayList<>();
    for (String name : in.names()) {
      try {
        found.add(find(name, decrypted, call));
      } catch (AwsException e) {
        if (!e.code().equals("ParameterNotFound") && !e.code().equals("ParameterVersionNotFound")) {
          throw e;
        }
        invalid.add(name);
      }
    }
    return new GetParametersResult().parameters(found).invalidParameters(invalid);
  }

  private record Found(ParameterHead head, ParameterVersion version) {}

  private Parameter find(String given, boolean decrypted, Call call) {
    ParameterName name = ParameterName.parse(given, call);
    Parameter special = reserved.find(name, decrypted, call);
    if (special != null) {
      return special;
    }
    Found found = world.store().read(reader -> find(reader, name));
    return told(found.head(), found.version(), name, decrypted, call).selector(name.selector());
  }

  private Found find(Reader reader, ParameterName name) {
    Key place = name.place();
    ParameterHead head = tables.head(reader, place);
    if (head == null || !(name.byArn() || head.name().equals(name.name()))) {
      throw SsmErrors.notFound();
    }
    long version = head.latest();
    if (name.selector() != null) {
      String selected = name.selector().substring(1);
      Long number = number(selected);
      Long chosen = number == null ? head.labels().get(selected) : number;
      if (chosen == null) {
        throw SsmErrors.noSuchVersion(selected, head.name());
      }
      version = chosen;
    }
    ParameterVersion found = tables.version(reader, place, version);
    if (found == null) {
      throw SsmErrors.noSuchVersion(version, head.name());
    }
    return new Found(head, found);
  }

  private static Long number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A parameter as its caller is told. */
  Parameter told(
      ParameterHead head,
      ParameterVersion version,
      ParameterName of,
      boolean decrypted,
      Call call) {
    String arn = ParameterName.arn(call.partition(), of.region(), of.accountId(), head.name());
    String value =
        decrypted && version.isSecure() ? secrets.decrypt(version, arn, call) : version.value();
    return new Parameter()
        .name(head.name())
        .type(version.type())
        .value(value)
        .version(version.version())
        .lastModifiedDate(version.modified())
        .arn(arn)
        .dataType(version.dataType());
  }

  DeleteParameterResult delete(DeleteParameterRequest in, Call call) {
    if (!deleted(in.name(), call)) {
      throw SsmErrors.notFound();
    }
    return new DeleteParameterResult();
  }

  DeleteParametersResult deleteAll(DeleteParametersRequest in, Call call) {
    requireDistinct(in.names());
    List<String> deleted = new ArrayList<>();
    List<String> invalid = new ArrayList<>();
    for (String name : in.names()) {
      (deleted(name, call) ? deleted : invalid).add(name);
    }
    return new DeleteParametersResult().deletedParameters(deleted).invalidParameters(invalid);
  }

  private boolean deleted(String given, Call call) {
    ParameterName name = ParameterName.parse(given, call);
    Key place = name.place();
    return world
        .store()
        .write(
            new LockKey(place),
            transaction -> {
              ParameterHead head = tables.head(transaction, place);
              if (head == null || !(name.byArn() || head.name().equals(name.name()))) {
                return false;
              }
              expirations.cancel(transaction, place);
              ParameterVersion latest = tables.version(transaction, place, head.latest());
              events.changed(transaction, place, ParameterEvents.DELETE, head.name(), latest);
              tables.delete(transaction, place);
              return true;
            });
  }

  private static void requireDistinct(List<String> names) {
    if (new HashSet<>(names).size() < names.size()) {
      throw SsmErrors.validation("Duplicate parameter names are not allowed.");
    }
  }
}
