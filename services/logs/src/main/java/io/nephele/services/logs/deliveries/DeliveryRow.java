package io.nephele.services.logs.deliveries;

import io.nephele.api.logs.Delivery;
import io.nephele.api.logs.S3DeliveryConfiguration;
import java.util.List;
import java.util.Map;

/**
 * A delivery of a source's logs to a destination.
 *
 * @param recordFields which fields, or null for the usual ones
 * @param suffixPath of objects in S3, or null
 * @param hivePaths whether paths in S3 are as Hive has them, or null
 */
record DeliveryRow(
    String id,
    String arn,
    String source,
    String destinationArn,
    String type,
    List<String> recordFields,
    String fieldDelimiter,
    String suffixPath,
    Boolean hivePaths,
    Map<String, String> tags) {

  Delivery view() {
    return new Delivery()
        .id(id)
        .arn(arn)
        .deliverySourceName(source)
        .deliveryDestinationArn(destinationArn)
        .deliveryDestinationType(type)
        .recordFields(recordFields == null || recordFields.isEmpty() ? null : recordFields)
        .fieldDelimiter(fieldDelimiter)
        .s3DeliveryConfiguration(
            suffixPath == null && hivePaths == null
                ? null
                : new S3DeliveryConfiguration()
                    .suffixPath(suffixPath)
                    .enableHiveCompatiblePath(hivePaths))
        .tags(tags.isEmpty() ? null : tags);
  }
}
