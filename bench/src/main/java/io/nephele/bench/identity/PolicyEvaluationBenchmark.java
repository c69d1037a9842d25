package io.nephele.bench.identity;

import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.ConditionKeys;
import io.nephele.policy.Decision;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyEvaluator;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.PolicySet;
import io.nephele.policy.Principal;
import io.nephele.policy.RequestContext;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to decide on a usual request against ten policies. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PolicyEvaluationBenchmark {
  private PolicySet policies;
  private RequestContext allowed;
  private RequestContext denied;

  /** Compiles the policies, as IAM's are once. */
  @Setup
  public void prepare() {
    PolicySet.Builder set = PolicySet.builder();
    for (String document : TenPolicies.documents()) {
      set.identity(AttachedPolicy.of(PolicyDocument.parse(document, PolicyKind.IDENTITY)));
    }
    policies = set.build();
    allowed = request("arn:aws:sqs:us-east-1:123456789012:orders");
    denied = request("arn:aws:sqs:us-east-1:123456789012:invoices");
  }

  private static RequestContext request(String queue) {
    Principal user = Principal.user("arn:aws:iam::123456789012:user/alice", "AIDAEXAMPLE");
    return RequestContext.of(user, "sqs:SendMessage")
        .resource(queue)
        .keys(
            ConditionKeys.builder()
                .put("aws:SourceIp", "127.0.0.1")
                .put("aws:PrincipalTag/team", "blue")
                .build())
        .build();
  }

  /** One of ten policies allows it. */
  @Benchmark
  public Decision allowed() {
    return PolicyEvaluator.evaluate(allowed, policies);
  }

  /** None of ten policies allows it. */
  @Benchmark
  public Decision denied() {
    return PolicyEvaluator.evaluate(denied, policies);
  }
}
