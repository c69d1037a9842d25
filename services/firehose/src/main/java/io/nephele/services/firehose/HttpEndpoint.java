package io.nephele.services.firehose;

import io.nephele.api.firehose.HttpEndpointCommonAttribute;
import io.nephele.api.firehose.HttpEndpointDestinationDescription;
import io.nephele.api.firehose.SecretsManagerConfiguration;
import io.nephele.api.secretsmanager.GetSecretValueRequest;
import io.nephele.api.secretsmanager.Secretsmanager;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Regions;
import io.nephele.core.web.WebClients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Delivers to HTTP endpoints as <a
 * href="https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html">AWS's
 * protocol</a> says. Certificates are checked but for hosts of this machine, whose owners make
 * their own.
 */
final class HttpEndpoint {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final int MOST_ANSWER = 1 << 20;

  private final FirehoseWorld firehose;
  private final WebClients clients = new WebClients("firehose http");

  HttpEndpoint(FirehoseWorld firehose) {
    this.firehose = firehose;
  }

  /**
   * Sends records.
   *
   * @throws IOException if the endpoint did not take them
   */
  void send(DeliveryStream stream, HttpEndpointDestinationDescription http, List<Item> items)
      throws IOException {
    String requestId = firehose.world().ids().uuid().toString();
    byte[] body = body(requestId, items);
    URI uri = URI.create(http.endpointConfiguration().url());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("X-Amz-Firehose-Protocol-Version", "1.0")
            .header("X-Amz-Firehose-Request-Id", requestId)
            .header("X-Amz-Firehose-Source-Arn", stream.arn());
    String accessKey = accessKey(stream, http);
    if (accessKey != null && !accessKey.isEmpty()) {
      request.header("X-Amz-Firehose-Access-Key", accessKey);
    }
    List<HttpEndpointCommonAttribute> attributes = http.requestConfiguration().commonAttributes();
    if (attributes != null && !attributes.isEmpty()) {
      Map<String, Object> values = new LinkedHashMap<>();
      attributes.forEach(each -> values.put(each.attributeName(), each.attributeValue()));
      request.header(
          "X-Amz-Firehose-Common-Attributes", JsonText.write(Map.of("commonAttributes", values)));
    }
    if ("GZIP".equals(http.requestConfiguration().contentEncoding())) {
      request.header("Content-Encoding", "gzip");
      body = packed(body);
    }
    try {
      HttpResponse<InputStream> response =
          clients
              .of(uri.getHost())
              .send(
                  request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                  HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream answer = response.body()) {
        check(response.statusCode(), answer.readNBytes(MOST_ANSWER), requestId);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The delivery was interrupted.", e);
    }
    firehose.count(stream, "DeliveryToHttpEndpoint.Records", "Count", items.size());
    firehose.count(stream, "DeliveryToHttpEndpoint.Bytes", "Bytes", body.length);
  }

  private static void check(int status, byte[] answer, String requestId) throws IOException {
    if (status != 200) {
      throw new IOException(
          "The HTTP endpoint answered with status " + status + " instead of 200.");
    }
    Object parsed = JsonText.parse(new String(answer, StandardCharsets.UTF_8));
    if (!(parsed instanceof Map<?, ?> fields)
        || !requestId.equals(fields.get("requestId"))
        || fields.get("timestamp") == null) {
      throw new IOException(
          "The response received from the endpoint is invalid: it has to be a JSON object with the"
              + " requestId of the request and a timestamp.");
    }
  }

  private byte[] body(String requestId, List<Item> items) {
    List<Object> records = new ArrayList<>();
    for (Item item : items) {
      records.add(Map.of("data", Base64.getEncoder().encodeToString(item.data())));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("requestId", requestId);
    body.put("timestamp", firehose.now());
    body.put("records", records);
    return JsonText.write(body).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] packed(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(body);
    }
    return packed.toByteArray();
  }

  private String accessKey(DeliveryStream stream, HttpEndpointDestinationDescription http)
      throws IOException {
    SecretsManagerConfiguration secrets = http.secretsManagerConfiguration();
    if (secrets == null || !Boolean.TRUE.equals(secrets.enabled())) {
      return stream.accessKey();
    }
    String role = secrets.roleARN() == null ? http.roleARN() : secrets.roleARN();
    String secret =
        firehose
            .world()
            .call(
                Secretsmanager.GetSecretValue,
                new GetSecretValueRequest().secretId(secrets.secretARN()),
                firehose.assume(role, stream),
                Regions.find(stream.region()),
                FirehoseWorld.origin(stream))
            .secretString();
    if (JsonText.parse(secret) instanceof Map<?, ?> fields
        && fields.get("api_key") instanceof String key) {
      return key;
    }
    throw new IOException("The secret has no api_key.");
  }
}
