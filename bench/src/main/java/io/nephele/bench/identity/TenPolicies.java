package io.nephele.bench.identity;

import java.util.ArrayList;
import java.util.List;

/** Ten policies as a user may have them; the last one allows to send to one queue. */
final class TenPolicies {
  private TenPolicies() {}

  static List<String> documents() {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      documents.add(
          """
          {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow",
             "Action": ["s3:GetObject", "s3:ListBucket", "dynamodb:Query", "logs:*"],
             "Resource": ["arn:aws:s3:::bucket-%1$d", "arn:aws:s3:::bucket-%1$d/*", "*"],
             "Condition": {"StringEquals": {"aws:PrincipalTag/team": "team-%1$d"}}},
            {"Effect": "Deny", "Action": "sqs:*", "Resource": "arn:aws:sqs:*:*:secret-%1$d-*"}]}
          """
              .formatted(i));
    }
    documents.add(
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
          "Action": ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
          "Resource": "arn:aws:sqs:us-east-1:123456789012:orders",
          "Condition": {"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}}}
        """);
    return documents;
  }
}
