package io.nephele.identity.audit;

import io.nephele.core.call.Call;
import io.nephele.core.call.CallRecord;
import io.nephele.core.call.CallRecorder;
import io.nephele.core.identity.Principal;
import io.nephele.core.trail.CallTrail;
import io.nephele.identity.usage.ActionUse;
import io.nephele.identity.usage.ActionUses;
import io.nephele.identity.usage.LastUses;
import io.nephele.model.Operation;
import io.nephele.policy.Decision;
import java.util.function.Predicate;

/** Takes note of every call: why it was allowed or denied, and what its caller used. */
public final class AuditTrail implements CallRecorder {
  private final Explanations explanations;
  private final ActionUses uses;
  private final LastUses lastUses;
  private final CallTrail trail;
  private final Predicate<Operation> readOnly;

  /**
   * Hands calls to those.
   *
   * @param readOnly whether an operation only reads
   */
  public AuditTrail(
      Explanations explanations,
      ActionUses uses,
      LastUses lastUses,
      CallTrail trail,
      Predicate<Operation> readOnly) {
    this.explanations = explanations;
    this.uses = uses;
    this.lastUses = lastUses;
    this.trail = trail;
    this.readOnly = readOnly;
  }

  @Override
  public void record(CallRecord record) {
    explanations.note(record);
    trail.note(record, readOnly);
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
