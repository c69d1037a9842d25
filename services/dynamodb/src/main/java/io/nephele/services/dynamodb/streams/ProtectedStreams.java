package io.nephele.services.dynamodb.streams;

import io.nephele.api.dynamodbstreams.Dynamodbstreams;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.services.dynamodb.tables.ResourcePolicies;
import java.util.List;

/** What authorisation asks of streams. */
public final class ProtectedStreams implements ProtectedResources {
  private final ResourcePolicies policies;

  /** Streams with those policies. */
  public ProtectedStreams(ResourcePolicies policies) {
    this.policies = policies;
  }

  @Override
  public ResourcePolicy policy(String arn) {
    return policies.of(arn);
  }

  /** Who reads records names their stream only by the iterator. */
  @Override
  public List<String> arns(String type, Call call, Struct request) {
    if (!call.operation().name().equals(Dynamodbstreams.GetRecords.name())) {
      return null;
    }
    try {
      String iterator = (String) request.get(request.shape().member("ShardIterator"));
      return iterator == null ? null : List.of(ShardIterators.parse(iterator).streamArn());
    } catch (AwsException e) {
      return null; // told when it is answered
    }
  }
}
