package io.nephele.services.ssm;

import java.util.Map;

/**
 * What is said of all versions of a parameter.
 *
 * @param latest the number of the newest version
 * @param oldest the number of the oldest version that is kept
 * @param labels versions by their labels
 */
record ParameterHead(
    String name,
    String type,
    long latest,
    long oldest,
    Map<String, Long> labels,
    Map<String, String> tags) {

  ParameterHead withVersions(long newest, long first) {
    return new ParameterHead(name, type, newest, first, labels, tags);
  }

  ParameterHead withLabels(Map<String, Long> changed) {
    return new ParameterHead(name, type, latest, oldest, changed, tags);
  }

  ParameterHead withTags(Map<String, String> changed) {
    return new ParameterHead(name, type, latest, oldest, labels, changed);
  }
}
