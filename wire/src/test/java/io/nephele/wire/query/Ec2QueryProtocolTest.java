package io.nephele.wire.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.model.AwsException;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import io.nephele.wire.Requests;
import io.nephele.wire.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class Ec2QueryProtocolTest {
  private final Ec2QueryProtocol protocol = new Ec2QueryProtocol();
  private final Service ec2 = Models.bundled().service("ec2");

  private Struct decode(String operation, String form) {
    return protocol.decode(ec2.operation(operation), Requests.form(form));
  }

  @Test
  void readsCapitalisedNamesAndFlatLists() {
    Struct input =
        decode(
            "DescribeInstances",
            "Action=DescribeInstances&Version=2016-11-15&InstanceId.1=i-1&InstanceId.2=i-2"
                + "&Filter.1.Name=tag:a&Filter.1.Value.1=b&MaxResults=5&X-Amz-Algorithm=x");
    assertThat(input.get("InstanceIds")).isEqualTo(List.of("i-1", "i-2"));
    assertThat(input.get("MaxResults")).isEqualTo(5);
    Struct filter = (Struct) ((List<?>) input.get("Filters")).getFirst();
    assertThat(filter.get("Values")).isEqualTo(List.of("b"));
  }

  @Test
  void refusesUnknownParametersAndWrongTypes() {
    assertThatThrownBy(() -> decode("DescribeInstances", "Action=DescribeInstances&Foo.1=a"))
        .isInstanceOfSatisfying(
            AwsException.class,
            e -> {
              assertThat(e.code()).isEqualTo("UnknownParameter");
              assertThat(e).hasMessage("The parameter Foo is not recognized");
            });
    assertThatThrownBy(() -> decode("DescribeInstances", "MaxResults=many"))
        .isInstanceOfSatisfying(
            AwsException.class,
            e -> {
              assertThat(e.code()).isEqualTo("InvalidParameterValue");
              assertThat(e)
                  .hasMessage(
                      "Value (many) for parameter MaxResults is invalid. Expected an integer.");
            });
  }

  @Test
  void writesResultsAndErrors() {
    Operation operation = ec2.operation("CreateVpc");
    Struct vpc =
        new Struct(operation.output().member("Vpc").target())
            .set("VpcId", "vpc-1")
            .set("IsDefault", false);
    HttpResponse response =
        protocol.encode(operation, new Struct(operation.output()).set("Vpc", vpc), "id-1");
    assertThat(Requests.text(response))
        .contains(
            "<CreateVpcResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15\">"
                + "<requestId>id-1</requestId><vpc>")
        .contains("<vpcId>vpc-1</vpcId>")
        .contains("<isDefault>false</isDefault>");
    HttpResponse error =
        protocol.encodeError(
            ec2, operation, AwsException.client("InvalidVpcID.NotFound", 400, "no"), "id-2");
    assertThat(Requests.text(error))
        .endsWith(
            "<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>no</Message>"
                + "</Error></Errors><RequestID>id-2</RequestID></Response>");
  }
}
