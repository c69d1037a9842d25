package io.nephele.services.logs.deliveries;

import io.nephele.api.logs.DeliverySource;
import java.util.List;
import java.util.Map;

/**
 * A resource whose logs can be delivered.
 *
 * @param service the service of the resource
 * @param logType what of its logs
 */
record DeliverySourceRow(
    String name,
    String arn,
    String resourceArn,
    String service,
    String logType,
    Map<String, String> tags) {

  DeliverySource view() {
    return new DeliverySource()
        .name(name)
        .arn(arn)
        .resourceArns(List.of(resourceArn))
        .service(service)
        .logType(logType)
        .tags(tags.isEmpty() ? null : tags);
  }
}
