package io.nephele.wire.protocoltest;

import io.nephele.model.Bytes;
import io.nephele.model.Protocol;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.smithy.protocoltests.traits.HttpResponseTestCase;

/**
 * What the tests of the query protocols leave out, because clients do not read it: the response's
 * metadata, and the namespace of errors and of some results. AWS sends both, and so do we; where a
 * test has them they are compared.
 */
final class QueryDocuments {
  private static final Pattern REQUEST_ID = Pattern.compile("(?i)<requestId>([^<]*)</requestId>");

  private QueryDocuments() {}

  /** The id of the request that the test's document shows, or that one. */
  static String requestId(HttpResponseTestCase test, String otherwise) {
    Matcher id = REQUEST_ID.matcher(test.getBody().orElse(""));
    return id.find() ? id.group(1) : otherwise;
  }

  static String mediaType(Protocol protocol, HttpResponseTestCase test) {
    return test.getBodyMediaType().orElse(isQuery(protocol) ? "application/xml" : "text/plain");
  }

  static Bytes comparable(Protocol protocol, Bytes actual, HttpResponseTestCase test) {
    if (!isQuery(protocol)) {
      return actual;
    }
    String expected = test.getBody().orElse("");
    String document = actual.utf8();
    if (!expected.contains("<ResponseMetadata>")) {
      document = document.replaceFirst("<ResponseMetadata>.*</ResponseMetadata>", "");
    }
    if (!REQUEST_ID.matcher(expected).find()) {
      document = document.replaceFirst("(?i)<requestId>[^<]*</requestId>", "");
    }
    if (!expected.contains("xmlns")) {
      document = document.replaceFirst(" xmlns=\"[^\"]*\"", "");
    }
    return Bytes.utf8(document);
  }

  private static boolean isQuery(Protocol protocol) {
    return protocol == Protocol.AWS_QUERY || protocol == Protocol.EC2_QUERY;
  }
}
