package io.nephele.wire.xml;

import io.nephele.model.AwsException;
import io.nephele.model.Service;

/** What services that speak restXml answer to documents they cannot read. */
final class XmlErrors {
  private XmlErrors() {}

  static AwsException malformed(Service service) {
    return switch (service.name()) {
      case "route53" ->
          AwsException.client("MalformedInput", 400, "The XML that you provided is malformed.");
      default ->
          AwsException.client(
              "MalformedXML",
              400,
              "The XML you provided was not well-formed or did not validate against our published schema");
    };
  }

  static AwsException tooLong() {
    return AwsException.client("MaxMessageLengthExceeded", 400, "Your request was too big.");
  }
}
