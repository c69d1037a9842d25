package io.nephele.services.ssm;

import io.nephele.api.ssm.HierarchyTypeMismatchException;
import io.nephele.api.ssm.InvalidPolicyAttributeException;
import io.nephele.api.ssm.ParameterAlreadyExists;
import io.nephele.api.ssm.ParameterMaxVersionLimitExceeded;
import io.nephele.api.ssm.PutParameterRequest;
import io.nephele.api.ssm.PutParameterResult;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** PutParameter: makes parameters and new versions of them. */
final class NewVersions {
  private static final int MAX_VERSIONS = 100;

  private final World world;
  private final ParameterTables tables;
  private final SecureValues secrets;
  private final Expirations expirations;
  private final ServiceSettings settings;
  private final ParameterEvents events;

  NewVersions(
      World world,
      ParameterTables tables,
      SecureValues secrets,
      Expirations expirations,
      ServiceSettings settings,
      ParameterEvents events) {
    this.world = world;
    this.tables = tables;
    this.secrets = secrets;
    this.expirations = expirations;
    this.settings = settings;
    this.events = events;
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
    requireWritable(current == null ? null : current.head(), overwrite);
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
    long version =
        world
            .store()
            .write(
                new LockKey(place),
                transaction -> {
                  ParameterHead head = tables.head(transaction, place);
                  requireWritable(head, overwrite);
                  if (head != null && !head.type().equals(type)) {
                    throw typeMismatch();
                  }
                  expirations.schedule(transaction, place, parsed);
                  return add(transaction, place, head, name, made, tags);
                });
    return new PutParameterResult().version(version).tier(tier);
  }

  private long add(
      Transaction transaction,
      Key place,
      ParameterHead head,
      String name,
      ParameterVersion made,
      Map<String, String> tags) {
    long number = head == null ? 1 : head.latest() + 1;
    long oldest = head == null ? 1 : head.oldest();
    if (number - oldest >= MAX_VERSIONS) {
      if (head.labels().containsValue(oldest)) {
        throw new ParameterMaxVersionLimitExceeded(
            "You attempted to create a new version of "
                + name
                + " by calling the PutParameter API with the overwrite flag. Version "
                + oldest
                + ", the oldest version, can't be deleted because it has a label associated with"
                + " it. Move the label to another version of the parameter, and try again.");
      }
      tables.deleteVersion(transaction, place, oldest);
      oldest++;
    }
    ParameterHead changed =
        head == null
            ? new ParameterHead(name, made.type(), 1, 1, Map.of(), tags)
            : head.withVersions(number, oldest);
    tables.put(transaction, place, changed);
    tables.put(transaction, place, made.withVersion(number));
    String tierBefore =
        head == null ? null : tables.version(transaction, place, head.latest()).tier();
    if (!made.tier().equals(tierBefore)) {
      tables.counts().add(transaction, place, made.tier(), 1);
      if (tierBefore != null) {
        tables.counts().add(transaction, place, tierBefore, -1);
      }
    }
    String operation = head == null ? ParameterEvents.CREATE : ParameterEvents.UPDATE;
    events.changed(transaction, place, operation, name, made);
    return number;
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

  private static void requireWritable(ParameterHead head, boolean overwrite) {
    if (head != null && !overwrite) {
      throw new ParameterAlreadyExists(
          "The parameter already exists. To overwrite this value, set the overwrite option in the"
              + " request to true.");
    }
  }

  private static String type(PutParameterRequest in, ParameterVersion before) {
    if (before == null && in.type() == null) {
      throw SsmErrors.validation("A parameter type is required when you create a parameter.");
    }
    if (before != null && in.type() != null && !before.type().equals(in.type())) {
      throw typeMismatch();
    }
    return or(in.type(), before == null ? null : before.type());
  }

  private static HierarchyTypeMismatchException typeMismatch() {
    return new HierarchyTypeMismatchException(
        "Parameter Store doesn't support changing a parameter type in a hierarchy. For example, you"
            + " can't change a parameter from a String type to a SecureString type. You must create"
            + " a new, unique parameter.");
  }

  private static String or(String given, String otherwise) {
    return given == null ? otherwise : given;
  }
}
