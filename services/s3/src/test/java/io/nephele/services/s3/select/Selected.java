package io.nephele.services.s3.select;

import io.nephele.services.s3.RawS3;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/**
 * What a query was answered: with an HTTP status, or with events, which the SDK's own decoder
 * reads.
 *
 * @param events their types, in order
 * @param records what the records events had, put together
 * @param stats what was read and told, as XML
 * @param error the code of an error, and its message behind a colon; or null
 */
record Selected(int status, List<String> events, String records, String stats, String error) {

  /** Asks for an object by a signed request. */
  static Selected post(RawS3 raw, String path, String expression, String rest) throws Exception {
    String body =
        """
        <SelectObjectContentRequest xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Expression>%s</Expression><ExpressionType>SQL</ExpressionType>%s
        </SelectObjectContentRequest>
        """
            .formatted(escaped(expression), rest);
    URI uri = raw.signed("POST", path + "?select&select-type=2");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      return response.statusCode() == 200
          ? decode(response.body())
          : new Selected(
              response.statusCode(), List.of(), "", "", error(new String(response.body())));
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String error(String xml) {
    return between(xml, "Code") + ": " + between(xml, "Message");
  }

  private static String between(String xml, String tag) {
    int start = xml.indexOf("<" + tag + ">") + tag.length() + 2;
    return xml.substring(start, xml.indexOf("</" + tag + ">"));
  }

  private static Selected decode(byte[] bytes) {
    List<String> events = new ArrayList<>();
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    StringBuilder stats = new StringBuilder();
    StringBuilder error = new StringBuilder();
    MessageDecoder decoder =
        new MessageDecoder(
            message -> {
              String type = header(message, ":event-type");
              if (type == null) {
                error.append(header(message, ":error-code")).append(": ");
                error.append(header(message, ":error-message"));
                return;
              }
              events.add(type);
              if (type.equals("Records")) {
                records.writeBytes(message.getPayload());
              } else if (type.equals("Stats")) {
                stats.append(new String(message.getPayload(), StandardCharsets.UTF_8));
              }
            });
    decoder.feed(bytes);
    return new Selected(
        200,
        events,
        records.toString(StandardCharsets.UTF_8),
        stats.toString(),
        error.isEmpty() ? null : error.toString());
  }

  private static String header(Message message, String name) {
    HeaderValue value = message.getHeaders().get(name);
    return value == null ? null : value.getString();
  }
}
