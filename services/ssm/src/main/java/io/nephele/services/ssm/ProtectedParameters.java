package io.nephele.services.ssm;

import io.nephele.core.World;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
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
    Key place = place(arn);
    ParameterHead head =
        place == null ? null : world.store().read(reader -> tables.head(reader, place));
    return head == null ? Map.of() : head.tags();
  }

  @Override
  public ResourcePolicy policy(String arn) {
    Key place = place(arn);
    SharingPolicy policy =
        place == null
            ? null
            : world.store().read(reader -> SharingPolicies.of(reader, tables, place));
    return policy == null
        ? null
        : ResourcePolicy.of(
            place.reader().nextText(),
            new AttachedPolicy(PolicyDocument.parse(policy.document(), PolicyKind.RESOURCE), arn));
  }

  private static Key place(String arn) {
    Arn parsed = Arn.parse(arn);
    return parsed == null || !parsed.resource().startsWith(PARAMETER + "/")
        ? null
        : ParameterName.place(
            parsed.account(), parsed.region(), parsed.resource().substring(PARAMETER.length()));
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
    add(names, request, "ResourceArn");
    if (names.isEmpty()) {
      return null;
    }
    try {
      List<String> arns = new ArrayList<>();
      for (String given : names) {
        ParameterName name = ParameterName.parse(given, call);
        // AWS's own parameters belong to no account.
        boolean aws = name.name().startsWith(PublicParameters.PREFIX);
        String owner = aws ? "" : name.accountId();
        arns.add(ParameterName.arn(call.partition(), name.region(), owner, name.name()));
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
