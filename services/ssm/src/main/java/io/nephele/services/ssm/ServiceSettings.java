package io.nephele.services.ssm;

import io.nephele.api.ssm.GetServiceSettingRequest;
import io.nephele.api.ssm.GetServiceSettingResult;
import io.nephele.api.ssm.ResetServiceSettingRequest;
import io.nephele.api.ssm.ResetServiceSettingResult;
import io.nephele.api.ssm.ServiceSetting;
import io.nephele.api.ssm.ServiceSettingNotFound;
import io.nephele.api.ssm.UpdateServiceSettingRequest;
import io.nephele.api.ssm.UpdateServiceSettingResult;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The settings of an account and region; those of Parameter Store exist. */
final class ServiceSettings {
  private static final String DEFAULT_TIER = "/ssm/parameter-store/default-parameter-tier";

  private static final String HIGH_THROUGHPUT = "/ssm/parameter-store/high-throughput-enabled";

  /** What each may be, its default first. */
  private static final Map<String, List<String>> VALUES =
      Map.of(
          DEFAULT_TIER,
          List.of(Tiers.STANDARD, Tiers.ADVANCED, Tiers.INTELLIGENT),
          HIGH_THROUGHPUT,
          List.of("false", "true"));

  /** What somebody set. */
  record Setting(String value, Instant modified, String modifiedBy) {}

  private final World world;
  private final Table<Setting> table = Table.of("ssm.settings", Setting.class);

  ServiceSettings(World world) {
    this.world = world;
  }

  String defaultTier(Call call) {
    Setting set = world.store().read(reader -> table.get(reader, place(DEFAULT_TIER, call)));
    return set == null ? Tiers.STANDARD : set.value();
  }

  GetServiceSettingResult get(GetServiceSettingRequest in, Call call) {
    String id = id(in.settingId());
    return new GetServiceSettingResult().serviceSetting(told(id, call));
  }

  UpdateServiceSettingResult update(UpdateServiceSettingRequest in, Call call) {
    String id = id(in.settingId());
    if (!VALUES.get(id).contains(in.settingValue())) {
      throw SsmErrors.validation(
          "The value " + in.settingValue() + " is not valid for the setting " + id + ".");
    }
    Setting set = new Setting(in.settingValue(), call.time(), call.principal().arn());
    world
        .store()
        .write(
            transaction -> {
              table.put(transaction, place(id, call), set);
              return null;
            });
    return new UpdateServiceSettingResult();
  }

  ResetServiceSettingResult reset(ResetServiceSettingRequest in, Call call) {
    String id = id(in.settingId());
    world
        .store()
        .write(
            transaction -> {
              table.delete(transaction, place(id, call));
              return null;
            });
    return new ResetServiceSettingResult().serviceSetting(told(id, call));
  }

  private ServiceSetting told(String id, Call call) {
    Setting set = world.store().read(reader -> table.get(reader, place(id, call)));
    ServiceSetting told =
        new ServiceSetting()
            .settingId(id)
            .settingValue(set == null ? VALUES.get(id).getFirst() : set.value())
            .status(set == null ? "Default" : "Customized")
            .arn(
                "arn:"
                    + call.partition()
                    + ":ssm:"
                    + call.region().name()
                    + ":"
                    + call.accountId()
                    + ":servicesetting"
                    + id);
    return set == null
        ? told
        : told.lastModifiedDate(set.modified()).lastModifiedUser(set.modifiedBy());
  }

  private static Key place(String id, Call call) {
    return Key.of(call.accountId()).with(call.region().name()).with(id);
  }

  private static String id(String given) {
    Arn arn = Arn.isArn(given) ? Arn.parse(given) : null;
    String id =
        arn != null && arn.resource().startsWith("servicesetting/")
            ? arn.resource().substring("servicesetting".length())
            : given;
    if (!VALUES.containsKey(id)) {
      throw new ServiceSettingNotFound(
          "The setting " + given + " does not exist, or Nephele does not have it.");
    }
    return id;
  }
}
