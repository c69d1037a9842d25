package io.nephele.wire.sign;

import io.nephele.model.AwsException;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import java.nio.charset.StandardCharsets;

/**
 * An error of S3 that has members besides its code and message. S3 sends them, though its model
 * does not define them.
 */
final class S3Error extends AwsException {
  private static final long serialVersionUID = 1L;

  /**
   * In the form of our models, whose reader makes shapes of it. Members are written in this order.
   */
  private static final String MODEL =
      """
      {"service":{"name":"s3","protocols":["restXml"]},
      "operations":{
      },
      "shapes":{
      "SignatureDoesNotMatch":{"type":"structure","error":"client","httpError":403,"members":{"AWSAccessKeyId":"@string","StringToSign":"@string","SignatureProvided":"@string","StringToSignBytes":"@string","CanonicalRequest":"@string","CanonicalRequestBytes":"@string"}},
      "InvalidAccessKeyId":{"type":"structure","error":"client","httpError":403,"members":{"AWSAccessKeyId":"@string"}},
      "InvalidArgument":{"type":"structure","error":"client","httpError":400,"members":{"ArgumentName":"@string","ArgumentValue":"@string"}},
      "AccessDenied":{"type":"structure","error":"client","httpError":403,"members":{"HeadersNotSigned":"@string","X-Amz-Date":"@string","X-Amz-Expires":"@string","Expires":"@string","ServerTime":"@string"}},
      "RequestTimeTooSkewed":{"type":"structure","error":"client","httpError":403,"members":{"RequestTime":"@string","ServerTime":"@string","MaxAllowedSkewMilliseconds":"@string"}},
      "AuthorizationHeaderMalformed":{"type":"structure","error":"client","httpError":400,"members":{"Region":"@string"}},
      "AuthorizationQueryParametersError":{"type":"structure","error":"client","httpError":400,"members":{"Region":"@string"}},
      "RegionSetMismatch":{"type":"structure","error":"client","httpError":400,"members":{"RequestedRegion":"@string","RegionSet":"@string"}},
      "InvalidToken":{"type":"structure","error":"client","httpError":400,"members":{"Token-0":"@string"}},
      "ExpiredToken":{"type":"structure","error":"client","httpError":400,"members":{"Token-0":"@string"}},
      "InvalidRequest":{"type":"structure","error":"client","httpError":400,"members":{}},
      "XAmzContentSHA256Mismatch":{"type":"structure","error":"client","httpError":400,"members":{"ClientComputedContentSHA256":"@string","S3ComputedContentSHA256":"@string"}}
      }}
      """;

  private static final Service SHAPES = Service.parse(MODEL.getBytes(StandardCharsets.UTF_8));

  /**
   * An error of that code, with the names and values of members in turn; null values are left out.
   */
  S3Error(String code, String message, String... members) {
    super(detail(code, members), message);
  }

  private static Struct detail(String code, String... members) {
    Struct detail = new Struct(SHAPES.shape(code));
    for (int i = 0; i < members.length; i += 2) {
      detail.set(members[i], members[i + 1]);
    }
    return detail;
  }
}
