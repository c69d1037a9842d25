package io.nephele.identity.audit;

import io.nephele.core.access.Authorization;
import io.nephele.core.call.Call;
import io.nephele.core.call.CallRecord;
import io.nephele.identity.audit.Explanation.Decided;
import io.nephele.policy.Decision;
import io.nephele.policy.Effect;
import io.nephele.policy.MatchedStatement;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.PolicySet;
import io.nephele.policy.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;

/** Explains the last calls: a number of denied ones, and beside them a number of allowed ones. */
public final class Explanations {
  private static final int KEPT = 1000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Explanation> denied = new ArrayDeque<>();
  private final AtomicReferenceArray<Explanation> allowed = new AtomicReferenceArray<>(KEPT);
  private final AtomicInteger nextAllowed = new AtomicInteger();

  /** Takes note of a call. */
  void note(CallRecord record) {
    if (record.authorization() == null || record.authorization().denial() == null) {
      // What is kept holds nothing of the request, which may be large.
      int slot = Math.floorMod(nextAllowed.getAndIncrement(), KEPT);
      allowed.set(slot, explanation(record, List.of(), List.of()));
      return;
    }
    Explanation explanation = denied(record);
    lock.lock();
    try {
      denied.addFirst(explanation);
      if (denied.size() > KEPT) {
        denied.removeLast();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The last denied calls, the latest first. */
  public List<Explanation> lastDenials(int most) {
    lock.lock();
    try {
      return denied.stream().limit(most).toList();
    } finally {
      lock.unlock();
    }
  }

  /** The explanation of a call, or null if it is too long ago, or never was. */
  public Explanation find(String requestId) {
    lock.lock();
    try {
      for (Explanation explanation : denied) {
        if (explanation.requestId().equals(requestId)) {
          return explanation;
        }
      }
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < KEPT; i++) {
      Explanation explanation = allowed.get(i);
      if (explanation != null && explanation.requestId().equals(requestId)) {
        return explanation;
      }
    }
    return null;
  }

  private static Explanation denied(CallRecord record) {
    Authorization authorization = record.authorization();
    List<Decided> statements = new ArrayList<>();
    List<String> policies = new ArrayList<>();
    if (authorization.policies() != null) {
      Decision last = authorization.decisions().getLast();
      PolicySet set = authorization.policies();
      for (MatchedStatement match : MatchedStatement.of(last.request(), set, last.resource())) {
        statements.add(
            new Decided(
                last.request().action(),
                last.resource(),
                match.statement().effect() == Effect.ALLOW ? "allowed" : "explicitDeny",
                match.kind().noun(),
                match.policy().name(),
                sid(match.statement())));
      }
      set.forEach((kind, policy) -> policies.add(kind.noun() + " " + policy.name()));
    }
    return explanation(record, statements, policies);
  }

  private static Explanation explanation(
      CallRecord record, List<Decided> statements, List<String> policies) {
    Call call = record.call();
    Authorization authorization = record.authorization();
    boolean denied = authorization != null && authorization.denial() != null;
    return new Explanation(
        call.requestId(),
        call.time(),
        call.principal().arn(),
        call.operation().service().name() + ":" + call.operation().name(),
        !denied,
        record.error() == null ? null : record.error().code(),
        denied ? authorization.denial().getMessage() : null,
        authorization == null ? List.of() : decided(authorization.decisions()),
        statements,
        policies,
        record.faults());
  }

  private static List<Decided> decided(List<Decision> decisions) {
    List<Decided> decided = new ArrayList<>(decisions.size());
    for (Decision decision : decisions) {
      PolicyKind kind = decision.kind();
      decided.add(
          new Decided(
              decision.request().action(),
              decision.resource(),
              outcome(decision.outcome()),
              kind == null ? null : kind.noun(),
              decision.policy() == null ? null : decision.policy().name(),
              sid(decision.statement())));
    }
    return decided;
  }

  private static String sid(Statement statement) {
    return statement == null ? null : statement.sid();
  }

  private static String outcome(Decision.Outcome outcome) {
    return switch (outcome) {
      case ALLOWED -> "allowed";
      case EXPLICIT_DENY -> "explicitDeny";
      case IMPLICIT_DENY -> "implicitDeny";
    };
  }
}
