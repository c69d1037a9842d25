package io.nephele.services.ssm;

import io.nephele.api.ssm.InvalidPolicyAttributeException;
import io.nephele.api.ssm.PutParameterRequest;
import io.nephele.api.ssm.PutParameterResult;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** PutParameter: makes parameters and new versions of them. */
final class NewVersions {
  private final World world;
  private final ParameterTables tables;
  private final SecureValues secrets;
  private final ServiceSettings settings;
  private final VersionWrites writes;
  private final ImageVersions images;

  NewVersions(
      World world,
      ParameterTables tables,
      SecureValues secrets,
      ServiceSettings settings,
      VersionWrites writes,
      ImageVersions images) {
    this.world = world;
    this.tables = tables;
    this.secrets = secrets;
    this.settings = settings;
    this.writes = writes;
    this.images = images;
  }

  private record Current(ParameterHead head, ParameterVersion version) {}

  PutParameterResult put(PutParameterRequest in, Call call) {
    boolean overwrite = Boolean.TRUE.equals(in.overwrite());
    String name = in.name().strip();
    ParameterName.requireNew(name, call);
    Map<String, String> tags = ParameterTags.ofRequest(in.tags());
    if (overwrite && !tags.isEmpty()) {
      throw SsmErrors.validation(
          "Invalid request: tags and overwrite can't be used together. To create a parameter with"
              + " tags, please remove overwrite flag. To update tags for an existing parameter,"
              + " please use AddTagsToResource or RemoveTagsFromResource.");
    }
    Key place = ParameterName.place(call.accountId(), call.region().name(), name);
    Current current =
        world
            .store()
            .read(
                reader -> {
                  ParameterHead head = tables.head(reader, place);
                  return head == null
                      ? null
                      : new Current(head, tables.version(reader, place, head.latest()));
                });
    VersionWrites.requireWritable(current == null ? null : current.head(), overwrite);
    ParameterVersion before = current == null ? null : current.version();
    String type = type(in, before);
    String pattern = or(in.allowedPattern(), before == null ? null : before.allowedPattern());
    String dataType = or(in.dataType(), before == null ? "text" : before.dataType());
    ParameterValues.check(name, in.value(), type, pattern, dataType);
    String policies = or(in.policies(), before == null ? null : before.policies());
    List<ParameterPolicy> parsed = ParameterPolicy.parse(policies, call.time());
    requireToCome(parsed, call.time());
    String tier = tier(in, before, !parsed.isEmpty(), call);
    String value = in.value();
    String keyId = null;
    if (type.equals("SecureString")) {
      keyId = or(in.keyId(), SecureValues.AWS_MANAGED);
      String arn =
          ParameterName.arn(call.partition(), call.region().name(), call.accountId(), name);
      value = secrets.encrypt(value, keyId, tier.equals(Tiers.ADVANCED), arn, call);
    } else if (in.keyId() != null) {
      throw SsmErrors.validation("KeyId is required for SecureString type parameter only.");
    }
    ParameterVersion made =
        new ParameterVersion(
            0,
            type,
            value,
            keyId,
            or(in.description(), before == null ? null : before.description()),
            pattern,
            tier,
            parsed.isEmpty() ? null : policies,
            dataType,
            call.time(),
            call.principal().arn(),
            List.of());
    NewVersion wanted = new NewVersion(name, made, overwrite, tags);
    long version =
        world
            .store()
            .write(
                new LockKey(place),
                transaction ->
                    dataType.equals(PublicParameters.IMAGE)
                        ? images.schedule(transaction, place, wanted)
                        : writes.write(transaction, place, wanted));
    return new PutParameterResult().version(version).tier(tier);
  }

  /** The tier of a new version; an error to the caller if there are too many in it. */
  private String tier(
      PutParameterRequest in, ParameterVersion before, boolean policies, Call call) {
    long standard = before == null ? count(Tiers.STANDARD, call) : 0;
    String tier =
        Tiers.choose(
            or(in.tier(), settings.defaultTier(call)),
            in.value(),
            policies,
            before,
            in.tier() != null,
            standard >= Tiers.MAX_STANDARD);
    if (before == null && tier.equals(Tiers.STANDARD) && standard >= Tiers.MAX_STANDARD) {
      throw SsmErrors.tooMany(tier, Tiers.MAX_STANDARD);
    }
    boolean newlyAdvanced =
        tier.equals(Tiers.ADVANCED) && (before == null || !before.tier().equals(tier));
    if (newlyAdvanced && count(tier, call) >= Tiers.MAX_ADVANCED) {
      throw SsmErrors.tooMany(tier, Tiers.MAX_ADVANCED);
    }
    return tier;
  }

  private long count(String tier, Call call) {
    return world
        .store()
        .read(reader -> tables.counts().read(reader, call.accountId(), call.region().name(), tier));
  }

  private static void requireToCome(List<ParameterPolicy> policies, Instant now) {
    for (ParameterPolicy policy : policies) {
      if (policy.type().equals(ParameterPolicy.EXPIRATION) && !policy.due().isAfter(now)) {
        throw new InvalidPolicyAttributeException("The expiration time must be in the future.");
      }
    }
  }

  private static String type(PutParameterRequest in, ParameterVersion before) {
    if (before == null && in.type() == null) {
      throw SsmErrors.validation("A parameter type is required when you create a parameter.");
    }
    if (before != null && in.type() != null && !before.type().equals(in.type())) {
      throw VersionWrites.typeMismatch();
    }
    return or(in.type(), before == null ? null : before.type());
  }

  private static String or(String given, String otherwise) {
    return given == null ? otherwise : given;
  }
}
