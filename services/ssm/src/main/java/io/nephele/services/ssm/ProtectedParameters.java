package io.nephele.services.ssm;

import io.nephele.core.World;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What authorisation asks of parameters. */
final class ProtectedParameters implements ProtectedResources {
  private static final String PARAMETER = "parameter";

  private final World world;
  private final ParameterTables tables;

  ProtectedParameters(World world, ParameterTables tables) {
    this.world = world;
    this.tables = tables;
  }

  @Override
  public Map<String, String> tags(String arn) {
    Arn parsed = Arn.parse(arn);
    if (parsed == null || !parsed.resource().startsWith(PARAMETER + "/")) {
      return Map.of();
    }
    String path = parsed.resource().substring(PARAMETER.length());
    ParameterHead head =
        world
            .store()
            .read(
                reader ->
                    tables.head(
                        reader, ParameterName.place(parsed.account(), parsed.region(), path)));
    return head == null ? Map.of() : head.tags();
  }

  /** Versions and labels are no part of what is protected, and a name may be an ARN. */
  @Override
  public List<String> arns(String type, Call call, Struct request) {
    if (!type.equals(PARAMETER)) {
      return null;
    }
    List<String> names = new ArrayList<>();
    add(names, request, "Name");
    add(names, request, "Names");
    add(names, request, "ResourceId");
    if (names.isEmpty()) {
      return null;
    }
    try {
      List<String> arns = new ArrayList<>();
      for (String given : names) {
        ParameterName name = ParameterName.parse(given, call);
        arns.add(ParameterName.arn(call.partition(), name.region(), name.accountId(), name.name()));
      }
      return arns;
    } catch (AwsException e) {
      // It names nothing; the handler tells so to those who may call it.
      return null;
    }
  }

  private static void add(List<String> names, Struct request, String member) {
    if (request.shape().member(member) == null) {
      return;
    }
    Object given = request.get(member);
    if (given instanceof String name) {
      names.add(name);
    } else if (given instanceof List<?> list) {
      for (Object name : list) {
        names.add((String) name);
      }
    }
  }
}
