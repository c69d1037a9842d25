package io.nephele.wire.protocoltest;

import io.nephele.model.Bytes;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import software.amazon.smithy.model.node.Node;
import software.amazon.smithy.model.node.ObjectNode;

/**
 * The contents of the tests of request compression, which give the parameters but no bytes: the
 * texts, packed.
 */
final class GzipContents {
  private GzipContents() {}

  static Bytes of(Protocol protocol, Operation operation, ObjectNode params) {
    String data = params.expectStringMember("data").getValue();
    String document =
        switch (protocol) {
          case AWS_JSON_1_0, AWS_JSON_1_1, REST_JSON_1 ->
              Node.printJson(
                  protocol == Protocol.REST_JSON_1 ? params.withoutMember("encoding") : params);
          case REST_XML -> {
            String root = operation.input().xmlName();
            yield "<" + root + "><data>" + data + "</data></" + root + ">";
          }
          case AWS_QUERY, EC2_QUERY ->
              "Action="
                  + operation.name()
                  + "&Version="
                  + operation.service().version()
                  + parameters(protocol, params);
          case RPC_V2_CBOR -> throw new AssertionError("no such test");
        };
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(document.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(packed.toByteArray());
  }

  private static String parameters(Protocol protocol, ObjectNode params) {
    StringBuilder form = new StringBuilder();
    params
        .getStringMap()
        .forEach(
            (name, value) -> {
              boolean capital = protocol == Protocol.EC2_QUERY;
              form.append('&')
                  .append(capital ? Character.toUpperCase(name.charAt(0)) : name.charAt(0))
                  .append(name, 1, name.length())
                  .append('=')
                  .append(
                      URLEncoder.encode(
                          value.expectStringNode().getValue(), StandardCharsets.UTF_8));
            });
    return form.toString();
  }
}
