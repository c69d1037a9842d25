package io.nephele.services.logs.groups;

import io.nephele.api.logs.DeleteResourcePolicyRequest;
import io.nephele.api.logs.DescribeResourcePoliciesRequest;
import io.nephele.api.logs.DescribeResourcePoliciesResponse;
import io.nephele.api.logs.OperationAbortedException;
import io.nephele.api.logs.PutResourcePolicyRequest;
import io.nephele.api.logs.PutResourcePolicyResponse;
import io.nephele.api.logs.ResourcePolicy;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.Unit;
import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.Statement;
import io.nephele.services.logs.events.PageTokens;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.List;

/** The policies of accounts and of single groups by which services may write to groups. */
public final class ResourcePolicies {
  private static final int MOST = 10;
  private static final int MOST_CHARACTERS = 5120;
  private static final int USUAL = 50;
  private static final String ACCOUNT = "ACCOUNT";
  private static final String RESOURCE = "RESOURCE";

  private final LogsWorld logs;

  /** By account, region, scope and the policy's name or the resource's ARN. */
  private final Table<Row> table = Table.ofOftenRead("logs.resourcePolicies", Row.class);

  /** The policies of a world. */
  public ResourcePolicies(LogsWorld logs) {
    this.logs = logs;
  }

  /** A policy. */
  record Row(String name, String resourceArn, String document, String revisionId, long updatedAt) {}

  /** What the policies of an account say about a group together, or null if there are none. */
  public PolicyDocument of(Reader reader, String accountId, String region, String groupArn) {
    List<Statement> statements = new ArrayList<>();
    Key own = Key.of(accountId).with(region);
    for (Table.Row<Row> row : table.scan(reader, own.with(ACCOUNT))) {
      statements.addAll(parse(row.value().document).statements());
    }
    Row single = table.get(reader, own.with(RESOURCE).with(groupArn));
    if (single != null) {
      statements.addAll(parse(single.document).statements());
    }
    return statements.isEmpty()
        ? null
        : new PolicyDocument(PolicyKind.RESOURCE, PolicyDocument.VERSION_2012, null, statements);
  }

  private static PolicyDocument parse(String document) {
    return PolicyDocument.parse(document, PolicyKind.RESOURCE);
  }

  private static Key key(Call call, String name, String arn) {
    if ((name == null) == (arn == null)) {
      throw LogsErrors.invalid("Exactly one of policyName and resourceArn must be specified.");
    }
    Key own = Key.of(call.accountId()).with(call.region().name());
    return name == null ? own.with(RESOURCE).with(arn) : own.with(ACCOUNT).with(name);
  }

  /** Answers PutResourcePolicy. */
  public PutResourcePolicyResponse put(PutResourcePolicyRequest in, Call call) {
    Key key = key(call, in.policyName(), in.resourceArn());
    if (in.policyDocument() == null) {
      throw LogsErrors.invalid("policyDocument must be specified.");
    }
    if (in.policyDocument().length() > MOST_CHARACTERS) {
      throw LogsErrors.invalid("The policy document must not exceed 5120 characters.");
    }
    try {
      parse(in.policyDocument());
    } catch (MalformedPolicyException e) {
      throw LogsErrors.invalid("Invalid policy document: " + e.getMessage());
    }
    String revision = logs.world().ids().hex(32);
    Row made =
        new Row(in.policyName(), in.resourceArn(), in.policyDocument(), revision, logs.now());
    logs.write(
        transaction -> {
          Row before = table.get(transaction, key);
          checkRevision(in.expectedRevisionId(), before);
          if (in.resourceArn() != null) {
            logs.identified(transaction, in.resourceArn(), call);
          } else if (before == null && count(transaction, call) >= MOST) {
            throw LogsErrors.limit("Resource limit exceeded.");
          }
          table.put(transaction, key, made);
          return null;
        });
    return new PutResourcePolicyResponse()
        .resourcePolicy(description(made))
        .revisionId(made.resourceArn == null ? null : revision);
  }

  private static void checkRevision(String expected, Row before) {
    if (expected != null && (before == null || !expected.equals(before.revisionId))) {
      throw new OperationAbortedException(
          "The revision of the resource policy is not the one that was expected.");
    }
  }

  private int count(Reader reader, Call call) {
    int count = 0;
    Table.Rows<Row> rows =
        table.scan(reader, Key.of(call.accountId()).with(call.region().name()).with(ACCOUNT));
    for (; rows.hasNext(); rows.next()) {
      count++;
    }
    return count;
  }

  private static ResourcePolicy description(Row row) {
    boolean single = row.resourceArn != null;
    return new ResourcePolicy()
        .policyName(row.name)
        .policyDocument(row.document)
        .lastUpdatedTime(row.updatedAt)
        .policyScope(single ? RESOURCE : ACCOUNT)
        .resourceArn(row.resourceArn)
        .revisionId(single ? row.revisionId : null);
  }

  /** Answers DeleteResourcePolicy. */
  public Unit delete(DeleteResourcePolicyRequest in, Call call) {
    Key key = key(call, in.policyName(), in.resourceArn());
    logs.write(
        transaction -> {
          Row before = table.get(transaction, key);
          if (before == null) {
            throw LogsErrors.notFound(
                "Policy with name ["
                    + (in.policyName() == null ? in.resourceArn() : in.policyName())
                    + "] does not exist.");
          }
          checkRevision(in.expectedRevisionId(), before);
          table.delete(transaction, key);
          return null;
        });
    return LogsWorld.done(call);
  }

  /** Answers DescribeResourcePolicies. */
  public DescribeResourcePoliciesResponse describe(DescribeResourcePoliciesRequest in, Call call) {
    String scope = in.policyScope() == null ? ACCOUNT : in.policyScope();
    if (in.resourceArn() != null) {
      scope = RESOURCE;
    }
    int limit = in.limit() == null ? USUAL : in.limit();
    Key own = Key.of(call.accountId()).with(call.region().name()).with(scope);
    KeyRange range =
        in.nextToken() == null
            ? KeyRange.prefix(own)
            : KeyRange.prefix(own).startingAfter(own.with(PageTokens.read(in.nextToken())));
    return logs.read(
        reader -> {
          List<ResourcePolicy> found = new ArrayList<>();
          String next = null;
          for (Table.Row<Row> row : table.scan(reader, range, Direction.FORWARD)) {
            Row policy = row.value();
            if (in.resourceArn() != null && !in.resourceArn().equals(policy.resourceArn)) {
              continue;
            }
            if (found.size() == limit) {
              ResourcePolicy last = found.getLast();
              next =
                  PageTokens.write(
                      last.policyName() == null ? last.resourceArn() : last.policyName());
              break;
            }
            found.add(description(policy));
          }
          return new DescribeResourcePoliciesResponse().resourcePolicies(found).nextToken(next);
        });
  }
}
