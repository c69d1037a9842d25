package io.nephele.model;

import java.util.List;
import java.util.Map;

/**
 * What routing needs to know of a service without its model.
 *
 * @param name Nephele's name of the service, which is the AWS CLI's
 * @param shapeName the prefix of {@code X-Amz-Target}
 * @param version the API's version, a date
 * @param signingName the service in the credential scope of signatures
 * @param endpointPrefix the first label of the service's host names
 * @param protocols the protocols in which the service answers
 * @param operations how many operations the service has
 */
public record ServiceEntry(
    String name,
    String shapeName,
    String version,
    String signingName,
    String endpointPrefix,
    List<Protocol> protocols,
    int operations) {

  static ServiceEntry of(String name, Object value) {
    @SuppressWarnings("unchecked") // the importer writes an object a service
    Map<String, Object> fields = (Map<String, Object>) value;
    @SuppressWarnings("unchecked") // and a list of strings in it
    List<String> protocolNames = (List<String>) fields.get("protocols");
    return new ServiceEntry(
        name,
        (String) fields.get("shape"),
        (String) fields.get("version"),
        (String) fields.get("signingName"),
        (String) fields.get("endpointPrefix"),
        protocolNames.stream().map(Protocol::ofTraitName).toList(),
        ((Number) fields.get("operations")).intValue());
  }
}
