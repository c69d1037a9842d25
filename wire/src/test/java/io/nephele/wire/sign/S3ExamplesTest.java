package io.nephele.wire.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.AwsException;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.wire.Requests;
import io.nephele.wire.chunked.AwsChunked;
import io.nephele.wire.http.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The examples in S3's documentation of signatures: of headers, a URL, chunks, trailers and a form.
 */
class S3ExamplesTest {
  private static final Instant THEN = Instant.parse("2013-05-24T00:00:00Z");
  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final AccessKeys KEYS =
      (id, token) ->
          id.equals(KEY) ? AccessKey.permanent("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY") : null;
  private static final Operation PUT = Models.bundled().service("s3").operation("PutObject");
  private static final String CHUNKED_NAMES =
      "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
          + "x-amz-decoded-content-length;x-amz-storage-class";

  private static VerifiedRequest verify(HttpRequest request) {
    VerifiedRequest verified =
        new SignatureVerifier().verify(request, Signing.S3, KEYS, SignatureClock.standing(THEN));
    verified.complete();
    return verified;
  }

  private static HttpRequest request(
      String method,
      String target,
      String body,
      String hash,
      String names,
      String signature,
      String... headers) {
    HttpRequest request =
        Requests.of(method, target, body.getBytes(StandardCharsets.US_ASCII), headers);
    if (request.headers().first("Host").equals("localhost:4566")) {
      request = Signing.with(request, "Host", "examplebucket.s3.amazonaws.com");
    }
    request = Signing.with(request, "x-amz-content-sha256", hash);
    request = Signing.with(request, "x-amz-date", "20130524T000000Z");
    return Signing.with(
        request,
        "Authorization",
        "AWS4-HMAC-SHA256 Credential="
            + KEY
            + "/20130524/us-east-1/s3/aws4_request,SignedHeaders="
            + names
            + ",Signature="
            + signature);
  }

