package io.nephele.identity.audit;

import io.nephele.core.call.Call;
import io.nephele.core.call.CallRecord;
import io.nephele.core.call.CallRecorder;
import io.nephele.core.identity.Principal;
import io.nephele.identity.usage.ActionUse;
import io.nephele.identity.usage.ActionUses;
import io.nephele.identity.usage.LastUses;
import io.nephele.policy.Decision;

/** Takes note of every call: why it was allowed or denied, and what its caller used. */
public final class AuditTrail implements CallRecorder {
  private final Explanations explanations;
  private final ActionUses uses;
  private final LastUses lastUses;

  /** Hands calls to those. */
  public AuditTrail(Explanations explanations, ActionUses uses, LastUses lastUses) {
    this.explanations = explanations;
    this.uses = uses;
    this.lastUses = lastUses;
  }

  @Override
  public void record(CallRecord record) {
    explanations.note(record);
    Call call = record.call();
    lastUses.note(call);
    Principal.Type type = call.principal().type();
    boolean identity = type != Principal.Type.SERVICE && type != Principal.Type.ANONYMOUS;
    if (identity && record.authorization() != null) {
      for (Decision decision : record.authorization().decisions()) {
        uses.note(call.principal().accountId(), use(call, decision));
      }
    }
  }

  private static ActionUse use(Call call, Decision decision) {
    boolean allowed = decision.isAllowed();
    return new ActionUse(
        call.principal().entityArn(),
        decision.request().action(),
        decision.resource(),
        call.operation().service().name(),
        call.region().name(),
        call.time(),
        call.time(),
        allowed ? 1 : 0,
        allowed ? 0 : 1);
  }
}
