package io.nephele.services.s3.forms;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.TestUser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Uploads by forms with signed policies. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FormUploadsTest {
  private static final String BUCKET = "forms";

  @Inject S3Client s3;
  @Inject URI endpoint;
  @Inject VirtualClock clock;
  @Inject Nephele nephele;

  private TestUser user;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final List<String> conditions = new ArrayList<>();
  private Instant expiration;

  @BeforeEach
  void createBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
    user = TestUser.create(nephele, "000000000000", "browser", "s3:*");
    expiration = clock.now().plus(Duration.ofHours(1));
    conditions.add("{\"bucket\": \"forms\"}");
    conditions.add("[\"starts-with\", \"$key\", \"up/\"]");
    fields.put("key", "up/${filename}");
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, String> signed() {
    String date =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC)
            .format(clock.now());
    String scope = date.substring(0, 8) + "/us-east-1/s3/aws4_request";
    Map<String, String> form = new LinkedHashMap<>(fields);
    form.put("x-amz-algorithm", "AWS4-HMAC-SHA256");
    form.put("x-amz-credential", user.keyId() + "/" + scope);
    form.put("x-amz-date", date);
    List<String> all = new ArrayList<>(conditions);
    for (String name : List.of("x-amz-algorithm", "x-amz-credential", "x-amz-date")) {
      all.add("{\"" + name + "\": \"" + form.get(name) + "\"}");
    }
    String policy =
        Base64.getEncoder()
            .encodeToString(
                ("{\"expiration\": \""
                        + expiration
                        + "\", \"conditions\": ["
                        + String.join(",", all)
                        + "]}")
                    .getBytes(StandardCharsets.UTF_8));
    byte[] key = ("AWS4" + user.secret()).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    form.put("policy", policy);
    form.put("x-amz-signature", HexFormat.of().formatHex(hmac(key, policy)));
    return form;
  }

  private HttpResponse<String> post(Map<String, String> form, String file)
      throws IOException, InterruptedException {
    StringBuilder body = new StringBuilder();
    form.forEach(
        (name, value) ->
            body.append("--xyz\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
    body.append(
        "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.txt\"\r\n"
            + "Content-Type: text/csv\r\n\r\n");
    body.append(file)
        .append("\r\n--xyz\r\nContent-Disposition: form-data; name=\"submit\"\r\n\r\n");
    body.append("Upload\r\n--xyz--\r\n");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(endpoint.resolve("/" + BUCKET))
              .header("Content-Type", "multipart/form-data; boundary=xyz")
              .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private void isRefused(int status, String code, String message) throws Exception {
    HttpResponse<String> answer = post(signed(), "file");
    assertThat(answer.body().replace("&quot;", "\""))
        .contains("<Code>" + code + "</Code>", "<Message>" + message + "</Message>");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).keyCount()).isZero();
  }

  @Test
  void aFormUploadsWithItsFields() throws Exception {
    fields.put("Content-Type", "text/plain");
    fields.put("x-amz-meta-Colour", "red");
    fields.put("x-amz-storage-class", "STANDARD_IA");
    fields.put("x-ignore-this", "really");
    fields.put(
        "tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>1 2</Value></Tag></TagSet></Tagging>");
    conditions.add("[\"starts-with\", \"$Content-Type\", \"text/\"]");
    conditions.add("[\"eq\", \"$x-amz-meta-colour\", \"red\"]");
    conditions.add("{\"x-amz-storage-class\": \"STANDARD_IA\"}");
    conditions.add("[\"starts-with\", \"$tagging\", \"\"]");
    conditions.add("[\"content-length-range\", 4, 4]");
    HttpResponse<String> answer = post(signed(), "file");
    assertThat(answer.body()).isEmpty();
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("etag"))
        .hasValue("\"8c7dd922ad47494fc02c388e12c00eac\"");
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("up/a b.txt")).asUtf8String())
        .isEqualTo("file");
    GetObjectResponse got = s3.getObject(b -> b.bucket(BUCKET).key("up/a b.txt")).response();
    assertThat(got.contentType()).isEqualTo("text/plain");
    assertThat(got.metadata()).isEqualTo(Map.of("colour", "red"));
    assertThat(got.storageClassAsString()).isEqualTo("STANDARD_IA");
    assertThat(got.tagCount()).isEqualTo(1);
  }

  @Test
  void theAnswerIsAsTheFormWantsIt() throws Exception {
    fields.put("success_action_status", "201");
    conditions.add("{\"success_action_status\": \"201\"}");
    HttpResponse<String> created = post(signed(), "file");
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.body())
        .contains(
            "<PostResponse><Location>" + endpoint.resolve("/forms/up%2Fa%20b.txt") + "</Location>",
            "<Bucket>forms</Bucket><Key>up/a b.txt</Key>",
            "8c7dd922ad47494fc02c388e12c00eac");
    fields.put("success_action_redirect", "http://localhost/done?x=1");
    conditions.add("[\"starts-with\", \"$success_action_redirect\", \"http\"]");
    HttpResponse<String> redirected = post(signed(), "file");
    assertThat(redirected.statusCode()).isEqualTo(303);
    assertThat(redirected.headers().firstValue("location"))
        .hasValue(
            "http://localhost/done?x=1&bucket=forms&key=up%2Fa%20b.txt"
                + "&etag=%228c7dd922ad47494fc02c388e12c00eac%22");
  }

  @Test
  void whatThePolicyDoesNotAllowIsRefused() throws Exception {
    fields.put("key", "elsewhere");
    isRefused(
        403,
        "AccessDenied",
        "Invalid according to Policy: Policy Condition failed: [\"starts-with\", \"$key\","
            + " \"up/\"]");
    fields.put("key", "up/k");
    fields.put("x-amz-meta-a", "1");
    isRefused(403, "AccessDenied", "Invalid according to Policy: Extra input fields: x-amz-meta-a");
    fields.remove("x-amz-meta-a");
    conditions.add("{\"acl\": \"private\"}");
    isRefused(
        403,
        "AccessDenied",
        "Invalid according to Policy: Policy Condition failed: [\"eq\", \"$acl\", \"private\"]");
    conditions.removeLast();
    conditions.add("[\"content-length-range\", 0, 3]");
    isRefused(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
    conditions.removeLast();
    conditions.add("[\"content-length-range\", 5, 30]");
    isRefused(
        400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
    conditions.removeLast();
    conditions.add("17");
    isRefused(400, "InvalidPolicyDocument", "Invalid Policy: Invalid condition.");
    conditions.removeLast();
    expiration = clock.now().minusSeconds(1);
    isRefused(403, "AccessDenied", "Invalid according to Policy: Policy expired.");
    expiration = clock.now().plusSeconds(60);
    Map<String, String> old = signed();
    clock.advance(Duration.ofMinutes(2));
    assertThat(post(old, "file").body()).contains("Policy expired.");
  }

  @Test
  void theSignatureIsChecked() throws Exception {
    Map<String, String> form = signed();
    form.put("x-amz-signature", "0".repeat(64));
    assertThat(post(form, "file").body()).contains("<Code>SignatureDoesNotMatch</Code>");
    form.remove("x-amz-signature");
    assertThat(post(form, "file").statusCode()).isEqualTo(400);
  }

  @Test
  void aFormWithoutPolicyIsAnybodys() throws Exception {
    HttpResponse<String> answer = post(fields, "file");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
  }

  @Test
  void whoSignsThePolicyMustBeAllowedToPut() throws Exception {
    user = TestUser.create(nephele, "000000000000", "reader", "s3:GetObject");
    HttpResponse<String> answer = post(signed(), "file");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
  }
}
