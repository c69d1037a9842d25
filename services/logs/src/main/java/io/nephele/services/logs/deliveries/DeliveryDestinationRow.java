package io.nephele.services.logs.deliveries;

import io.nephele.api.logs.DeliveryDestination;
import io.nephele.api.logs.DeliveryDestinationConfiguration;
import java.util.Map;

/**
 * Where logs can be delivered to.
 *
 * @param type S3, CWL, FH or XRAY
 * @param outputFormat null where it was not given
 * @param resourceArn the bucket, log group or delivery stream; null for XRAY
 * @param policy says which other accounts may deliver there, or null
 */
record DeliveryDestinationRow(
    String accountId,
    String name,
    String arn,
    String type,
    String outputFormat,
    String resourceArn,
    String policy,
    Map<String, String> tags) {

  DeliveryDestination view() {
    return new DeliveryDestination()
        .name(name)
        .arn(arn)
        .deliveryDestinationType(type)
        .outputFormat(outputFormat)
        .deliveryDestinationConfiguration(
            resourceArn == null
                ? null
                : new DeliveryDestinationConfiguration().destinationResourceArn(resourceArn))
        .tags(tags.isEmpty() ? null : tags);
  }

  DeliveryDestinationRow withPolicy(String changed) {
    return new DeliveryDestinationRow(
        accountId, name, arn, type, outputFormat, resourceArn, changed, tags);
  }
}
