package io.nephele.services.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** Images of metrics. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class WidgetImageTest {
  private static final int BLUE = 0xff1f77b4;
  private static final int ORANGE = 0xffff7f0e;
  private static final int RED = 0xffd62728;
  private static final int GRAY = 0xffd5d5d5;

  @Inject CloudWatchClient cloudWatch;
  @Inject VirtualClock clock;

  @Test
  void metricsAreDrawn() throws Exception {
    Instant now = clock.now();
    for (int minute = 1; minute < 60; minute++) {
      Instant time = now.minus(Duration.ofMinutes(minute));
      double value = minute;
      cloudWatch.putMetricData(
          r ->
              r.namespace("App")
                  .metricData(
                      MetricDatum.builder()
                          .metricName("Load")
                          .value(value)
                          .timestamp(time)
                          .build()));
    }
    String head = "{\"width\":300,\"height\":200,\"start\":\"-PT1H\",\"period\":60,";
    Set<Integer> lines =
        colours(
            head
                + "\"title\":\"Load\",\"metrics\":[[\"App\",\"Load\"],[\".\",\".\","
                + "{\"stat\":\"Sum\"}]],\"annotations\":{\"horizontal\":[{\"value\":70,"
                + "\"label\":\"much\"}]}}");
    assertThat(lines).contains(BLUE, ORANGE, RED);
    assertThat(
            colours(
                head
                    + "\"stacked\":true,\"metrics\":[[\"App\",\"Load\"],[{\"expression\":"
                    + "\"nephele1 * 2\",\"label\":\"twice\"}]]}"))
        .contains(BLUE, ORANGE)
        .doesNotContain(RED);
    assertThat(
            colours(
                head
                    + "\"metrics\":[[\"App\",\"Load\",{\"id\":\"m1\"}],[{\"expression\":"
                    + "\"ANOMALY_DETECTION_BAND(m1)\",\"id\":\"ad1\"}]]}"))
        .contains(BLUE, GRAY)
        .doesNotContain(ORANGE);
    assertThatThrownBy(() -> colours("{\"metrics\":[[\"App\"]]}"))
        .isInstanceOf(CloudWatchException.class);
    assertThatThrownBy(() -> colours(head + "\"width\":100000,\"metrics\":[]}"))
        .isInstanceOf(CloudWatchException.class);
  }

  private Set<Integer> colours(String widget) throws Exception {
    BufferedImage image =
        ImageIO.read(
            cloudWatch
                .getMetricWidgetImage(r -> r.metricWidget(widget))
                .metricWidgetImage()
                .asInputStream());
    assertThat(image.getWidth()).isEqualTo(300);
    assertThat(image.getHeight()).isEqualTo(200);
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        colours.add(image.getRGB(x, y));
      }
    }
    return colours;
  }
}
