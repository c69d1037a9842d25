package io.nephele.services.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.services.kms.KmsService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Public parameters that name machine images, and parameters whose values have to be images. */
final class ImageParametersTest {
  private static final String LINUX =
      "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

  private final Nephele nephele =
      Nephele.builder()
          .virtualClock()
          .services(List.of(new SsmService(), new KmsService(), new HeardEvents()))
          .start();
  private final SsmClient ssm = client("us-east-1");
  private final VirtualClock clock = (VirtualClock) nephele.world().clock();

  @AfterEach
  void close() {
    nephele.close();
  }

  private SsmClient client(String region) {
    return Clients.create(SsmClient.class, nephele.endpoint(), region, "000000000000");
  }

  private static String value(SsmClient from, String name) {
    return from.getParameter(b -> b.name(name)).parameter().value();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LINUX,
        "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2",
        "/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id",
        "/aws/service/canonical/ubuntu/server/jammy/stable/current/amd64/hvm/ebs-gp2/ami-id",
        "/aws/service/debian/release/12/latest/amd64",
        "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
        "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/x86_64/standard/recommended/image_id",
        "/aws/service/bottlerocket/aws-k8s-1.33/arm64/latest/image_id",
        "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base"
      })
  void imagesHaveTheirUsualNames(String name) {
    Parameter image = ssm.getParameter(b -> b.name(name)).parameter();
    assertThat(image.value()).matches("ami-[0-9a-f]{17}");
    assertThat(image.dataType()).isEqualTo("aws:ec2:image");
    assertThat(value(ssm, name)).isEqualTo(image.value());
    assertThat(value(client("eu-west-1"), name))
        .matches("ami-[0-9a-f]{17}")
        .isNotEqualTo(image.value());
  }

  @Test
  void whatIsRecommendedIsAnObjectAndItsFields() {
    String ecs = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended";
    assertThat(JsonText.parse(value(ssm, ecs)))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("image_id", value(ssm, ecs + "/image_id"))
        .containsEntry("image_name", value(ssm, ecs + "/image_name"))
        .containsEntry("os", "Amazon Linux 2023")
        .containsKeys("ecs_agent_version", "source_image_name");
    List<Parameter> all =
        ssm.getParametersByPath(b -> b.path("/aws/service/ami-amazon-linux-latest").maxResults(10))
            .parameters();
    assertThat(all).hasSize(10).allMatch(each -> each.value().startsWith("ami-"));
  }

  private long put(String name, String value, boolean overwrite) {
    return ssm.putParameter(
            b ->
                b.name(name)
                    .value(value)
                    .type(ParameterType.STRING)
                    .dataType("aws:ec2:image")
                    .overwrite(overwrite))
        .version();
  }

  private List<Map<?, ?>> told() {
    return HeardEvents.of(nephele.world()).stream()
        .filter(heard -> heard.detailType().equals("Parameter Store Change"))
        .<Map<?, ?>>map(heard -> (Map<?, ?>) JsonText.parse(heard.detail()))
        .toList();
  }

  @Test
  void anImageIsPutOnceItIsFound() {
    String image = value(ssm, LINUX);
    assertThat(put("golden", image, false)).isEqualTo(1);
    assertThatThrownBy(() -> value(ssm, "golden")).isInstanceOf(ParameterNotFoundException.class);
    clock.advance(Duration.ofSeconds(1));
    Parameter there = ssm.getParameter(b -> b.name("golden")).parameter();
    assertThat(there.value()).isEqualTo(image);
    assertThat(there.dataType()).isEqualTo("aws:ec2:image");
    assertThatThrownBy(() -> put("golden", image, false))
        .isInstanceOf(ParameterAlreadyExistsException.class);

    assertThat(put("golden", "ami-0123456789abcdef0", true)).isEqualTo(2);
    clock.advance(Duration.ofSeconds(1));
    assertThat(ssm.getParameter(b -> b.name("golden")).parameter().version()).isEqualTo(1);
    assertThat(told())
        .hasSize(2)
        .allMatch(detail -> "aws:ec2:image".equals(detail.get("dataType")))
        .anyMatch(
            detail -> detail.get("operation").equals("Create") && !detail.containsKey("exception"))
        .anyMatch(detail -> "Unable to Describe Resource".equals(detail.get("exception")));
  }

  @Test
  void imagesAreOfTheirRegion() {
    put("golden", value(client("eu-west-1"), LINUX), false);
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> value(ssm, "golden")).isInstanceOf(ParameterNotFoundException.class);
    assertThat(told().getFirst().get("exception")).isEqualTo("Unable to Describe Resource");
  }
}
