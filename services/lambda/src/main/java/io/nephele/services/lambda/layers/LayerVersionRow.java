package io.nephele.services.lambda.layers;

import io.nephele.services.lambda.state.CodePackage;
import java.util.List;
import java.util.Map;

/**
 * A version of a layer.
 *
 * @param createdAt as Lambda writes it
 * @param runtimes those that it is for; empty if it does not say
 * @param architectures those that it is for; empty if it does not say
 * @param policy the statements of its policy, JSON by their ids in order; empty if there are none
 * @param policyRevision the revision of its policy, or null
 */
public record LayerVersionRow(
    String layerArn,
    long version,
    String description,
    String createdAt,
    List<String> runtimes,
    List<String> architectures,
    String license,
    CodePackage code,
    Map<String, String> policy,
    String policyRevision) {
  /** Its ARN. */
  public String arn() {
    return layerArn + ':' + version;
  }

  /** With another policy. */
  LayerVersionRow withPolicy(Map<String, String> statements, String revision) {
    return new LayerVersionRow(
        layerArn,
        version,
        description,
        createdAt,
        runtimes,
        architectures,
        license,
        code,
        statements,
        revision);
  }
}
