package io.nephele.identity.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A policy that AWS manages, the same in every account. Its document is read when it is asked for.
 *
 * @param path such as {@code /service-role/}
 * @param id ANPA...
 * @param createdAt when its version was made: of older versions nothing is known
 * @param version the id of the version that is in force
 */
public record AwsManagedPolicy(
    String name, String path, String id, Instant createdAt, Instant updatedAt, String version) {

  /** Its ARN in a partition, such as {@code aws-cn}. */
  public String arn(String partition) {
    return "arn:" + partition + ":iam::aws:policy" + path + name;
  }

  /** The document that is in force, in JSON. */
  public String document() {
    return AwsManagedPolicies.document(name);
  }

  /** The policy as customers' own are. */
  public ManagedPolicy toManagedPolicy(String partition) {
    return new ManagedPolicy(
        name,
        path,
        arn(partition),
        id,
        null,
        createdAt,
        updatedAt,
        version,
        List.of(new PolicyVersion(version, document(), updatedAt)),
        Integer.parseInt(version.substring(1)),
        Map.of());
  }
}
