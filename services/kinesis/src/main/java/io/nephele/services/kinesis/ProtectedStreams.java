package io.nephele.services.kinesis;

import io.nephele.api.kinesis.Kinesis;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.call.Call;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import java.util.List;
import java.util.Map;

/** What authorisation asks of streams and consumers. */
final class ProtectedStreams implements ProtectedResources {
  private final KinesisWorld kinesis;
  private final Resources resources;
  private final ConsumerTable consumers;

  ProtectedStreams(KinesisWorld kinesis, Resources resources, ConsumerTable consumers) {
    this.kinesis = kinesis;
    this.resources = resources;
    this.consumers = consumers;
  }

  @Override
  public ResourcePolicy policy(String arn) {
    Resources.Found found = kinesis.read(reader -> resources.find(reader, arn));
    if (found == null || found.policy() == null) {
      return null;
    }
    PolicyDocument document = PolicyDocument.parse(found.policy(), PolicyKind.RESOURCE);
    return ResourcePolicy.of(found.stream().accountId(), new AttachedPolicy(document, arn));
  }

  @Override
  public Map<String, String> tags(String arn) {
    Resources.Found found = kinesis.read(reader -> resources.find(reader, arn));
    return found == null ? Map.of() : found.tags();
  }

  /** An iterator names its stream, an id too; only the state knows when a consumer was made. */
  @Override
  public List<String> arns(String type, Call call, Struct request) {
    if (type.equals("stream")) {
      return stream(call, request);
    }
    String streamArn = text(request, "StreamARN");
    String name = text(request, "ConsumerName");
    if (type.equals("consumer") && streamArn != null && name != null) {
      return consumer(streamArn, name);
    }
    return null;
  }

  private List<String> stream(Call call, Struct request) {
    if (call.operation().name().equals(Kinesis.GetRecords.name())) {
      String text = text(request, "ShardIterator");
      ShardIterator iterator = text == null ? null : ShardIterator.parse(text);
      return iterator == null ? null : List.of(iterator.address().arn());
    }
    String token = text(request, "NextToken");
    if (call.operation().name().equals(Kinesis.ListShards.name()) && token != null) {
      StreamAddress address = Descriptions.ofToken(token, call);
      return address == null ? null : List.of(address.arn());
    }
    String id = text(request, "StreamId");
    StreamAddress address =
        id == null || text(request, "StreamARN") != null
            ? null
            : kinesis.read(
                reader -> kinesis.table().byId(reader, call.accountId(), call.region().name(), id));
    return address == null ? null : List.of(address.arn());
  }

  private List<String> consumer(String streamArn, String name) {
    StreamAddress address = KinesisWorld.ofArn(streamArn);
    return address == null
        ? null
        : kinesis.read(
            reader -> {
              Stream stream = kinesis.table().find(reader, address);
              Consumer found = stream == null ? null : consumers.find(reader, stream, name);
              return found == null ? null : List.of(found.arn(stream));
            });
  }

  private static String text(Struct request, String name) {
    Member member = request.shape().member(name);
    return member == null ? null : (String) request.get(member);
  }
}