  @Test
  void headers() {
    verify(
        request(
            "GET",
            "/test.txt",
            "",
            Hashes.EMPTY,
            "host;range;x-amz-content-sha256;x-amz-date",
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            "Range",
            "bytes=0-9"));
    verify(
        request(
            "GET",
            "/?lifecycle",
            "",
            Hashes.EMPTY,
            "host;x-amz-content-sha256;x-amz-date",
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"));
    verify(
        request(
            "GET",
            "/?max-keys=2&prefix=J",
            "",
            Hashes.EMPTY,
            "host;x-amz-content-sha256;x-amz-date",
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
    verify(
        request(
            "PUT",
            "/test%24file.text",
            "Welcome to Amazon S3.",
            "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
            "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
            "Date",
            "Fri, 24 May 2013 00:00:00 GMT",
            "x-amz-storage-class",
            "REDUCED_REDUNDANCY"));
  }

  @Test
  void url() {
    VerifiedRequest verified =
        verify(
            Requests.of(
                "GET",
                "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
                    + KEY
                    + "%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
                    + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature="
                    + "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
                "Host",
                "examplebucket.s3.amazonaws.com"));
    assertThat(verified.kind()).isEqualTo(VerifiedRequest.Kind.PRESIGNED);
  }

  private static HttpRequest chunks(String body) {
    return request(
        "PUT",
        "/examplebucket/chunkObject.txt",
        body,
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        CHUNKED_NAMES,
        "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
        "Host",
        "s3.amazonaws.com",
        "x-amz-storage-class",
        "REDUCED_REDUNDANCY",
        "Content-Encoding",
        "aws-chunked",
        "x-amz-decoded-content-length",
        "66560",
        "Content-Length",
        "66824");
  }

  private static final String FIRST =
      "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n"
          + "a".repeat(65536)
          + "\r\n";
  private static final String SECOND =
      "400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n"
          + "a".repeat(1024)
          + "\r\n";
  private static final String LAST =
      "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";

  private static String read(HttpRequest request) throws IOException {
    VerifiedRequest verified = verify(request);
    HttpRequest plain = AwsChunked.decode(PUT, verified.request(), verified.chunks());
    return new String(plain.body().open().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static AwsException refused(String body) {
    return Signing.refused(() -> read(chunks(body)));
  }

  @Test
  void chunked() throws IOException {
    assertThat(read(chunks(FIRST + SECOND + LAST))).isEqualTo("a".repeat(66560));
  }

  @Test
  void alteredChunksAreRefused() {
    assertThat(refused(FIRST.replace("\r\na", "\r\nb") + SECOND + LAST).code())
        .isEqualTo("SignatureDoesNotMatch");
    assertThat(refused(FIRST + SECOND.replace("\r\na", "\r\nb") + LAST).code())
        .isEqualTo("SignatureDoesNotMatch");
    assertThat(refused(SECOND + FIRST + LAST).code()).isEqualTo("SignatureDoesNotMatch");
    assertThat(refused(FIRST + FIRST + LAST).code())
        .isIn("SignatureDoesNotMatch", "IncompleteBody");
    assertThat(refused(FIRST + SECOND).code()).isEqualTo("IncompleteBody");
    assertThat(refused(FIRST + LAST).code()).isIn("SignatureDoesNotMatch", "IncompleteBody");
    assertThat(refused(FIRST + SECOND + LAST.replace("b6c6", "b6c7")).code())
        .isEqualTo("SignatureDoesNotMatch");
    assertThat(refused(FIRST.replace("ad80c730", "") + SECOND + LAST).code())
        .isEqualTo("SignatureDoesNotMatch");
  }

  private static HttpRequest trailers(String trailer) {
    String names =
        "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;"
            + "x-amz-storage-class;x-amz-trailer";
    String body =
        FIRST.replace(
                "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
                "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2")
            + SECOND.replace(
                "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
                "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7")
            + "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"
            + trailer;
    return request(
        "PUT",
        "/examplebucket/chunkObject.txt",
        body,
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        names,
        "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
        "Host",
        "s3.amazonaws.com",
        "x-amz-storage-class",
        "REDUCED_REDUNDANCY",
        "Content-Encoding",
        "aws-chunked",
        "x-amz-decoded-content-length",
        "66560",
        "x-amz-trailer",
        "x-amz-checksum-crc32c");
  }

  @Test
  void trailers() throws IOException {
    String checksum = "x-amz-checksum-crc32c:sOO8/Q==\r\n";
    String signature =
        "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";
    assertThat(read(trailers(checksum + signature))).hasSize(66560);
    assertThat(Signing.refused(() -> read(trailers(checksum + "\r\n"))).code())
        .isEqualTo("SignatureDoesNotMatch");
    assertThat(
            Signing.refused(() -> read(trailers(checksum.replace("sOO8", "sOO9") + signature)))
                .code())
        .isEqualTo("SignatureDoesNotMatch");
  }

  @Test
  void form() {
    String policy =
        "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9";
    Map<String, String> fields =
        Map.of(
            "policy", policy,
            "x-amz-algorithm", "AWS4-HMAC-SHA256",
            "x-amz-credential", KEY + "/20151229/us-east-1/s3/aws4_request",
            "x-amz-date", "20151229T000000Z",
            "x-amz-signature", "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e");
    PostPolicySignature forms = new PostPolicySignature(new SignatureVerifier());
    assertThat(forms.verify(fields::get, Signing.S3, KEYS).accessKeyId()).isEqualTo(KEY);
    assertThat(forms.verify(fields::get, Signing.S3, KEYS).checked()).isTrue();
    assertThat(
            Signing.refused(
                    () ->
                        forms.verify(
                            name -> name.equals("policy") ? "AAAA" : fields.get(name),
                            Signing.S3,
                            KEYS))
                .code())
        .isEqualTo("SignatureDoesNotMatch");
    assertThat(
            Signing.refused(
                () ->
                    forms.verify(
                        name -> name.equals("x-amz-signature") ? null : fields.get(name),
                        Signing.S3,
                        KEYS)))
        .hasMessage(
            "Bucket POST must contain a field named 'X-Amz-Signature'.  If it is specified, please"
                + " check the order of the fields.");
    assertThat(
            Signing.refused(
                    () ->
                        forms.verify(
                            Map.of("policy", policy, "awsaccesskeyid", KEY, "signature", "x")::get,
                            Signing.S3,
                            KEYS))
                .code())
        .isEqualTo("InvalidRequest");
  }
}
