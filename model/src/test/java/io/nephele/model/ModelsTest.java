package io.nephele.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ModelsTest {
  private final Models models = Models.bundled();

  @Test
  void everyOperationAndShapeOfEveryServiceCanBeRead() {
    int operations = 0;
    for (ServiceEntry entry : models.entries().values()) {
      Service service = models.service(entry.name());
      assertThat(service.operationNames()).hasSize(entry.operations());
      for (Operation operation : service.operations()) {
        operations++;
        assertThat(operation.input().type()).isEqualTo(ShapeType.STRUCTURE);
        assertThat(operation.output().type()).isEqualTo(ShapeType.STRUCTURE);
        operation.errors().forEach(error -> assertThat(error.isError()).isTrue());
      }
      for (String name : service.shapeNames()) {
        for (Member member : service.shape(name).members()) {
          assertThat(member.target()).isNotNull();
          String pattern = member.constraints().pattern();
          if (pattern != null) {
            Pattern.compile(pattern);
          }
        }
      }
    }
    assertThat(models.entries()).hasSizeGreaterThanOrEqualTo(144);
    assertThat(operations).isGreaterThan(8000);
  }

  @Test
  void sqsSaysWhatRoutingAndTheWireNeed() {
    Service sqs = models.service("sqs");
    assertThat(sqs.shapeName()).isEqualTo("AmazonSQS");
    assertThat(sqs.protocols()).containsExactly(Protocol.AWS_JSON_1_0, Protocol.AWS_QUERY);
    assertThat(sqs.queryCompatible()).isTrue();
    assertThat(sqs.xmlNamespace().uri()).isEqualTo("http://queue.amazonaws.com/doc/2012-11-05/");
    Shape request = sqs.operation("SendMessage").input();
    assertThat(request.member("QueueUrl").required()).isTrue();
    assertThat(request.member("MessageAttributes").xmlFlattened()).isTrue();
    assertThat(request.member("MessageAttributes").xmlName()).isEqualTo("MessageAttribute");
    Shape missing = sqs.shape("QueueDoesNotExist");
    assertThat(missing.queryErrorCode()).isEqualTo("AWS.SimpleQueueService.NonExistentQueue");
    assertThat(missing.errorStatus()).isEqualTo(400);
  }

  @Test
  void traitsOnAMemberComeBeforeThoseOnItsTarget() {
    Shape request = models.service("lambda").operation("CreateFunction").input();
    Constraints constraints = request.member("FunctionName").constraints();
    assertThat(constraints.maxLength()).isEqualTo(140);
    assertThat(constraints.pattern()).isNotNull();
    assertThat(models.service("lambda").operation("CreateFunction").http())
        .isEqualTo(new HttpBinding("POST", "/2015-03-31/functions", 201));
  }

  @Test
  void retiredServicesComeFromC2j() {
    Service opsworks = models.service("opsworks");
    assertThat(opsworks.shapeName()).isEqualTo("OpsWorks_20130218");
    assertThat(opsworks.protocols()).containsExactly(Protocol.AWS_JSON_1_1);
    assertThat(opsworks.operation("CreateStack").input().member("Name").required()).isTrue();
  }

  @Test
  void paginationNamesItsMembers() {
    assertThat(models.service("sqs").operation("ListQueues").pagination())
        .isEqualTo(new Pagination("NextToken", "NextToken", "MaxResults", "QueueUrls"));
  }
}
