package io.nephele.services.logs.protection;

import io.nephele.api.logs.DeleteDataProtectionPolicyRequest;
import io.nephele.api.logs.GetDataProtectionPolicyRequest;
import io.nephele.api.logs.GetDataProtectionPolicyResponse;
import io.nephele.api.logs.PutDataProtectionPolicyRequest;
import io.nephele.api.logs.PutDataProtectionPolicyResponse;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.policy.ConditionKeys;
import io.nephele.services.logs.events.Masker;
import io.nephele.services.logs.events.Masking;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;

/** The data protection policies of groups, and what they mask. */
public final class DataProtection implements Masking {
  private final LogsWorld logs;

  /** The policies of a world. */
  public DataProtection(LogsWorld logs) {
    this.logs = logs;
  }

  @Override
  public Masker of(Group group, Boolean unmask, Call call) {
    if (Boolean.TRUE.equals(unmask)) {
      AwsException denial =
          logs.world()
              .access()
              .authorize(call, "logs:Unmask", group.arn(), ConditionKeys.builder().build())
              .denial();
      if (denial != null) {
        throw denial;
      }
      return Masker.NONE;
    }
    return of(group);
  }

  /** What masks the messages of a group for everybody. */
  public Masker of(Group group) {
    return group.protection() == null ? Masker.NONE : ProtectionPolicy.parse(group.protection());
  }

  /** Answers PutDataProtectionPolicy. */
  public PutDataProtectionPolicyResponse put(PutDataProtectionPolicyRequest in, Call call) {
    ProtectionPolicy.parse(in.policyDocument());
    Group seen = logs.read(reader -> logs.identified(reader, in.logGroupIdentifier(), call));
    if (!seen.kind().equals(Group.STANDARD)) {
      throw LogsErrors.invalid(
          "Data protection policies are not supported for log groups of class " + seen.kind());
    }
    long now = logs.now();
    logs.change(
        seen.name(), call, (transaction, group) -> group.withProtection(in.policyDocument(), now));
    return new PutDataProtectionPolicyResponse()
        .logGroupIdentifier(in.logGroupIdentifier())
        .policyDocument(in.policyDocument())
        .lastUpdatedTime(now);
  }

  /** Answers GetDataProtectionPolicy. */
  public GetDataProtectionPolicyResponse get(GetDataProtectionPolicyRequest in, Call call) {
    Group group = logs.read(reader -> logs.identified(reader, in.logGroupIdentifier(), call));
    return new GetDataProtectionPolicyResponse()
        .logGroupIdentifier(in.logGroupIdentifier())
        .policyDocument(group.protection())
        .lastUpdatedTime(group.protection() == null ? null : group.protectedAt());
  }

  /** Answers DeleteDataProtectionPolicy. */
  public Unit delete(DeleteDataProtectionPolicyRequest in, Call call) {
    String name =
        logs.read(reader -> logs.identified(reader, in.logGroupIdentifier(), call)).name();
    logs.change(name, call, (transaction, group) -> group.withProtection(null, 0));
    return LogsWorld.done(call);
  }
}
