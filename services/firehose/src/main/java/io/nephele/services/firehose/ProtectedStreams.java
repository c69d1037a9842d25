package io.nephele.services.firehose;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.arn.Arn;
import java.util.Map;

/** What authorisation asks of streams. */
final class ProtectedStreams implements ProtectedResources {
  private static final String TYPE = "deliverystream/";

  private final FirehoseWorld firehose;

  ProtectedStreams(FirehoseWorld firehose) {
    this.firehose = firehose;
  }

  @Override
  public Map<String, String> tags(String arn) {
    Arn parsed = Arn.parse(arn);
    if (parsed == null || !parsed.resource().startsWith(TYPE)) {
      return Map.of();
    }
    String name = parsed.resource().substring(TYPE.length());
    DeliveryStream stream =
        firehose
            .world()
            .store()
            .read(
                reader ->
                    firehose
                        .streams()
                        .get(reader, DeliveryStream.key(parsed.account(), parsed.region(), name)));
    return stream == null ? Map.of() : stream.tags();
  }
}
