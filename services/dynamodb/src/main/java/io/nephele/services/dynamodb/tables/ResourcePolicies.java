package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.DeleteResourcePolicyInput;
import io.nephele.api.dynamodb.DeleteResourcePolicyOutput;
import io.nephele.api.dynamodb.GetResourcePolicyInput;
import io.nephele.api.dynamodb.GetResourcePolicyOutput;
import io.nephele.api.dynamodb.PolicyNotFoundException;
import io.nephele.api.dynamodb.PutResourcePolicyInput;
import io.nephele.api.dynamodb.PutResourcePolicyOutput;
import io.nephele.api.dynamodb.ResourceNotFoundException;
import io.nephele.core.World;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.ResourcePolicyRules;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The policies of tables and streams and the operations on them. */
public final class ResourcePolicies {
  private static final ResourcePolicyRules RULES = ResourcePolicyRules.strict("dynamodb");
  private static final int MOST_BYTES = 20_480;

  /** Says that a policy is expected not to be there. */
  private static final String NO_POLICY = "NO_POLICY";

  private static final int MOST_KNOWN = 1000;

  private final World world;
  private final TableCatalog catalog;
  private final Table<Policy> rows = Table.of("dynamodb.policies", Policy.class);
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /**
   * What is known of a resource, as every call asks for its policy.
   *
   * @param document the policy that was read last, or null if none was
   */
  private record Known(Key key, String accountId, String document, ResourcePolicy policy) {}

  /** A policy as it was given. */
  record Policy(String document, long revision) {}

  /** The policies of what belongs to that catalog's tables. */
  public ResourcePolicies(World world, TableCatalog catalog) {
    this.world = world;
    this.catalog = catalog;
  }

  /** What authorisation is told of the policy of a table or stream; null if it has none. */
  public ResourcePolicy of(String arn) {
    Known last = known.get(arn);
    if (last == null) {
      TableAddress address = TableAddress.ofArn(arn);
      if (address == null) {
        return null;
      }
      last = new Known(key(address, arn), address.accountId(), null, null);
      know(arn, last);
    }
    Key key = last.key;
    Policy policy = world.store().read(reader -> rows.get(reader, key));
    if (policy == null) {
      return null;
    }
    if (!policy.document.equals(last.document)) {
      PolicyDocument parsed = PolicyDocument.parse(policy.document, PolicyKind.RESOURCE);
      ResourcePolicy made = ResourcePolicy.of(last.accountId, new AttachedPolicy(parsed, arn));
      last = new Known(key, last.accountId, policy.document, made);
      know(arn, last);
    }
    return last.policy;
  }

  private void know(String arn, Known of) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.put(arn, of);
  }

  /** Returns the document if it can be a policy; an error to the caller if not. */
  public String checked(String document) {
    if (document.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw DynamoErrors.validation("Resource policy document exceeds the maximum size of 20 KB");
    }
    try {
      PolicyDocument.parse(document, PolicyKind.RESOURCE, RULES);
    } catch (MalformedPolicyException e) {
      throw DynamoErrors.validation("Invalid policy document: " + e.getMessage());
    }
    return document;
  }

  /** Stores a policy in place of the one there was; returns its revision. */
  public String put(Transaction transaction, String arn, String document) {
    Key key = key(TableAddress.ofArn(arn), arn);
    Policy last = rows.get(transaction, key);
    long revision = last == null ? world.clock().millis() : last.revision + 1;
    rows.put(transaction, key, new Policy(document, revision));
    return Long.toString(revision);
  }

  /** Removes the policies of a table and of its streams. */
  void deleteAll(Transaction transaction, TableAddress address) {
    rows.deletePrefix(transaction, address.key());
  }

  /** Answers PutResourcePolicy. */
  public PutResourcePolicyOutput put(PutResourcePolicyInput in, Call call) {
    String document = checked(in.policy());
    String revision =
        world
            .store()
            .write(
                transaction -> {
                  Policy last = find(transaction, in.resourceArn());
                  expect(in.expectedRevisionId(), last);
                  return last != null && last.document.equals(document)
                      ? Long.toString(last.revision)
                      : put(transaction, in.resourceArn(), document);
                });
    return new PutResourcePolicyOutput().revisionId(revision);
  }

  /** Answers GetResourcePolicy. */
  public GetResourcePolicyOutput get(GetResourcePolicyInput in, Call call) {
    Policy policy = world.store().read(reader -> find(reader, in.resourceArn()));
    if (policy == null) {
      throw new PolicyNotFoundException(
          "Resource-based policy not found for the provided ResourceArn");
    }
    return new GetResourcePolicyOutput()
        .policy(policy.document)
        .revisionId(Long.toString(policy.revision));
  }

  /** Answers DeleteResourcePolicy. */
  public DeleteResourcePolicyOutput delete(DeleteResourcePolicyInput in, Call call) {
    String revision =
        world
            .store()
            .write(
                transaction -> {
                  Policy last = find(transaction, in.resourceArn());
                  expect(in.expectedRevisionId(), last);
                  if (last == null) {
                    return null;
                  }
                  rows.delete(
                      transaction, key(TableAddress.ofArn(in.resourceArn()), in.resourceArn()));
                  return Long.toString(last.revision);
                });
    return new DeleteResourcePolicyOutput().revisionId(revision);
  }

  private static void expect(String revision, Policy last) {
    boolean asExpected =
        revision == null
            || (last == null
                ? revision.equals(NO_POLICY)
                : revision.equals(Long.toString(last.revision)));
    if (!asExpected) {
      throw new PolicyNotFoundException(
          "The provided ExpectedRevisionId does not match the current policy revision");
    }
  }

  /** The policy of a resource that is there; an error to the caller if the resource is not. */
  private Policy find(Reader reader, String arn) {
    TableAddress address = TableAddress.ofArn(arn);
    if (address == null) {
      throw DynamoErrors.validation("Invalid ResourceArn: " + arn);
    }
    TableDefinition table = catalog.find(reader, address);
    boolean there =
        table != null
            && (arn.equals(table.arn())
                || table.row().stream() != null
                    && arn.equals(table.arn() + "/stream/" + table.row().stream().label()));
    if (!there) {
      throw new ResourceNotFoundException(
          "Requested resource not found: ResourceArn: " + arn + " not found");
    }
    return rows.get(reader, key(address, arn));
  }

  private static Key key(TableAddress address, String arn) {
    return address.key().with(arn);
  }
}
