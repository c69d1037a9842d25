package io.nephele.wire.sign;

import static io.nephele.wire.sign.Signing.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.wire.Requests;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cases of AWS's published suite for signature version 4: each request with the signature that
 * the suite gives.
 */
class PublishedVectorsTest {
  private static final String BASIC = "host;x-amz-date";
  private static final String UNRESERVED =
      "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static HttpRequest signed(
      String method,
      String target,
      String body,
      String signedHeaders,
      String signature,
      String... headers) {
    HttpRequest request =
        Requests.of(method, target, body.getBytes(StandardCharsets.UTF_8), headers);
    Headers fields = request.headers().copy().set("Host", "example.amazonaws.com");
    fields.add("X-Amz-Date", "20150830T123600Z");
    fields.add(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
            + " SignedHeaders="
            + signedHeaders
            + ", Signature="
            + signature);
    return request.withHeaders(fields);
  }

  private static void accepted(HttpRequest request) {
    VerifiedRequest verified = Signing.verify(request, JSON);
    assertThat(verified.kind()).isEqualTo(VerifiedRequest.Kind.HEADER);
    assertThat(verified.accessKeyId()).isEqualTo("AKIDEXAMPLE");
    assertThat(verified.signedAt()).isEqualTo(Signing.NOW);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "get-vanilla, GET, /, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "get-vanilla-query, GET, /, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "get-vanilla-query-order-key-case, GET, /?Param2=value2&Param1=value1, b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    "get-vanilla-empty-query-key, GET, /?Param1=value1, a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
    "get-vanilla-utf8-query, GET, /?ሴ=bar, 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
    "get-utf8, GET, /ሴ, 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
    "get-relative, GET, /example/.., 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "get-relative-relative, GET, /example1/example2/../.., 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "get-slash, GET, //, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "get-slash-dot-slash, GET, /./, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "get-slash-pointless-dot, GET, /./example, ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5",
    "get-slashes, GET, //example//, 9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
    "get-space, GET, /example space/, 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
    "post-vanilla, POST, /, 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    "post-vanilla-query, POST, /?Param1=value1, 28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
  })
  void requests(String name, String method, String target, String signature) {
    accepted(signed(method, target, "", BASIC, signature));
  }

  @Test
  void unreservedCharacters() {
    accepted(
        signed(
            "GET",
            "/" + UNRESERVED,
            "",
            BASIC,
            "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"));
    accepted(
        signed(
            "GET",
            "/?" + UNRESERVED + "=" + UNRESERVED,
            "",
            BASIC,
            "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"));
  }

  @Test
  void headers() {
    String mine = "host;my-header1;x-amz-date";
    accepted(
        signed(
            "GET",
            "/",
            "",
            mine,
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
            "My-Header1",
            "value2",
            "My-Header1",
            "value2",
            "My-Header1",
            "value1"));
    accepted(
        signed(
            "GET",
            "/",
            "",
            mine,
            "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
            "My-Header1",
            "value4",
            "My-Header1",
            "value1",
            "My-Header1",
            "value3",
            "My-Header1",
            "value2"));
    accepted(
        signed(
            "GET",
            "/",
            "",
            "host;my-header1;my-header2;x-amz-date",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
            "My-Header1",
            " value1",
            "My-Header2",
            " \"a   b   c\""));
    accepted(
        signed(
            "POST",
            "/",
            "",
            mine,
            "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
            "My-Header1",
            "value1"));
    accepted(
        signed(
            "POST",
            "/",
            "",
            mine,
            "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
            "My-Header1",
            "VALUE1"));
  }

  @Test
  void body() {
    accepted(
        signed(
            "POST",
            "/",
            "Param1=value1",
            "content-type;host;x-amz-date",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
            "Content-Type",
            "application/x-www-form-urlencoded"));
  }

  /** The public keys that AWS derives from example keys for version 4a. */
  @Test
  void ellipticKeyOfAnAccessKey() {
    PublicKey key =
        EllipticKeys.publicKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    assertThat(EllipticKeys.coordinates(key))
        .isEqualTo(
            "18b7d04643359f6ec270dcbab8dce6d169d66ddc9778c75cfb08dfdb701637ab,"
                + "fa36b35e4fe67e3112261d2e17a956ef85b06e44712d2850bcd3c2161e9993f2");
    PublicKey other =
        EllipticKeys.publicKey("AKISORANDOMAASORANDOM", "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom");
    assertThat(EllipticKeys.coordinates(other))
        .isEqualTo(
            "15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb,"
                + "515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0");
  }
}
